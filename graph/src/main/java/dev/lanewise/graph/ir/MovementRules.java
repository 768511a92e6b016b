package dev.lanewise.graph.ir;

/** The type rules of {@link Movement}. */
final class MovementRules {
  private MovementRules() {}

  static TensorType infer(Movement op, Operands in) {
    return switch (op) {
      case Movement.BroadcastInDim broadcast -> broadcast(broadcast, in);
      case Movement.Reshape reshape -> {
        TensorType type = in.only();
        in.require(
            type.size() == reshape.shape().size(),
            "%s has %d elements, shape %s has %d",
            type,
            type.size(),
            reshape.shape(),
            reshape.shape().size());
        yield type.as(reshape.shape());
      }
      case Movement.Transpose transpose -> {
        TensorType type = in.only();
        in.onePerAxis("permutation", transpose.permutation(), type);
        yield type.as(type.shape().select(transpose.permutation()));
      }
      case Movement.Slice slice -> slice(slice, in);
      case Movement.Pad pad -> pad(pad, in);
      case Movement.Concat concat -> concat(concat, in);
      case Movement.Reverse reverse -> {
        TensorType type = in.only();
        in.axes(reverse.axes(), type);
        yield type;
      }
      case Movement.DynamicSlice slice -> {
        in.require(in.size() >= 1, "takes an operand and its starts, given nothing");
        TensorType type = in.get(0);
        starts(in, 1, type);
        window(in, slice.sizes(), type);
        yield type.as(slice.sizes());
      }
      case Movement.DynamicUpdateSlice _ -> {
        in.require(in.size() >= 2, "takes an operand, an update and the starts");
        TensorType type = in.get(0);
        TensorType update = in.get(1);
        in.require(update.dtype() == type.dtype(), "cannot write %s into %s", update, type);
        starts(in, 2, type);
        window(in, update.shape(), type);
        yield type;
      }
    };
  }

  private static TensorType broadcast(Movement.BroadcastInDim op, Operands in) {
    TensorType type = in.only();
    in.onePerAxis("axes", op.axes(), type);
    for (int i = 0; i < type.rank(); i++) {
      int axis = op.axes().get(i);
      in.require(
          axis >= 0 && axis < op.shape().rank() && (i == 0 || axis > op.axes().get(i - 1)),
          "axes %s must ascend within shape %s",
          op.axes(),
          op.shape());
      int from = type.shape().extent(i);
      in.require(
          from == 1 || from == op.shape().extent(axis),
          "cannot broadcast %s along axes %s into shape %s",
          type,
          op.axes(),
          op.shape());
    }
    return type.as(op.shape());
  }

  private static TensorType slice(Movement.Slice op, Operands in) {
    TensorType type = in.only();
    in.onePerAxis("starts", op.starts(), type);
    in.onePerAxis("limits", op.limits(), type);
    in.onePerAxis("strides", op.strides(), type);
    int[] extents = new int[type.rank()];
    for (int i = 0; i < extents.length; i++) {
      int start = op.starts().get(i);
      int limit = op.limits().get(i);
      int stride = op.strides().get(i);
      in.require(
          0 <= start && start <= limit && limit <= type.shape().extent(i) && stride > 0,
          "[%d, %d) by %d does not lie in axis %d of %s",
          start,
          limit,
          stride,
          i,
          type);
      extents[i] = Math.ceilDiv(limit - start, stride);
    }
    return type.as(Shape.of(extents));
  }

  private static TensorType pad(Movement.Pad op, Operands in) {
    in.count(2);
    TensorType type = in.get(0);
    in.require(
        in.get(1).equals(TensorType.scalar(type.dtype())),
        "the padding of %s must be a scalar of its type, was %s",
        type,
        in.get(1));
    in.onePerAxis("low", op.low(), type);
    in.onePerAxis("high", op.high(), type);
    in.onePerAxis("interior", op.interior(), type);
    int[] extents = new int[type.rank()];
    for (int i = 0; i < extents.length; i++) {
      int interior = op.interior().get(i);
      in.require(interior >= 0, "interior padding must not be negative, was %s", op.interior());
      long extent = type.shape().extent(i);
      long inner = extent + Math.max(extent - 1, 0) * interior;
      long padded = inner + op.low().get(i) + op.high().get(i);
      in.require(
          padded >= 0 && padded <= Integer.MAX_VALUE,
          "padding by (%d, %d, %d) leaves %d along axis %d of %s",
          op.low().get(i),
          op.high().get(i),
          interior,
          padded,
          i,
          type);
      extents[i] = (int) padded;
    }
    return type.as(Shape.of(extents));
  }

  private static TensorType concat(Movement.Concat op, Operands in) {
    in.require(in.size() > 0, "takes at least one operand");
    TensorType first = in.get(0);
    in.axes(Ints.of(op.axis()), first);
    long extent = 0;
    for (int i = 0; i < in.size(); i++) {
      TensorType type = in.get(i);
      boolean fits =
          type.dtype() == first.dtype()
              && type.rank() == first.rank()
              && type.shape()
                  .without(Ints.of(op.axis()))
                  .equals(first.shape().without(Ints.of(op.axis())));
      in.require(fits, "cannot join %s to %s along axis %d", type, first, op.axis());
      extent += type.shape().extent(op.axis());
    }
    in.require(extent <= Integer.MAX_VALUE, "the joined axis has %d elements", extent);
    return first.as(first.shape().with(op.axis(), (int) extent));
  }

  private static void starts(Operands in, int from, TensorType type) {
    in.require(
        in.size() == from + type.rank(),
        "takes one start for each axis of %s, given %d",
        type,
        in.size() - from);
    for (int i = from; i < in.size(); i++) {
      TensorType start = in.get(i);
      in.require(
          start.rank() == 0 && start.dtype().isInteger() && start.equals(in.get(from)),
          "the starts must be scalar integers of one type, given %s",
          start);
    }
  }

  private static void window(Operands in, Shape sizes, TensorType type) {
    boolean fits = sizes.rank() == type.rank();
    for (int i = 0; fits && i < sizes.rank(); i++) {
      fits = sizes.extent(i) <= type.shape().extent(i);
    }
    in.require(fits, "a window of %s does not fit in %s", sizes, type);
  }
}
