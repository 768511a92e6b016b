package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;

/** Reductions over axes, and what is made of them. */
final class Reductions {
  private Reductions() {}

  static Tensor reduce(Reduction.Kind kind, Tensor x, int[] axes, boolean keepDims) {
    Ints over = Axes.ascending(nameOf(kind), axes, x.type());
    if (!kind.accepts(x.dtype())) {
      throw Errors.op(nameOf(kind), "does not take " + x.type() + ": cast it first", x);
    }
    Tensor reduced = over.isEmpty() ? x : Dispatch.apply(new Reduction.Reduce(kind, over), x);
    return keepDims ? reduced.reshape(keeping(x.shape(), over)) : reduced;
  }

  private static String nameOf(Reduction.Kind kind) {
    return switch (kind) {
      case SUM -> "sum";
      case PROD -> "prod";
      case MAX -> "max";
      case MIN -> "min";
      case AND -> "all";
      case OR -> "any";
    };
  }

  private static Shape keeping(Shape shape, Ints reduced) {
    int[] extents = shape.extents();
    reduced.stream().forEach(axis -> extents[axis] = 1);
    return Shape.of(extents);
  }

  static Tensor arg(Reduction.Extreme extreme, Tensor x, int axis) {
    String name = extreme == Reduction.Extreme.MAX ? "argmax" : "argmin";
    int normal = Axes.normalize(name, axis, x.type());
    if (x.shape().extent(normal) == 0) {
      throw Errors.op(name, "axis %d of %s is empty".formatted(axis, x.type()), x);
    }
    return Dispatch.apply(new Reduction.ArgReduce(extreme, normal, DType.I32), x);
  }

  static Tensor mean(Tensor x, int[] axes, boolean keepDims) {
    requireFloating("mean", x);
    return x.sum(axes, keepDims).div(count("mean", x, axes));
  }

  private static double count(String op, Tensor x, int[] axes) {
    return x.shape().select(Axes.ascending(op, axes, x.type())).size();
  }

  /** The two-pass formula: the mean is taken off before squaring, so that nothing cancels. */
  static Tensor variance(Tensor x, int[] axes, boolean keepDims, int correction) {
    requireFloating("variance", x);
    double divisor = Math.max(count("variance", x, axes) - correction, 0);
    Tensor deviation = x.sub(mean(x, axes, true));
    return deviation.square().sum(axes, keepDims).div(divisor);
  }

  static Tensor std(Tensor x, int[] axes, boolean keepDims, int correction) {
    return sqrtFlatAtZero(variance(x, axes, keepDims, correction));
  }

  static Tensor norm(Tensor x, int[] axes, boolean keepDims) {
    requireFloating("norm", x);
    return sqrtFlatAtZero(x.square().sum(axes, keepDims));
  }

  /** The square root with derivative 0 at 0, where its own is infinite. */
  private static Tensor sqrtFlatAtZero(Tensor x) {
    Tensor zero = x.eq(0);
    return Tensor.where(zero, 0, Tensor.where(zero, 1, x).sqrt());
  }

  /**
   * Shifted by the largest element, so that no exponential overflows and one of them is 1. If that
   * is infinite there is no shift: the exponentials are then 0 or infinity as they should be. A sum
   * of 0 is kept from the logarithm, whose derivative there would make 0 times infinity.
   */
  static Tensor logSumExp(Tensor x, int[] axes, boolean keepDims) {
    requireFloating("logSumExp", x);
    Tensor shift = shift(x, axes);
    Tensor sum = x.sub(shift).exp().sum(axes, true);
    Tensor zero = sum.eq(0);
    Tensor log = Tensor.where(zero, Double.NEGATIVE_INFINITY, Tensor.where(zero, 1, sum).log());
    Tensor kept = log.add(shift);
    Ints over = Axes.ascending("logSumExp", axes, x.type());
    return keepDims ? kept : kept.reshape(x.shape().without(over));
  }

  /** One division for all of an axis: the sum is at least 1, so its reciprocal is exact enough. */
  static Tensor softmax(Tensor x, int axis) {
    requireFloating("softmax", x);
    Tensor exp = x.sub(shift(x, new int[] {axis})).exp();
    return exp.mul(exp.sum(axis, true).reciprocal());
  }

  static Tensor logSoftmax(Tensor x, int axis) {
    requireFloating("logSoftmax", x);
    Tensor shifted = x.sub(shift(x, new int[] {axis}));
    return shifted.sub(shifted.exp().sum(axis, true).log());
  }

  /**
   * The largest elements where finite, else 0. The results do not depend on it, nor do gradients.
   */
  private static Tensor shift(Tensor x, int[] axes) {
    Tensor largest = x.max(axes, true).stopGradient();
    return Tensor.where(largest.isFinite(), largest, 0);
  }

  private static void requireFloating(String op, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw Errors.op(op, "takes floating tensors, given %s: cast it first".formatted(x.type()), x);
    }
  }
}
