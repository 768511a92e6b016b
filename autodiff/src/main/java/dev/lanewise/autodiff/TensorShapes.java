package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import java.util.List;

/**
 * Operations that move elements and compute nothing. A negative axis counts from the end, as does a
 * negative index. What is out of range is an {@link OpException}; nothing is silently cut off.
 */
public sealed interface TensorShapes permits Tensor {

  /** The same elements in row-major order in another shape; one extent may be -1, for the rest. */
  default Tensor reshape(int... extents) {
    return Shaping.reshape((Tensor) this, extents);
  }

  /** The same elements in row-major order in another shape. */
  default Tensor reshape(Shape shape) {
    return Shaping.reshape((Tensor) this, shape.extents());
  }

  /** All elements as a vector. */
  default Tensor flatten() {
    return Shaping.reshape((Tensor) this, new int[] {-1});
  }

  /** The axes from {@code first} to {@code last}, both included, as one. */
  default Tensor flatten(int first, int last) {
    return Shaping.flatten((Tensor) this, first, last);
  }

  /** The axes in reverse order if none are given; else axis i of the result is the i-th named. */
  default Tensor transpose(int... permutation) {
    return Shaping.transpose((Tensor) this, permutation);
  }

  /** The transpose of a matrix, or of each matrix in the last two axes. */
  default Tensor t() {
    return Shaping.swapAxes((Tensor) this, -2, -1);
  }

  /** Two axes exchanged. */
  default Tensor swapAxes(int first, int second) {
    return Shaping.swapAxes((Tensor) this, first, second);
  }

  /** One axis moved to another place, the others staying in order. */
  default Tensor moveAxis(int from, int to) {
    return Shaping.moveAxis((Tensor) this, from, to);
  }

  /** Without the given axes, which must have extent 1; with none given, without all such. */
  default Tensor squeeze(int... axes) {
    return Shaping.squeeze((Tensor) this, axes);
  }

  /** With a new axis of extent 1, which will have the given number in the result. */
  default Tensor unsqueeze(int axis) {
    return Shaping.unsqueeze((Tensor) this, axis);
  }

  /** Repeated into a larger shape by NumPy's rules; an extent of -1 keeps this tensor's. */
  default Tensor broadcastTo(int... extents) {
    return Shaping.broadcastTo((Tensor) this, extents);
  }

  /** Repeated into a larger shape by NumPy's rules. */
  default Tensor broadcastTo(Shape shape) {
    return Shaping.broadcastTo((Tensor) this, shape.extents());
  }

  /** PyTorch's name for {@link #broadcastTo(int...)}. */
  default Tensor expand(int... extents) {
    return Shaping.broadcastTo((Tensor) this, extents);
  }

  /** The element at an index of the first axis, which is removed: NumPy's {@code x[index]}. */
  default Tensor get(int index) {
    return Shaping.select((Tensor) this, 0, index);
  }

  /** The elements at an index of an axis, which is removed. */
  default Tensor select(int axis, int index) {
    return Shaping.select((Tensor) this, axis, index);
  }

  /** The elements from {@code start} to below {@code limit} along an axis. */
  default Tensor slice(int axis, int start, int limit) {
    return Shaping.slice((Tensor) this, axis, start, limit, 1);
  }

  /** Every {@code step}-th element from {@code start} to below {@code limit} along an axis. */
  default Tensor slice(int axis, int start, int limit, int step) {
    return Shaping.slice((Tensor) this, axis, start, limit, step);
  }

  /** Elements {@code starts[i], starts[i] + steps[i], ...} below {@code limits[i]} of each axis. */
  default Tensor slice(int[] starts, int[] limits, int[] steps) {
    return Shaping.slice((Tensor) this, starts, limits, steps);
  }

  /** {@code length} elements from {@code start} along an axis. */
  default Tensor narrow(int axis, int start, int length) {
    return Shaping.narrow((Tensor) this, axis, start, length);
  }

  /** Cut along an axis into pieces of the given sizes, which sum to its extent. */
  default List<Tensor> split(int axis, int... sizes) {
    return Shaping.split((Tensor) this, axis, sizes);
  }

  /** Cut along an axis into a number of pieces of equal size; the last may be smaller. */
  default List<Tensor> chunk(int axis, int pieces) {
    return Shaping.chunk((Tensor) this, axis, pieces);
  }

  /** The slices along an axis, which is removed: the inverse of {@link Tensor#stack}. */
  default List<Tensor> unstack(int axis) {
    return Shaping.unstack((Tensor) this, axis);
  }

  /** {@code low[i]} and {@code high[i]} elements of a value at the ends of each axis. */
  default Tensor pad(int[] low, int[] high, double value) {
    return Shaping.pad((Tensor) this, low, high, new int[low.length], value);
  }

  /** As above, with {@code interior[i]} elements of the value between neighbours too. */
  default Tensor pad(int[] low, int[] high, int[] interior, double value) {
    return Shaping.pad((Tensor) this, low, high, interior, value);
  }

  /** The order of elements along the given axes reversed; along all if none are given. */
  default Tensor flip(int... axes) {
    return Shaping.flip((Tensor) this, axes);
  }

  /** Shifted by a number of places along an axis, what falls off re-entering at the other end. */
  default Tensor roll(int shift, int axis) {
    return Shaping.roll((Tensor) this, shift, axis);
  }

  /** Every slice along an axis repeated in place: [a, b] twice is [a, a, b, b]. */
  default Tensor repeat(int count, int axis) {
    return Shaping.repeat((Tensor) this, count, axis);
  }

  /** The whole repeated along each axis: [a, b] twice is [a, b, a, b]; counts align at the end. */
  default Tensor tile(int... counts) {
    return Shaping.tile((Tensor) this, counts);
  }
}
