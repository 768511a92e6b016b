package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import java.util.List;

/** Products that sum over axes, all by way of {@link DotGeneral}. */
final class Contractions {
  private static final Ints NONE = Ints.of();

  private Contractions() {}

  static Tensor matmul(Tensor x, Tensor y) {
    if (x.rank() == 0 || y.rank() == 0) {
      throw Errors.op(
          "matmul", "a scalar is no matrix, use mul: %s x %s".formatted(x.type(), y.type()), x, y);
    }
    int xInner = x.rank() - 1;
    int yInner = Math.max(y.rank() - 2, 0);
    if (x.shape().extent(xInner) != y.shape().extent(yInner)) {
      throw Errors.op(
          "matmul", "inner dimensions differ: %s x %s".formatted(x.type(), y.type()), x, y);
    }
    requireNumeric("matmul", x, y);
    if (y.rank() <= 2) {
      return contract(x, y, Ints.of(xInner), Ints.of(yInner), NONE, NONE);
    }
    return x.rank() == 1 ? batched(x.unsqueeze(0), y).squeeze(-2) : batched(x, y);
  }

  /** Both have rank 2 or more and y more than 2; the axes before the last two are aligned. */
  private static Tensor batched(Tensor x, Tensor y) {
    Shape batch =
        Broadcasting.join("matmul", leading(x.shape()), leading(y.shape()), List.of(x, y));
    Tensor left = x.broadcastTo(batch.concat(trailing(x.shape())));
    Tensor right = y.broadcastTo(batch.concat(trailing(y.shape())));
    int rank = batch.rank();
    Ints axes = Ints.range(0, rank);
    return contract(left, right, Ints.of(rank + 1), Ints.of(rank), axes, axes);
  }

  private static Shape leading(Shape shape) {
    return shape.select(Ints.range(0, shape.rank() - 2));
  }

  private static Shape trailing(Shape shape) {
    return shape.select(Ints.range(shape.rank() - 2, shape.rank()));
  }

  static Tensor dot(Tensor x, Tensor y) {
    if (x.rank() != 1 || y.rank() != 1) {
      throw Errors.op(
          "dot", "takes two vectors, given %s and %s".formatted(x.type(), y.type()), x, y);
    }
    if (!x.shape().equals(y.shape())) {
      throw Errors.op("dot", "lengths differ: %s and %s".formatted(x.type(), y.type()), x, y);
    }
    requireNumeric("dot", x, y);
    return contract(x, y, Ints.of(0), Ints.of(0), NONE, NONE);
  }

  static Tensor outer(Tensor x, Tensor y) {
    requireNumeric("outer", x, y);
    return contract(x, y, NONE, NONE, NONE, NONE);
  }

  static Tensor tensordot(Tensor x, Tensor y, int axes) {
    if (axes < 0 || axes > x.rank() || axes > y.rank()) {
      throw Errors.op(
          "tensordot",
          "cannot sum over %d axes of %s and %s".formatted(axes, x.type(), y.type()),
          x,
          y);
    }
    return tensordot(
        x, y, Ints.range(x.rank() - axes, x.rank()).toArray(), Ints.range(0, axes).toArray());
  }

  static Tensor tensordot(Tensor x, Tensor y, int[] xAxes, int[] yAxes) {
    Ints left = Axes.inOrder("tensordot", xAxes, x.type());
    Ints right = Axes.inOrder("tensordot", yAxes, y.type());
    if (!x.shape().select(left).equals(y.shape().select(right))) {
      throw Errors.op(
          "tensordot",
          "inner dimensions differ: %s over axes %s x %s over axes %s"
              .formatted(x.type(), left, y.type(), right),
          x,
          y);
    }
    requireNumeric("tensordot", x, y);
    return contract(x, y, left, right, NONE, NONE);
  }

  /** A contraction of operands whose dimensions are known to fit. */
  static Tensor contract(
      Tensor x, Tensor y, Ints xContract, Ints yContract, Ints xBatch, Ints yBatch) {
    DType dtype = Promotion.of(x.dtype(), y.dtype());
    return Dispatch.apply(
        new DotGeneral(xContract, yContract, xBatch, yBatch), x.cast(dtype), y.cast(dtype));
  }

  private static void requireNumeric(String op, Tensor x, Tensor y) {
    if (!Promotion.of(x.dtype(), y.dtype()).isNumeric()) {
      throw Errors.op(
          op, "takes numbers, given %s x %s: cast one first".formatted(x.type(), y.type()), x, y);
    }
  }
}
