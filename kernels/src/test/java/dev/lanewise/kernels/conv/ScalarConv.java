package dev.lanewise.kernels.conv;

/**
 * What a convolution and its gradients are: every product of the form that {@link ConvGeometry}
 * states, added to the element that it belongs to.
 */
final class ScalarConv {
  private ScalarConv() {}

  /** The tensor of the given kind from the other two, in the order that {@link ConvPlan} takes. */
  static double[] of(ConvGeometry g, ConvPlan.Kind kind, double[] left, double[] right) {
    double[] out =
        new double
            [(int)
                switch (kind) {
                  case FORWARD -> g.outputSize();
                  case INPUT_GRADIENT -> g.inputSize();
                  case FILTER_GRADIENT -> g.filterSize();
                }];
    ConvGeometry.Axis d = g.axis(0);
    ConvGeometry.Axis h = g.axis(1);
    ConvGeometry.Axis w = g.axis(2);
    int inputs = g.inChannels() / g.groups();
    int outputs = g.outChannels() / g.groups();
    int y = 0;
    for (int n = 0; n < g.batch(); n++) {
      for (int o = 0; o < g.outChannels(); o++) {
        for (int pd = 0; pd < d.windows(); pd++) {
          for (int ph = 0; ph < h.windows(); ph++) {
            for (int pw = 0; pw < w.windows(); pw++, y++) {
              for (int c = 0; c < inputs; c++) {
                for (int kd = 0; kd < d.size(); kd++) {
                  for (int kh = 0; kh < h.size(); kh++) {
                    for (int kw = 0; kw < w.size(); kw++) {
                      int id = element(d, pd, kd);
                      int ih = element(h, ph, kh);
                      int iw = element(w, pw, kw);
                      if (id < 0 || ih < 0 || iw < 0) {
                        continue;
                      }
                      int channel = n * g.inChannels() + o / outputs * inputs + c;
                      int x = ((channel * d.in() + id) * h.in() + ih) * w.in() + iw;
                      int k = (((o * inputs + c) * d.size() + kd) * h.size() + kh) * w.size() + kw;
                      switch (kind) {
                        case FORWARD -> out[y] += left[x] * right[k];
                        case INPUT_GRADIENT -> out[x] += left[y] * right[k];
                        case FILTER_GRADIENT -> out[k] += left[x] * right[y];
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return out;
  }

  private static int element(ConvGeometry.Axis axis, int window, int place) {
    int at = window * axis.stride() + place * axis.dilation() - axis.low();
    if (at < 0 || at % axis.baseDilation() != 0) {
      return -1;
    }
    int element = at / axis.baseDilation();
    return element < axis.in() ? element : -1;
  }
}
