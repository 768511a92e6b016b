package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Shape;
import java.util.List;

/**
 * Elementwise operations on several operands: promotion, broadcasting, and what is made of them.
 */
final class Arithmetic {
  private Arithmetic() {}

  static Tensor binary(Binary op, Tensor x, Tensor y) {
    return promoted(op, x, y);
  }

  static Tensor binary(Binary op, Tensor x, double y) {
    return elementwise(op, List.of(x, weak(op.mnemonic(), y, x)));
  }

  static Tensor binary(Binary op, double x, Tensor y) {
    return elementwise(op, List.of(weak(op.mnemonic(), x, y), y));
  }

  static Tensor compare(Comparison op, Tensor x, Tensor y) {
    return promoted(op, x, y);
  }

  static Tensor compare(Comparison op, Tensor x, double y) {
    return elementwise(op, List.of(x, weak(op.mnemonic(), y, x)));
  }

  private static Tensor promoted(Op op, Tensor x, Tensor y) {
    DType dtype = Promotion.of(x.dtype(), y.dtype());
    return elementwise(op, List.of(cast(x, dtype), cast(y, dtype)));
  }

  /** Applies an elementwise operation to operands broadcast to their common shape. */
  private static Tensor elementwise(Op op, List<Tensor> operands) {
    Shape shape = Broadcasting.shape(op.mnemonic(), operands);
    boolean same = true;
    for (Tensor operand : operands) {
      same &= operand.shape().equals(shape);
    }
    return Dispatch.apply(
        same ? new Recipe.Plain(op) : new Recipe.Broadcasting(op, shape), operands);
  }

  /** A scalar that takes the element type of the tensor it meets. */
  static Tensor weak(String op, double value, Tensor tensor) {
    if (!Filled.holds(tensor.dtype(), value)) {
      throw Errors.op(
          op,
          "%s cannot hold %s: cast %s to another element type first, or give a tensor"
              .formatted(tensor.dtype(), value, tensor.type()),
          tensor);
    }
    return TensorCreation.scalar(tensor.dtype(), value);
  }

  static Tensor cast(Tensor x, DType dtype) {
    return x.dtype() == dtype ? x : Dispatch.apply(new Elementwise.Convert(dtype), x);
  }

  static Tensor power(Tensor x, double exponent) {
    return exponent == 2 ? x.mul(x) : binary(Binary.POW, x, exponent);
  }

  static Tensor clamp(Tensor x, double low, double high) {
    if (low > high) {
      throw Errors.op("clamp", "the bounds %s and %s are out of order".formatted(low, high), x);
    }
    return clampTo(weak("clamp", low, x), x, weak("clamp", high, x));
  }

  static Tensor clamp(Tensor x, Tensor low, Tensor high) {
    return clampTo(low, x, high);
  }

  private static Tensor clampTo(Tensor low, Tensor x, Tensor high) {
    DType dtype = Promotion.of(List.of(low, x, high));
    return elementwise(
        new Elementwise.Clamp(), List.of(cast(low, dtype), cast(x, dtype), cast(high, dtype)));
  }

  static Tensor where(Tensor condition, Tensor onTrue, Tensor onFalse) {
    if (condition.dtype() != DType.BOOL) {
      throw Errors.op(
          "where",
          "the condition must be BOOL, was " + condition.type(),
          condition,
          onTrue,
          onFalse);
    }
    DType dtype = Promotion.of(onTrue.dtype(), onFalse.dtype());
    return elementwise(
        new Elementwise.Select(), List.of(condition, cast(onTrue, dtype), cast(onFalse, dtype)));
  }

  /**
   * {@code high + log1p(e^(low - high))} with the derivative of each operand its share. An infinity
   * as the larger would give infinity minus infinity; there the answer is that infinity.
   */
  static Tensor logAddExp(Tensor x, Tensor y) {
    Tensor swap = x.lt(y);
    Tensor high = where(swap, y, x);
    Tensor low = where(swap, x, y);
    Tensor infinite = high.isInfinite();
    Tensor difference = Tensor.where(infinite, 0, low.sub(Tensor.where(infinite, 0, high)));
    Tensor sum = high.add(difference.exp().log1p());
    return where(infinite, high, sum);
  }
}
