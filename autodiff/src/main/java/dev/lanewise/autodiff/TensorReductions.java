package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Reduction.Extreme;
import dev.lanewise.graph.ir.Reduction.Kind;

/**
 * Reductions over axes, and the normalisations made of them. A negative axis counts from the end;
 * with no axes all are reduced. With {@code keepDims} a reduced axis stays with extent 1, so that
 * the result broadcasts against the operand. An axis out of range or named twice is an {@link
 * OpException}.
 */
public sealed interface TensorReductions permits Tensor {

  /** The sum over axes; of nothing, 0. The element type stays, and integers wrap. */
  default Tensor sum(int... axes) {
    return Reductions.reduce(Kind.SUM, (Tensor) this, axes, false);
  }

  /** The sum over one axis. */
  default Tensor sum(int axis, boolean keepDims) {
    return Reductions.reduce(Kind.SUM, (Tensor) this, new int[] {axis}, keepDims);
  }

  /** The sum over axes. */
  default Tensor sum(int[] axes, boolean keepDims) {
    return Reductions.reduce(Kind.SUM, (Tensor) this, axes, keepDims);
  }

  /** The product over axes; of nothing, 1. */
  default Tensor prod(int... axes) {
    return Reductions.reduce(Kind.PROD, (Tensor) this, axes, false);
  }

  /** The product over one axis. */
  default Tensor prod(int axis, boolean keepDims) {
    return Reductions.reduce(Kind.PROD, (Tensor) this, new int[] {axis}, keepDims);
  }

  /** The product over axes. */
  default Tensor prod(int[] axes, boolean keepDims) {
    return Reductions.reduce(Kind.PROD, (Tensor) this, axes, keepDims);
  }

  /**
   * The largest element over axes, NaN propagating; of nothing, minus infinity or the least
   * integer. Elements that tie for it share its gradient evenly.
   */
  default Tensor max(int... axes) {
    return Reductions.reduce(Kind.MAX, (Tensor) this, axes, false);
  }

  /** The largest element over one axis. */
  default Tensor max(int axis, boolean keepDims) {
    return Reductions.reduce(Kind.MAX, (Tensor) this, new int[] {axis}, keepDims);
  }

  /** The largest element over axes. */
  default Tensor max(int[] axes, boolean keepDims) {
    return Reductions.reduce(Kind.MAX, (Tensor) this, axes, keepDims);
  }

  /**
   * The smallest element over axes, NaN propagating; of nothing, infinity or the largest integer.
   * Elements that tie for it share its gradient evenly.
   */
  default Tensor min(int... axes) {
    return Reductions.reduce(Kind.MIN, (Tensor) this, axes, false);
  }

  /** The smallest element over one axis. */
  default Tensor min(int axis, boolean keepDims) {
    return Reductions.reduce(Kind.MIN, (Tensor) this, new int[] {axis}, keepDims);
  }

  /** The smallest element over axes. */
  default Tensor min(int[] axes, boolean keepDims) {
    return Reductions.reduce(Kind.MIN, (Tensor) this, axes, keepDims);
  }

  /** Whether all truth values over axes hold; integers are combined bit by bit. */
  default Tensor all(int... axes) {
    return Reductions.reduce(Kind.AND, (Tensor) this, axes, false);
  }

  /** Whether all truth values over one axis hold. */
  default Tensor all(int axis, boolean keepDims) {
    return Reductions.reduce(Kind.AND, (Tensor) this, new int[] {axis}, keepDims);
  }

  /** Whether all truth values over axes hold. */
  default Tensor all(int[] axes, boolean keepDims) {
    return Reductions.reduce(Kind.AND, (Tensor) this, axes, keepDims);
  }

  /** Whether any truth value over axes holds; integers are combined bit by bit. */
  default Tensor any(int... axes) {
    return Reductions.reduce(Kind.OR, (Tensor) this, axes, false);
  }

  /** Whether any truth value over one axis holds. */
  default Tensor any(int axis, boolean keepDims) {
    return Reductions.reduce(Kind.OR, (Tensor) this, new int[] {axis}, keepDims);
  }

  /** Whether any truth value over axes holds. */
  default Tensor any(int[] axes, boolean keepDims) {
    return Reductions.reduce(Kind.OR, (Tensor) this, axes, keepDims);
  }

  /** The index along an axis of the first largest element, as I32; NaN counts as the largest. */
  default Tensor argmax(int axis) {
    return Reductions.arg(Extreme.MAX, (Tensor) this, axis);
  }

  /** The index along an axis of the first smallest element, as I32; NaN counts as the smallest. */
  default Tensor argmin(int axis) {
    return Reductions.arg(Extreme.MIN, (Tensor) this, axis);
  }

  /** The arithmetic mean over axes of a floating tensor; of nothing, NaN. */
  default Tensor mean(int... axes) {
    return Reductions.mean((Tensor) this, axes, false);
  }

  /** The arithmetic mean over one axis. */
  default Tensor mean(int axis, boolean keepDims) {
    return Reductions.mean((Tensor) this, new int[] {axis}, keepDims);
  }

  /** The arithmetic mean over axes. */
  default Tensor mean(int[] axes, boolean keepDims) {
    return Reductions.mean((Tensor) this, axes, keepDims);
  }

  /** The mean squared distance from the mean, over axes: NumPy's variance, with divisor n. */
  default Tensor variance(int... axes) {
    return Reductions.variance((Tensor) this, axes, false, 0);
  }

  /** The mean squared distance from the mean, over one axis. */
  default Tensor variance(int axis, boolean keepDims) {
    return Reductions.variance((Tensor) this, new int[] {axis}, keepDims, 0);
  }

  /** The variance over axes with divisor {@code n - correction}; 1 for an unbiased estimate. */
  default Tensor variance(int[] axes, boolean keepDims, int correction) {
    return Reductions.variance((Tensor) this, axes, keepDims, correction);
  }

  /** The square root of {@link #variance(int...)}, with derivative 0 where it is 0. */
  default Tensor std(int... axes) {
    return Reductions.std((Tensor) this, axes, false, 0);
  }

  /** The square root of {@link #variance(int, boolean)}, with derivative 0 where it is 0. */
  default Tensor std(int axis, boolean keepDims) {
    return Reductions.std((Tensor) this, new int[] {axis}, keepDims, 0);
  }

  /** The square root of {@link #variance(int[], boolean, int)}, with derivative 0 where it is 0. */
  default Tensor std(int[] axes, boolean keepDims, int correction) {
    return Reductions.std((Tensor) this, axes, keepDims, correction);
  }

  /** The Euclidean norm over axes, with derivative 0 at 0. */
  default Tensor norm(int... axes) {
    return Reductions.norm((Tensor) this, axes, false);
  }

  /** The Euclidean norm over one axis, with derivative 0 at 0. */
  default Tensor norm(int axis, boolean keepDims) {
    return Reductions.norm((Tensor) this, new int[] {axis}, keepDims);
  }

  /** The Euclidean norm over axes, with derivative 0 at 0. */
  default Tensor norm(int[] axes, boolean keepDims) {
    return Reductions.norm((Tensor) this, axes, keepDims);
  }

  /** {@code log(sum(e^x))} over axes without overflow; of nothing or of minus infinities, that. */
  default Tensor logSumExp(int... axes) {
    return Reductions.logSumExp((Tensor) this, axes, false);
  }

  /** {@code log(sum(e^x))} over one axis without overflow. */
  default Tensor logSumExp(int axis, boolean keepDims) {
    return Reductions.logSumExp((Tensor) this, new int[] {axis}, keepDims);
  }

  /** {@code log(sum(e^x))} over axes without overflow. */
  default Tensor logSumExp(int[] axes, boolean keepDims) {
    return Reductions.logSumExp((Tensor) this, axes, keepDims);
  }

  /** {@code e^x / sum(e^x)} along an axis without overflow; NaN where all are minus infinity. */
  default Tensor softmax(int axis) {
    return Reductions.softmax((Tensor) this, axis);
  }

  /** The logarithm of {@link #softmax}, accurate where that underflows. */
  default Tensor logSoftmax(int axis) {
    return Reductions.logSoftmax((Tensor) this, axis);
  }
}
