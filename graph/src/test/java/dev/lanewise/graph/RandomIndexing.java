package dev.lanewise.graph;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.TypeRules;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws gather and scatter-add with every kind of axis. Where an index out of range is an error the
 * indices are constants within range.
 */
final class RandomIndexing {
  private static final int WINDOW = 0;
  private static final int COLLAPSED = 1;
  private static final int BATCH = 2;

  private final RandomGraphs graphs;
  private final SplittableRandom random;

  RandomIndexing(RandomGraphs graphs) {
    this.graphs = graphs;
    this.random = graphs.random();
  }

  Value next() {
    boolean scatter = random.nextBoolean();
    if (random.nextInt(3) == 0) {
      return onePerRow(scatter);
    }
    Value x =
        graphs.any(v -> v.shape().size() > 0 && (!scatter || v.dtype().isNumeric()), DType.F32);
    if (x.shape().size() == 0) {
      return x;
    }
    int rank = x.type().rank();
    int[] role = IntStream.range(0, rank).map(_ -> random.nextInt(3)).toArray();
    int[] sizes = new int[rank];
    for (int i = 0; i < rank; i++) {
      int extent = x.shape().extent(i);
      sizes[i] = role[i] == WINDOW ? random.nextInt(extent > 3 ? 1 : 0, extent + 1) : 1;
    }
    Ints order = graphs.permutation(rank);
    Ints collapsed = ofRole(role, COLLAPSED, Ints.range(0, rank));
    Ints operandBatch = ofRole(role, BATCH, order);
    Ints startMap =
        Ints.of(order.stream().filter(a -> role[a] != BATCH && random.nextInt(3) != 0).toArray());

    Ints outerOrder = graphs.permutation(operandBatch.size() + random.nextInt(2));
    Ints indicesBatch = Ints.of(outerOrder.stream().limit(operandBatch.size()).toArray());
    int[] outer = new int[outerOrder.size()];
    for (int i = 0; i < outer.length; i++) {
      int pair = indicesBatch.indexOf(i);
      outer[i] = pair < 0 ? random.nextInt(0, 6) : x.shape().extent(operandBatch.get(pair));
    }
    Shape indicesShape = Shape.of(outer).concat(Shape.of(startMap.size()));

    int windowRank = rank - collapsed.size() - operandBatch.size();
    int resultRank = windowRank + outer.length;
    Ints offsets =
        Ints.of(graphs.permutation(resultRank).stream().limit(windowRank).sorted().toArray());
    Indexing.WindowMap map =
        new Indexing.WindowMap(offsets, collapsed, operandBatch, indicesBatch, startMap);
    Indexing.OutOfBounds mode = graphs.anyOf(List.of(Indexing.OutOfBounds.values()));
    Value indices = indices(indicesShape, mode, x.shape(), sizes, startMap);
    return add(scatter, map, Ints.of(sizes), mode, x, indices);
  }

  /** One element of each row along the last axis, as a cross-entropy picks a label's column. */
  private Value onePerRow(boolean scatter) {
    Value x =
        graphs.any(
            v -> v.type().rank() > 0 && v.shape().size() > 0 && (!scatter || isNumeric(v)),
            DType.F32);
    if (x.type().rank() == 0 || x.shape().size() == 0) {
      return x;
    }
    if (scatter && random.nextBoolean()) {
      Value element = graphs.builder().constant(RandomLiterals.splat(random, x.dtype()));
      x = graphs.builder().broadcast(element, x.shape(), Ints.of());
    }
    int last = x.type().rank() - 1;
    int[] outer = new int[last + 1];
    int single = random.nextInt(last + 1);
    Ints batch = Ints.of(single).complement(last + 1);
    Arrays.setAll(outer, i -> 1);
    for (int i = 0; i < last; i++) {
      outer[batch.get(i)] = x.shape().extent(i);
    }
    Indexing.WindowMap map =
        new Indexing.WindowMap(Ints.of(), Ints.of(last), Ints.range(0, last), batch, Ints.of(last));
    int[] sizes = Ints.filled(last + 1, 1).toArray();
    Indexing.OutOfBounds mode = graphs.anyOf(List.of(Indexing.OutOfBounds.values()));
    Shape shape = Shape.of(outer).concat(Shape.of(1));
    Value indices = indices(shape, mode, x.shape(), sizes, Ints.of(last));
    return add(scatter, map, Ints.of(sizes), mode, x, indices);
  }

  private static boolean isNumeric(Value value) {
    return value.dtype().isNumeric();
  }

  private Value add(
      boolean scatter,
      Indexing.WindowMap map,
      Ints sizes,
      Indexing.OutOfBounds mode,
      Value x,
      Value indices) {
    Op gather = new Indexing.Gather(map, sizes, mode);
    TensorType windows =
        TypeRules.infer(gather, List.of(x.type(), indices.type()), null).getFirst();
    if (windows.size() > graphs.options().maxSize()
        || windows.rank() > graphs.options().maxRank()) {
      return x;
    }
    return scatter
        ? graphs
            .builder()
            .add(new Indexing.ScatterAdd(map, sizes, mode), x, indices, graphs.like(windows))
        : graphs.builder().add(gather, x, indices);
  }

  private Value indices(
      Shape shape, Indexing.OutOfBounds mode, Shape operand, int[] sizes, Ints startMap) {
    TensorType type = new TensorType(random.nextBoolean() ? DType.I32 : DType.I64, shape);
    if (mode != Indexing.OutOfBounds.ERROR && random.nextBoolean()) {
      return graphs.like(type);
    }
    int slack = mode == Indexing.OutOfBounds.ERROR ? 0 : 2;
    List<Long> indices = new ArrayList<>();
    for (int i = 0; i < type.size(); i++) {
      int axis = startMap.get(i % startMap.size());
      int last = operand.extent(axis) - sizes[axis];
      indices.add((long) random.nextInt(-slack, last + slack + 1));
    }
    return graphs
        .builder()
        .constant(Literal.ofIntegers(type, indices.stream().mapToLong(Long::longValue).toArray()));
  }

  private static Ints ofRole(int[] role, int wanted, Ints order) {
    return Ints.of(order.stream().filter(axis -> role[axis] == wanted).toArray());
  }
}
