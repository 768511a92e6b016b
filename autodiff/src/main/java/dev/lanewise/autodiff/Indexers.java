package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Indexing.OutOfBounds;
import dev.lanewise.graph.ir.Indexing.WindowMap;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/** Reading and writing at positions that tensors give. */
final class Indexers {
  private Indexers() {}

  static Tensor take(Tensor x, Tensor indices, int axis, OutOfBounds outOfBounds) {
    int along = requireIndices("take", x, indices, axis);
    return Dispatch.apply(
        new Indexing.Gather(slices(x, indices, along), sliceSizes(x, along), outOfBounds),
        x,
        indices.unsqueeze(-1));
  }

  static Tensor scatterAdd(
      Tensor x, Tensor indices, int axis, Tensor updates, OutOfBounds outOfBounds) {
    int along = requireIndices("scatterAdd", x, indices, axis);
    DType dtype = Promotion.of(x.dtype(), updates.dtype());
    Shape shape = x.shape();
    Shape slices =
        shape
            .select(Ints.range(0, along))
            .concat(indices.shape())
            .concat(shape.select(Ints.range(along + 1, shape.rank())));
    if (!Broadcasting.join("scatterAdd", slices, updates.shape(), List.of(x, indices, updates))
        .equals(slices)) {
      throw Errors.op(
          "scatterAdd",
          "updates %s do not broadcast to the slices %s".formatted(updates.type(), slices),
          x,
          indices,
          updates);
    }
    return Dispatch.apply(
        new Indexing.ScatterAdd(slices(x, indices, along), sliceSizes(x, along), outOfBounds),
        x.cast(dtype),
        indices.unsqueeze(-1),
        updates.cast(dtype).broadcastTo(slices));
  }

  private static int requireIndices(String op, Tensor x, Tensor indices, int axis) {
    if (!indices.dtype().isInteger()) {
      throw Errors.op(op, "the indices must be I32 or I64, were " + indices.type(), x, indices);
    }
    return Axes.normalize(op, axis, x.type());
  }

  /** Whole slices across one axis, which the axes of the indices replace. */
  private static WindowMap slices(Tensor x, Tensor indices, int axis) {
    Ints before = Ints.range(0, axis);
    Ints after = Ints.range(axis + indices.rank(), x.rank() - 1 + indices.rank());
    return new WindowMap(before.concat(after), Ints.of(axis), Ints.of(), Ints.of(), Ints.of(axis));
  }

  private static Ints sliceSizes(Tensor x, int axis) {
    return Ints.of(x.shape().with(axis, 1).extents());
  }

  static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
    int along = requireIndices("takeAlongAxis", x, indices, axis);
    Shape shape = x.shape();
    boolean fits = indices.rank() == x.rank();
    for (int i = 0; fits && i < x.rank(); i++) {
      int extent = indices.shape().extent(i);
      fits = i == along || extent == shape.extent(i) || extent == 1;
    }
    if (!fits) {
      throw Errors.op(
          "takeAlongAxis",
          "indices %s do not fit %s along axis %d".formatted(indices.type(), x.type(), along),
          x,
          indices);
    }
    Tensor aligned = indices.broadcastTo(shape.with(along, indices.shape().extent(along)));
    Ints others = Ints.of(along).complement(x.rank());
    WindowMap single = new WindowMap(Ints.of(), Ints.of(along), others, others, Ints.of(along));
    return Dispatch.apply(
        new Indexing.Gather(single, Ints.filled(x.rank(), 1), OutOfBounds.ERROR),
        x,
        aligned.unsqueeze(-1));
  }

  static Tensor dynamicSlice(Tensor x, List<Tensor> starts, int[] extents) {
    Axes.requireOnePerAxis("dynamicSlice", x, extents);
    return Dispatch.apply(
        new Movement.DynamicSlice(Axes.shape("dynamicSlice", extents)), with(starts, x));
  }

  static Tensor dynamicUpdateSlice(Tensor x, Tensor update, List<Tensor> starts) {
    DType dtype = Promotion.of(x.dtype(), update.dtype());
    return Dispatch.apply(
        new Movement.DynamicUpdateSlice(), with(starts, x.cast(dtype), update.cast(dtype)));
  }

  private static List<Tensor> with(List<Tensor> starts, Tensor... operands) {
    List<Tensor> all = new ArrayList<>(List.of(operands));
    DType dtype = starts.isEmpty() ? DType.I32 : Promotion.of(starts);
    starts.forEach(start -> all.add(start.cast(dtype)));
    return all;
  }

  static Tensor oneHot(Tensor x, int depth, DType dtype) {
    if (!x.dtype().isInteger()) {
      throw Errors.op("oneHot", "takes integers, given " + x.type(), x);
    }
    if (depth < 0) {
      throw Errors.op("oneHot", "the depth must not be negative, was " + depth, x);
    }
    return x.unsqueeze(-1).eq(Tensor.iota(x.dtype(), 0, depth)).cast(dtype);
  }

  static Tensor triangle(Tensor x, int k, boolean lower) {
    String op = lower ? "tril" : "triu";
    if (x.rank() < 2) {
      throw Errors.op(op, "takes matrices, given " + x.type(), x);
    }
    Comparison kept = lower ? Comparison.LE : Comparison.GE;
    return Dispatch.apply(new Recipe.Triangle(kept, k), List.of(x));
  }
}
