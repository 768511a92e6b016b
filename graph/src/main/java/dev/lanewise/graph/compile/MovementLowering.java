package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise.Iota;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement.BroadcastInDim;
import dev.lanewise.graph.ir.Movement.Concat;
import dev.lanewise.graph.ir.Movement.DynamicSlice;
import dev.lanewise.graph.ir.Movement.Pad;
import dev.lanewise.graph.ir.Movement.Reverse;
import dev.lanewise.graph.ir.Movement.Slice;
import dev.lanewise.graph.ir.Movement.Transpose;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.kernels.CopyPlan;
import dev.lanewise.kernels.Movement;
import java.util.List;

/**
 * Lowers what moves elements. What is one element for all stays so, a reshape only renames, and the
 * rest is copied by a plan.
 */
final class MovementLowering {
  private final Lowering lowering;
  private final Node node;
  private final Value result;
  private final int width;

  MovementLowering(Lowering lowering, Node node) {
    this.lowering = lowering;
    this.node = node;
    this.result = node.result();
    this.width = result.dtype().bytes();
  }

  void lower(BroadcastInDim op) {
    Operand x = operand(0);
    if (value(0).type().size() == 1) {
      lowering.define(result, new Operand(x.buffer(), 0, width));
    } else {
      copyUnlessSplat(
          Movement.broadcastInDim(
              width, extents(value(0).shape()), extents(op.shape()), op.axes().toArray()));
    }
  }

  void reshape() {
    lowering.define(result, operand(0));
  }

  void lower(Transpose op) {
    if (movesNothing(value(0).shape(), op.permutation())) {
      reshape();
    } else {
      copyUnlessSplat(
          Movement.transpose(width, extents(value(0).shape()), op.permutation().toArray()));
    }
  }

  /** Whether only axes of extent 1 change their places among the others. */
  private static boolean movesNothing(Shape shape, Ints permutation) {
    int last = -1;
    for (int axis : permutation.toArray()) {
      if (shape.extent(axis) != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }

  void lower(Slice op) {
    copyUnlessSplat(
        Movement.slice(
            width,
            extents(value(0).shape()),
            longs(op.starts()),
            longs(op.limits()),
            longs(op.strides())));
  }

  void lower(Reverse op) {
    copyUnlessSplat(Movement.reverse(width, extents(value(0).shape()), op.axes().toArray()));
  }

  void lower(Pad op) {
    Buffer x = dense(0);
    Buffer out = lowering.define(result).buffer();
    Operand padding = operand(1);
    lowering.add(new FillCall(List.of(node), padding, out));
    copy(
        Movement.pad(
            width,
            extents(value(0).shape()),
            longs(op.low()),
            longs(op.high()),
            longs(op.interior())),
        x,
        out);
  }

  void lower(Concat op) {
    List<Buffer> parts = node.operands().stream().map(lowering::dense).toList();
    Buffer out = lowering.define(result).buffer();
    long start = 0;
    for (int i = 0; i < parts.size(); i++) {
      Shape shape = value(i).shape();
      copy(
          Movement.concat(width, extents(shape), extents(result.shape()), op.axis(), start),
          parts.get(i),
          out);
      start += shape.extent(op.axis());
    }
  }

  void lower(DynamicSlice op) {
    Operand x = operand(0);
    if (x.isSplat()) {
      lowering.define(result, x);
      return;
    }
    Shape array = value(0).shape();
    CopyPlan plan = Movement.dynamicSlice(width, extents(array), extents(op.sizes()));
    lowering.add(
        WindowCall.reading(
            node,
            plan,
            x.buffer(),
            lowering.define(result).buffer(),
            starts(1),
            window(1, op.sizes())));
  }

  /** The array is copied, in place if nobody else needs it, and the window written over. */
  void dynamicUpdateSlice() {
    Buffer x = dense(0);
    Buffer update = dense(1);
    Shape array = value(0).shape();
    Shape sizes = value(1).shape();
    Buffer out = lowering.define(result).buffer();
    lowering.add(new MoveCall(List.of(node), x, out));
    CopyPlan plan = Movement.dynamicUpdateSlice(width, extents(array), extents(sizes));
    lowering.add(WindowCall.writing(node, plan, update, out, starts(2), window(2, sizes)));
  }

  private List<Buffer> starts(int from) {
    return node.operands().subList(from, node.operands().size()).stream()
        .map(lowering::dense)
        .toList();
  }

  /** Where a window of the first operand may lie, with its starts from an operand on. */
  private WindowCall.Window window(int startsFrom, Shape sizes) {
    boolean longs = node.operands().size() > startsFrom && value(startsFrom).dtype() == DType.I64;
    return new WindowCall.Window(value(0).shape(), sizes, width, longs);
  }

  /** Counts along one axis, then repeats that along the others. */
  void lower(Iota op) {
    TensorType line = op.type().as(Shape.of(op.type().shape().extent(op.axis())));
    boolean whole = line.size() == op.type().size();
    Operand out = lowering.define(result);
    Buffer counted = whole ? out.buffer() : Lowering.scratch(node, line.bytes());
    lowering.add(
        new IotaCall(
            node, KernelNames.of(line.dtype()), counted, ElementwiseLowering.chunks(line)));
    if (!whole) {
      copy(
          Movement.broadcastInDim(
              width, extents(line.shape()), extents(op.type().shape()), op.axis()),
          counted,
          out.buffer());
    }
  }

  private void copyUnlessSplat(CopyPlan plan) {
    Operand x = operand(0);
    if (x.isSplat()) {
      lowering.define(result, x);
    } else {
      copy(plan, x.buffer(), lowering.define(result).buffer());
    }
  }

  private void copy(CopyPlan plan, Buffer from, Buffer to) {
    lowering.add(new CopyCall(node, plan, from, to));
  }

  private Value value(int index) {
    return node.operand(index);
  }

  private Operand operand(int index) {
    return lowering.operand(value(index));
  }

  private Buffer dense(int index) {
    return lowering.dense(value(index));
  }

  static long[] extents(Shape shape) {
    return longs(Ints.of(shape.extents()));
  }

  static long[] longs(Ints ints) {
    return ints.stream().asLongStream().toArray();
  }
}
