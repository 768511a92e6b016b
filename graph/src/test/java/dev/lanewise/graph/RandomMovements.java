package dev.lanewise.graph;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws the operations that move elements. */
final class RandomMovements {
  private final RandomGraphs graphs;
  private final SplittableRandom random;

  RandomMovements(RandomGraphs graphs) {
    this.graphs = graphs;
    this.random = graphs.random();
  }

  Value next() {
    Value x = graphs.any();
    Value drawn =
        switch (random.nextInt(9)) {
          case 0 -> broadcast(x);
          case 1 -> graphs.builder().add(new Movement.Reshape(sameSize(x.shape())), x);
          case 2 ->
              graphs.builder().add(new Movement.Transpose(graphs.permutation(x.type().rank())), x);
          case 3 -> slice(x);
          case 4 -> pad(x);
          case 5 -> concat(x);
          case 6 -> graphs.builder().add(new Movement.Reverse(graphs.subset(x.type().rank())), x);
          case 7 -> dynamicSlice(x);
          default -> dynamicUpdateSlice(x);
        };
    return graphs.withinSize(drawn, x);
  }

  private Value broadcast(Value x) {
    List<Integer> extents = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    int room = graphs.options().maxRank() - x.type().rank();
    for (int i = 0; i < x.type().rank(); i++) {
      if (room > 0 && random.nextInt(4) == 0) {
        extents.add(random.nextInt(1, 4));
        room--;
      }
      axes.add(extents.size());
      int extent = x.shape().extent(i);
      extents.add(extent == 1 && random.nextBoolean() ? random.nextInt(0, 5) : extent);
    }
    if (room > 0 && random.nextInt(2) == 0) {
      extents.add(random.nextInt(1, 4));
    }
    return graphs.builder().add(new Movement.BroadcastInDim(shape(extents), ints(axes)), x);
  }

  /** The same number of elements, with axes merged, split, added and left out. */
  private Shape sameSize(Shape shape) {
    List<Integer> extents = new ArrayList<>();
    if (shape.size() == 0) {
      return graphs.random().nextBoolean() ? shape : Shape.of(3, 0);
    }
    int rest = (int) shape.size();
    while (rest > 1 && extents.size() < graphs.options().maxRank() - 1) {
      int factor = random.nextInt(1, rest + 1);
      while (rest % factor != 0) {
        factor--;
      }
      extents.add(factor);
      rest /= factor;
    }
    if (rest > 1 || (extents.size() < graphs.options().maxRank() && random.nextBoolean())) {
      extents.add(random.nextInt(extents.size() + 1), rest);
    }
    return shape(extents);
  }

  private Value slice(Value x) {
    int rank = x.type().rank();
    int[] starts = new int[rank];
    int[] limits = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int extent = x.shape().extent(i);
      boolean whole = random.nextInt(3) == 0;
      starts[i] = whole ? 0 : random.nextInt(0, extent + 1);
      limits[i] = whole ? extent : random.nextInt(starts[i], extent + 1);
      strides[i] = whole ? 1 : random.nextInt(1, 4);
    }
    return graphs
        .builder()
        .add(new Movement.Slice(Ints.of(starts), Ints.of(limits), Ints.of(strides)), x);
  }

  private Value pad(Value x) {
    int rank = x.type().rank();
    int[] low = new int[rank];
    int[] high = new int[rank];
    int[] interior = new int[rank];
    for (int i = 0; i < rank; i++) {
      int extent = x.shape().extent(i);
      interior[i] = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
      int inner = extent + Math.max(extent - 1, 0) * interior[i];
      low[i] = random.nextInt(-Math.min(2, inner), 3);
      high[i] = random.nextInt(Math.max(-2, -inner - Math.min(low[i], 0)), 3);
      high[i] = Math.max(high[i], -inner - low[i]);
    }
    Value padding = graphs.like(TensorType.scalar(x.dtype()));
    return graphs
        .builder()
        .add(new Movement.Pad(Ints.of(low), Ints.of(high), Ints.of(interior)), x, padding);
  }

  private Value concat(Value x) {
    if (x.type().rank() == 0) {
      return x;
    }
    int axis = random.nextInt(x.type().rank());
    List<Value> operands = new ArrayList<>(List.of(x));
    for (int more = random.nextInt(3); more > 0; more--) {
      Shape other = x.shape().with(axis, random.nextInt(0, 4));
      operands.add(graphs.like(x.type().as(random.nextBoolean() ? x.shape() : other)));
    }
    return graphs.builder().add(new Movement.Concat(axis), operands).getFirst();
  }

  private Value dynamicSlice(Value x) {
    List<Value> operands = new ArrayList<>(List.of(x));
    operands.addAll(starts(x));
    return graphs.builder().add(new Movement.DynamicSlice(window(x)), operands).getFirst();
  }

  private Value dynamicUpdateSlice(Value x) {
    List<Value> operands = new ArrayList<>(List.of(x, graphs.like(x.type().as(window(x)))));
    operands.addAll(starts(x));
    return graphs.builder().add(new Movement.DynamicUpdateSlice(), operands).getFirst();
  }

  private Shape window(Value x) {
    return Shape.of(
        IntStream.of(x.shape().extents())
            .map(extent -> random.nextBoolean() ? extent : random.nextInt(0, extent + 1))
            .toArray());
  }

  private List<Value> starts(Value x) {
    TensorType type = TensorType.scalar(random.nextBoolean() ? DType.I32 : DType.I64);
    return IntStream.range(0, x.type().rank()).mapToObj(_ -> graphs.like(type)).toList();
  }

  private static Shape shape(List<Integer> extents) {
    return Shape.of(ints(extents));
  }

  private static Ints ints(List<Integer> list) {
    return Ints.of(list.stream().mapToInt(Integer::intValue).toArray());
  }
}
