package dev.lanewise.graph.ir;

import java.util.stream.IntStream;

/** The type rules of {@link Indexing}. */
final class IndexingRules {
  private IndexingRules() {}

  static TensorType infer(Indexing op, Operands in) {
    return switch (op) {
      case Indexing.Gather gather -> {
        in.count(2);
        TensorType operand = in.get(0);
        yield operand.as(windows(gather.map(), gather.windowSizes(), operand, in));
      }
      case Indexing.ScatterAdd scatter -> {
        in.count(3);
        TensorType operand = in.get(0);
        in.require(operand.dtype().isNumeric(), "does not take %s", operand);
        TensorType expected =
            operand.as(windows(scatter.map(), scatter.windowSizes(), operand, in));
        in.require(
            in.get(2).equals(expected), "the updates must be %s, were %s", expected, in.get(2));
        yield operand;
      }
    };
  }

  /** The shape of all windows together: what is gathered, and what is scattered. */
  private static Shape windows(
      Indexing.WindowMap map, Ints windowSizes, TensorType operand, Operands in) {
    TensorType indices = in.get(1);
    in.require(
        indices.dtype().isInteger() && indices.rank() >= 1,
        "the indices must be integers of rank 1 or more, were %s",
        indices);
    int indexRank = indices.rank() - 1;
    checkAxes(map, operand, indices, in);
    checkWindow(map, windowSizes, operand, indices, in);
    in.require(
        indices.shape().extent(indexRank) == map.startIndexMap().size(),
        "the last axis of the indices %s must hold one component for each of %s",
        indices,
        map.startIndexMap());
    Ints dropped = map.collapsedAxes().concat(map.operandBatchAxes());
    Shape window = Shape.of(windowSizes).without(dropped);
    Shape outer = indices.shape().without(Ints.of(indexRank));
    int rank = window.rank() + outer.rank();
    in.require(
        map.offsetAxes().size() == window.rank()
            && map.offsetAxes().allMatch(axis -> axis >= 0 && axis < rank)
            && isAscending(map.offsetAxes()),
        "offset axes %s must ascend and name %d of the result's %d axes",
        map.offsetAxes(),
        window.rank(),
        rank);
    int[] extents = new int[rank];
    Ints outerAxes = map.offsetAxes().complement(rank);
    IntStream.range(0, window.rank())
        .forEach(i -> extents[map.offsetAxes().get(i)] = window.extent(i));
    IntStream.range(0, outer.rank()).forEach(i -> extents[outerAxes.get(i)] = outer.extent(i));
    return Shape.of(extents);
  }

  private static void checkAxes(
      Indexing.WindowMap map, TensorType operand, TensorType indices, Operands in) {
    in.axes(map.startIndexMap(), operand);
    in.axes(map.collapsedAxes().concat(map.operandBatchAxes()), operand);
    in.axes(map.startIndexMap().concat(map.operandBatchAxes()), operand);
    in.axes(map.indicesBatchAxes(), indices);
    in.require(
        !map.indicesBatchAxes().contains(indices.rank() - 1)
            && map.operandBatchAxes().size() == map.indicesBatchAxes().size(),
        "batch axes %s of %s do not pair up with axes %s of the indices %s",
        map.operandBatchAxes(),
        operand,
        map.indicesBatchAxes(),
        indices);
    for (int i = 0; i < map.operandBatchAxes().size(); i++) {
      in.require(
          operand.shape().extent(map.operandBatchAxes().get(i))
              == indices.shape().extent(map.indicesBatchAxes().get(i)),
          "batch axes %s of %s and %s of the indices %s differ in extent",
          map.operandBatchAxes(),
          operand,
          map.indicesBatchAxes(),
          indices);
    }
  }

  private static void checkWindow(
      Indexing.WindowMap map,
      Ints windowSizes,
      TensorType operand,
      TensorType indices,
      Operands in) {
    in.onePerAxis("window sizes", windowSizes, operand);
    // With no index at all no window is ever read, so an empty operand is no error then.
    boolean anyWindow = indices.shape().without(Ints.of(indices.rank() - 1)).size() > 0;
    for (int i = 0; i < windowSizes.size(); i++) {
      int size = windowSizes.get(i);
      in.require(
          size >= 0 && (size <= operand.shape().extent(i) || !anyWindow),
          "a window of %s does not fit in %s",
          windowSizes,
          operand);
      boolean single = map.collapsedAxes().contains(i) || map.operandBatchAxes().contains(i);
      in.require(
          !single || size == 1,
          "axis %d is collapsed or a batch axis, so its window must be 1, was %d",
          i,
          size);
    }
  }

  private static boolean isAscending(Ints axes) {
    return IntStream.range(1, axes.size()).allMatch(i -> axes.get(i) > axes.get(i - 1));
  }
}
