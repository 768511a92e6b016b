package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Window;

/**
 * Convolutions and their gradients: every product of the form that {@link Convolution} states, in
 * the row-major order of output places, then channels, then places of the window, goes into the
 * element of the result that it belongs to.
 */
final class ConvolutionInterpreter {
  private ConvolutionInterpreter() {}

  static Literal apply(Convolution op, Literal first, Literal second, TensorType type) {
    Window window = op.window();
    Shape x = (op.kind() == Convolution.Kind.INPUT_GRADIENT ? type : first.type()).shape();
    Shape w =
        switch (op.kind()) {
          case FORWARD, INPUT_GRADIENT -> second.type().shape();
          case FILTER_GRADIENT -> type.shape();
        };
    Shape y =
        switch (op.kind()) {
          case FORWARD -> type.shape();
          case INPUT_GRADIENT -> first.type().shape();
          case FILTER_GRADIENT -> second.type().shape();
        };
    Ints space = Ints.range(2, x.rank());
    Shape inputs = x.select(space);
    Shape places = Shape.of(window.size());
    Shape outputs = y.select(space);
    int perGroup = w.extent(0) / op.groups();
    double[] sums = new double[new Elements(type).size()];
    for (int n = 0; n < y.extent(0); n++) {
      for (int o = 0; o < y.extent(1); o++) {
        for (int p = 0; p < outputs.size(); p++) {
          int[] at = RowMajor.coordinates(outputs, p);
          int yAt = (n * y.extent(1) + o) * (int) outputs.size() + p;
          for (int c = 0; c < w.extent(1); c++) {
            int channel = o / perGroup * w.extent(1) + c;
            for (int k = 0; k < places.size(); k++) {
              int element = WindowInterpreter.element(window, inputs, at, places, k);
              if (element >= 0) {
                int xAt = (n * x.extent(1) + channel) * (int) inputs.size() + element;
                int wAt = (o * w.extent(1) + c) * (int) places.size() + k;
                switch (op.kind()) {
                  case FORWARD -> sums[yAt] += first.real(xAt) * second.real(wAt);
                  case INPUT_GRADIENT -> sums[xAt] += first.real(yAt) * second.real(wAt);
                  case FILTER_GRADIENT -> sums[wAt] += first.real(xAt) * second.real(yAt);
                }
              }
            }
          }
        }
      }
    }
    return Literal.ofReals(type, sums);
  }
}
