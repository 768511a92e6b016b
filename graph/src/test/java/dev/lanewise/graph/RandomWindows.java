package dev.lanewise.graph;

import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Window;
import dev.lanewise.graph.ir.Windowed;
import java.util.List;
import java.util.SplittableRandom;

/** Draws convolutions, their gradients, and operations on windows, with every kind of padding. */
final class RandomWindows {
  private final RandomGraphs graphs;
  private final SplittableRandom random;
  private final GraphBuilder b;

  RandomWindows(RandomGraphs graphs) {
    this.graphs = graphs;
    this.random = graphs.random();
    this.b = graphs.builder();
  }

  Value next() {
    return random.nextBoolean() ? convolution() : windowed();
  }

  private Value windowed() {
    int which = random.nextInt(3);
    Value x =
        which == 0
            ? graphs.any(v -> v.dtype().isNumeric(), DType.F32)
            : graphs.any(v -> isReal(v.dtype()), DType.F64);
    Window window = window(x.type().rank(), 3);
    Shape windows = windows(window, x.shape());
    if (windows.size() > graphs.options().maxSize()) {
      return x;
    }
    Windowed.Select select = graphs.anyOf(List.of(Windowed.Select.values()));
    return switch (which) {
      case 0 -> {
        Reduction.Kind[] kinds = {
          Reduction.Kind.SUM, Reduction.Kind.PROD, Reduction.Kind.MAX, Reduction.Kind.MIN
        };
        yield b.add(new Windowed.ReduceWindow(graphs.anyOf(List.of(kinds)), window), x);
      }
      case 1 -> {
        Value y = graphs.like(x.type().as(windows));
        yield b.add(new Windowed.SelectAndScatter(select, window), x, y);
      }
      default -> b.add(new Windowed.SelectAndGather(select, window), x, graphs.like(x.type()));
    };
  }

  private static boolean isReal(DType dtype) {
    return dtype == DType.F32 || dtype == DType.F64;
  }

  /** Of random tensors that fit, old ones if there are any. */
  private Value convolution() {
    DType dtype = random.nextBoolean() ? DType.F32 : DType.F64;
    int rank = random.nextInt(1, 4);
    Window window = window(rank, 3);
    int groups = random.nextInt(3) == 0 ? 2 : 1;
    Ints space = Ints.of(random.ints(rank, 0, rank == 1 ? 9 : 4).toArray());
    int inputs = random.nextInt(0, 3);
    Shape x = Shape.of(random.nextInt(0, 3), groups * inputs).concat(Shape.of(space));
    Shape windows = windows(window, Shape.of(space));
    int outputs = groups * random.nextInt(0, 3);
    Shape w = Shape.of(outputs, inputs).concat(Shape.of(window.size()));
    Shape y = Shape.of(x.extent(0), outputs).concat(windows);
    Convolution op =
        new Convolution(graphs.anyOf(List.of(Convolution.Kind.values())), window, groups, space);
    return switch (op.kind()) {
      case FORWARD -> add(op, dtype, x, w, y);
      case INPUT_GRADIENT -> add(op, dtype, y, w, x);
      case FILTER_GRADIENT -> add(op, dtype, x, y, w);
    };
  }

  private Value add(Convolution op, DType dtype, Shape left, Shape right, Shape result) {
    Value first = graphs.like(new TensorType(dtype, left));
    Value second = graphs.like(new TensorType(dtype, right));
    boolean fits =
        result.size() <= graphs.options().maxSize() && result.rank() <= graphs.options().maxRank();
    return fits ? b.add(op, first, second) : first;
  }

  private Window window(int rank, int most) {
    int[] size = new int[rank];
    int[] stride = new int[rank];
    int[] low = new int[rank];
    int[] high = new int[rank];
    int[] base = new int[rank];
    int[] dilation = new int[rank];
    for (int i = 0; i < rank; i++) {
      size[i] = random.nextInt(1, most + 1);
      stride[i] = random.nextBoolean() ? 1 : random.nextInt(1, 4);
      low[i] = random.nextBoolean() ? 0 : random.nextInt(-1, 3);
      high[i] = random.nextBoolean() ? 0 : random.nextInt(-1, 3);
      base[i] = random.nextInt(4) > 0 ? 1 : random.nextInt(1, 3);
      dilation[i] = random.nextInt(4) > 0 ? 1 : random.nextInt(1, 3);
    }
    return new Window(
        Ints.of(size),
        Ints.of(stride),
        Ints.of(low),
        Ints.of(high),
        Ints.of(base),
        Ints.of(dilation));
  }

  private static Shape windows(Window window, Shape shape) {
    int[] counts = new int[shape.rank()];
    for (int axis = 0; axis < counts.length; axis++) {
      counts[axis] = (int) window.windows(axis, shape.extent(axis));
    }
    return Shape.of(counts);
  }
}
