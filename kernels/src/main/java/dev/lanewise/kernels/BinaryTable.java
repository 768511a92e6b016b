package dev.lanewise.kernels;

import static dev.lanewise.kernels.ElementType.BOOL;
import static dev.lanewise.kernels.ElementType.F32;
import static dev.lanewise.kernels.ElementType.F64;
import static dev.lanewise.kernels.ElementType.I32;
import static dev.lanewise.kernels.ElementType.I64;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** How each {@link BinaryOperation} is computed for each element type: one row an operation. */
final class BinaryTable {
  private BinaryTable() {}

  static Row row(BinaryOperation operation) {
    return switch (operation) {
      case ADD -> operator(VectorOperators.ADD, F32, F64, I32, I64);
      case SUB -> operator(VectorOperators.SUB, F32, F64, I32, I64);
      case MUL -> operator(VectorOperators.MUL, F32, F64, I32, I64);
      case DIV ->
          operator(VectorOperators.DIV, F32, F64)
              .integral((a, b) -> b == 0 ? -1 : (int) a / (int) b, (a, b) -> b == 0 ? -1 : a / b);
      case REM ->
          scalar((a, b) -> a % b)
              .integral((a, b) -> b == 0 ? a : (int) a % (int) b, (a, b) -> b == 0 ? a : a % b);
      case POW -> new Row().powOfFloats().function(VectorMath.class, "pow", F64);
      case MAX -> operator(VectorOperators.MAX, F32, F64, I32, I64);
      case MIN -> operator(VectorOperators.MIN, F32, F64, I32, I64);
      case ATAN2 -> new Row().function(VectorMath.class, "atan2", F32, F64);
      case AND -> operator(VectorOperators.AND, I32, I64).function(BoolLanes.class, "and", BOOL);
      case OR -> operator(VectorOperators.OR, I32, I64).function(BoolLanes.class, "or", BOOL);
      case XOR -> operator(VectorOperators.XOR, I32, I64).function(BoolLanes.class, "xor", BOOL);
      case SHIFT_LEFT -> new Row().function(IntegerLanes.class, "shiftLeft", I32, I64);
      case SHIFT_RIGHT_ARITHMETIC ->
          new Row().function(IntegerLanes.class, "shiftRightArithmetic", I32, I64);
      case SHIFT_RIGHT_LOGICAL ->
          new Row().function(IntegerLanes.class, "shiftRightLogical", I32, I64);
      case NEXT_AFTER -> new Row().function(VectorMath.class, "nextAfter", F32, F64);
    };
  }

  private static Row operator(VectorOperators.Binary operator, ElementType... types) {
    return new Row().function(Operators.class, "binary", operator, types);
  }

  private static Row scalar(DoubleBinaryOperator function) {
    return new Row().scalar(F32, function).scalar(F64, function);
  }

  /** What one operation does for each element type that it supports. */
  static final class Row {
    private final Map<ElementType, Maker> makers = new EnumMap<>(ElementType.class);
    private final Map<ElementType, LaneForm> forms = new EnumMap<>(ElementType.class);

    boolean supports(ElementType type) {
      return makers.containsKey(type);
    }

    /**
     * Returns a new loop, on vectors of a shape, or null if the type is not supported.
     *
     * @param aScalar the first operand is one element for all
     * @param bScalar the second operand is one element for all
     */
    @Nullable BinaryLoop loop(
        ElementType type, VectorShape shape, boolean aScalar, boolean bScalar) {
      Maker maker = makers.get(type);
      return maker == null ? null : maker.make(shape, aScalar, bScalar);
    }

    /**
     * Returns the lane function that computes it on vectors of any number of lanes, or null if
     * there is none.
     */
    @Nullable LaneForm form(ElementType type) {
      return forms.get(type);
    }

    private Row function(Class<?> owner, String name, ElementType... types) {
      return function(owner, name, UnaryTable.NO_CONSTANT, types);
    }

    private Row function(Class<?> owner, String name, Object constant, ElementType... types) {
      for (ElementType type : types) {
        forms.put(type, new LaneForm(owner, name, type, constant));
        makers.put(
            type,
            (shape, aScalar, bScalar) -> {
              VectorSpecies<?> species = Lanes.species(type, shape);
              var data = new LaneBinaryLoop.Data(species, species, constant, aScalar, bScalar);
              LaneFunction function = LaneFunction.of(owner, name, type);
              return new BinaryTwin(function, data);
            });
      }
      return this;
    }

    private Row powOfFloats() {
      makers.put(
          F32,
          (shape, aScalar, bScalar) -> {
            VectorSpecies<Double> doubles = VectorSpecies.of(double.class, shape);
            VectorSpecies<?> halves = Lanes.withLength(F32, doubles.length());
            if (halves == null) {
              var data = new ScalarBinaryLoop.Data(F32, Math::pow, aScalar, bScalar);
              return Specialiser.specialise(BinaryLoop.class, ScalarBinaryLoop.class, data);
            }
            var constant = new FloatPower.Widened(doubles);
            var data = new LaneBinaryLoop.Data(halves, halves, constant, aScalar, bScalar);
            LaneFunction function = LaneFunction.of(FloatPower.class, "powOfHalf", F32);
            return new BinaryTwin(function, data);
          });
      return this;
    }

    private Row scalar(ElementType type, DoubleBinaryOperator operation) {
      makers.put(
          type,
          (shape, aScalar, bScalar) ->
              Specialiser.specialise(
                  BinaryLoop.class,
                  ScalarBinaryLoop.class,
                  new ScalarBinaryLoop.Data(type, operation, aScalar, bScalar)));
      return this;
    }

    private Row integral(LongBinaryOperator ints, LongBinaryOperator longs) {
      return integral(I32, ints).integral(I64, longs);
    }

    private Row integral(ElementType type, LongBinaryOperator operation) {
      makers.put(
          type,
          (shape, aScalar, bScalar) ->
              Specialiser.specialise(
                  BinaryLoop.class,
                  IntegralBinaryLoop.class,
                  new IntegralBinaryLoop.Data(type, operation, aScalar, bScalar)));
      return this;
    }
  }

  /** Makes a loop for one operation and type. */
  @FunctionalInterface
  private interface Maker {
    BinaryLoop make(VectorShape shape, boolean aScalar, boolean bScalar);
  }
}
