package dev.lanewise.graph.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type rule of every operation: from the types of the operands to those of the results. */
public final class TypeRules {
  private TypeRules() {}

  /**
   * The types of an operation's results.
   *
   * @param source the user's line, for errors
   * @throws OpException if the operands do not fit the operation
   */
  public static List<TensorType> infer(
      Op op, List<TensorType> operands, @Nullable StackTraceElement source) {
    Operands in = new Operands(op, operands, source);
    return List.of(
        switch (op) {
          case Unary unary -> unary(unary, in);
          case Binary binary -> {
            TensorType type = in.alike(2);
            in.require(binary.accepts(type.dtype()), "does not take %s", type);
            yield type;
          }
          case Comparison _ -> in.alike(2).as(DType.BOOL);
          case Elementwise elementwise -> elementwise(elementwise, in);
          case Movement movement -> MovementRules.infer(movement, in);
          case Reduction reduction -> reduction(reduction, in);
          case DotGeneral dot -> dotGeneral(dot, in);
          case Convolution convolution -> SpatialRules.convolution(convolution, in);
          case Windowed windowed -> SpatialRules.windowed(windowed, in);
          case Indexing indexing -> IndexingRules.infer(indexing, in);
          case RandomBits random -> {
            TensorType key = in.only();
            in.require(
                key.equals(TensorType.of(DType.I32, 2)), "the key must be I32[2], was %s", key);
            yield random.type();
          }
        });
  }

  private static TensorType unary(Unary op, Operands in) {
    TensorType type = in.only();
    in.require(op.accepts(type.dtype()), "does not take %s", type);
    return op == Unary.IS_FINITE ? type.as(DType.BOOL) : type;
  }

  private static TensorType elementwise(Elementwise op, Operands in) {
    return switch (op) {
      case Elementwise.Polygamma _ -> {
        TensorType type = in.only();
        in.require(type.dtype().isFloating(), "does not take %s", type);
        yield type;
      }
      case Elementwise.Select _ -> {
        in.count(3);
        TensorType condition = in.get(0);
        TensorType onTrue = in.get(1);
        TensorType onFalse = in.get(2);
        in.require(
            condition.dtype() == DType.BOOL, "the condition must be BOOL, was %s", condition);
        in.require(onTrue.equals(onFalse), "the branches differ: %s and %s", onTrue, onFalse);
        in.require(
            condition.shape().equals(onTrue.shape()),
            "the condition's shape %s is not the branches' %s",
            condition.shape(),
            onTrue.shape());
        yield onTrue;
      }
      case Elementwise.Clamp _ -> {
        TensorType type = in.alike(3);
        in.require(type.dtype().isNumeric(), "does not take %s", type);
        yield type;
      }
      case Elementwise.Convert convert -> in.only().as(convert.to());
      case Elementwise.Iota iota -> {
        in.count(0);
        yield iota.type();
      }
      case Elementwise.Constant constant -> {
        in.count(0);
        yield constant.value().type();
      }
    };
  }

  private static TensorType reduction(Reduction op, Operands in) {
    TensorType type = in.only();
    return switch (op) {
      case Reduction.Reduce reduce -> {
        in.require(reduce.kind().accepts(type.dtype()), "does not take %s", type);
        in.axes(reduce.axes(), type);
        yield type.as(type.shape().without(reduce.axes()));
      }
      case Reduction.ArgReduce arg -> {
        in.require(type.dtype().isNumeric(), "does not take %s", type);
        in.axes(Ints.of(arg.axis()), type);
        in.require(type.shape().extent(arg.axis()) > 0, "axis %d of %s is empty", arg.axis(), type);
        yield type.as(type.shape().without(Ints.of(arg.axis()))).as(arg.indexType());
      }
    };
  }

  private static TensorType dotGeneral(DotGeneral op, Operands in) {
    in.count(2);
    TensorType left = in.get(0);
    TensorType right = in.get(1);
    in.require(
        left.dtype() == right.dtype() && left.dtype().isNumeric(),
        "operands must be of one numeric type: %s x %s",
        left,
        right);
    in.axes(op.leftContract(), left);
    in.axes(op.leftBatch(), left);
    in.axes(op.rightContract(), right);
    in.axes(op.rightBatch(), right);
    in.require(
        left.shape().select(op.leftContract()).equals(right.shape().select(op.rightContract())),
        "inner dimensions differ: %s x %s, contracting axes %s with %s",
        left,
        right,
        op.leftContract(),
        op.rightContract());
    Shape batch = left.shape().select(op.leftBatch());
    in.require(
        batch.equals(right.shape().select(op.rightBatch())),
        "batch dimensions differ: %s x %s, aligning axes %s with %s",
        left,
        right,
        op.leftBatch(),
        op.rightBatch());
    Shape leftFree = left.shape().without(op.leftContract().concat(op.leftBatch()));
    Shape rightFree = right.shape().without(op.rightContract().concat(op.rightBatch()));
    return left.as(batch.concat(leftFree).concat(rightFree));
  }
}
