package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.kernels.ScalarMath;
import java.util.List;

/** The elementwise operations, lifted from single numbers to tensors. */
final class ElementwiseInterpreter {
  private ElementwiseInterpreter() {}

  static Literal unary(Unary op, Literal x, TensorType type) {
    DType dtype = x.type().dtype();
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      if (op == Unary.IS_FINITE) {
        out.set(i, Double.isFinite(x.real(i)) ? 1L : 0L);
      } else if (dtype.isFloating()) {
        out.set(i, RealMath.unary(op, x.real(i)));
      } else {
        out.set(i, IntegerMath.unary(op, dtype, x.integer(i)));
      }
    }
    return out.toLiteral();
  }

  static Literal binary(Binary op, Literal x, Literal y) {
    DType dtype = x.type().dtype();
    Elements out = new Elements(x.type());
    for (int i = 0; i < out.size(); i++) {
      if (dtype.isFloating()) {
        out.set(i, RealMath.binary(op, dtype, x.real(i), y.real(i)));
      } else {
        out.set(i, IntegerMath.binary(op, dtype, x.integer(i), y.integer(i)));
      }
    }
    return out.toLiteral();
  }

  static Literal compare(Comparison op, Literal x, Literal y, TensorType type) {
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      boolean holds =
          x.type().dtype().isFloating()
              ? RealMath.compare(op, x.real(i), y.real(i))
              : IntegerMath.compare(op, x.integer(i), y.integer(i));
      out.set(i, holds ? 1L : 0L);
    }
    return out.toLiteral();
  }

  static Literal apply(Elementwise op, List<Literal> operands, TensorType type) {
    return switch (op) {
      case Elementwise.Polygamma polygamma -> polygamma(polygamma, operands.getFirst());
      case Elementwise.Select _ -> select(operands.get(0), operands.get(1), operands.get(2));
      case Elementwise.Clamp _ ->
          binary(Binary.MIN, binary(Binary.MAX, operands.get(1), operands.get(0)), operands.get(2));
      case Elementwise.Convert _ -> convert(operands.getFirst(), type);
      case Elementwise.Iota iota -> iota(iota);
      case Elementwise.Constant constant -> constant.value();
    };
  }

  private static Literal polygamma(Elementwise.Polygamma op, Literal x) {
    Elements out = new Elements(x.type());
    for (int i = 0; i < out.size(); i++) {
      out.set(i, ScalarMath.polygamma(op.order(), x.real(i)));
    }
    return out.toLiteral();
  }

  private static Literal select(Literal condition, Literal onTrue, Literal onFalse) {
    Elements out = new Elements(onTrue.type());
    for (int i = 0; i < out.size(); i++) {
      out.set(i, condition.integer(i) != 0 ? onTrue : onFalse, i);
    }
    return out.toLiteral();
  }

  private static Literal convert(Literal x, TensorType type) {
    boolean floating = x.type().dtype().isFloating();
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      switch (type.dtype()) {
        case F64 -> out.set(i, x.number(i));
        // An I64 must not be rounded to F64 on its way to F32: that would be two roundings.
        case F32 -> out.set(i, floating ? x.real(i) : (double) (float) x.integer(i));
        case BF16 ->
            out.set(i, floating ? NearestBFloat16.of(x.real(i)) : NearestBFloat16.of(x.integer(i)));
        // Java's casts truncate towards zero, saturate, and take NaN to 0.
        case I32 -> out.set(i, floating ? (int) x.real(i) : x.integer(i));
        case I64 -> out.set(i, floating ? (long) x.real(i) : x.integer(i));
        case BOOL -> out.set(i, x.number(i) != 0 ? 1L : 0L);
      }
    }
    return out.toLiteral();
  }

  private static Literal iota(Elementwise.Iota op) {
    Elements out = new Elements(op.type());
    for (int i = 0; i < out.size(); i++) {
      int count = RowMajor.coordinates(op.type().shape(), i)[op.axis()];
      if (op.type().dtype().isFloating()) {
        out.set(i, (double) count);
      } else {
        out.set(i, (long) count);
      }
    }
    return out.toLiteral();
  }
}
