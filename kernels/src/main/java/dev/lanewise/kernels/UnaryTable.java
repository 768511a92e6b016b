package dev.lanewise.kernels;

import static dev.lanewise.kernels.ElementType.BOOL;
import static dev.lanewise.kernels.ElementType.F32;
import static dev.lanewise.kernels.ElementType.F64;
import static dev.lanewise.kernels.ElementType.I32;
import static dev.lanewise.kernels.ElementType.I64;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** How each {@link UnaryOperation} is computed for each element type: one row an operation. */
final class UnaryTable {
  /** The constant of functions that take none. */
  static final Object NO_CONSTANT = UnaryTable.class;

  private UnaryTable() {}

  static Row row(UnaryOperation operation) {
    return switch (operation) {
      case NEG -> operator(VectorOperators.NEG, F32, F64, I32, I64);
      case ABS -> operator(VectorOperators.ABS, F32, F64, I32, I64);
      case SIGN -> floating("sign").function(IntegerLanes.class, "sign", I32, I64);
      case FLOOR -> floating("floor");
      case CEIL -> floating("ceil");
      case ROUND -> floating("round");
      case EXP -> floating("exp");
      case EXP2 -> floating("exp2");
      case EXPM1 -> floating("expm1");
      case LOG -> floating("log");
      case LOG2 -> floating("log2");
      case LOG10 -> floating("log10");
      case LOG1P -> floating("log1p");
      case SIN -> floating("sin");
      case COS -> floating("cos");
      case TAN -> floating("tan");
      case ASIN -> floating("asin");
      case ACOS -> floating("acos");
      case ATAN -> floating("atan");
      case SINH -> floating("sinh");
      case COSH -> floating("cosh");
      case TANH -> floating("tanh");
      case ASINH -> floating("asinh");
      case ACOSH -> floating("acosh");
      case ATANH -> floating("atanh");
      case SQRT -> floating("sqrt");
      case RSQRT -> floating("rsqrt");
      case CBRT -> floating("cbrt");
      case ERF -> floating("erf");
      case ERFC -> floating("erfc");
      case ERF_INV -> floating("erfInv");
      case LGAMMA -> floating("lgamma");
      case DIGAMMA -> floating("digamma");
      case LOGISTIC -> floating("logistic");
      case SOFTPLUS -> floating("softplus");
      case SILU -> floating("silu");
      case GELU -> floating("gelu");
      case GELU_TANH -> floating("geluTanh");
      case NOT -> operator(VectorOperators.NOT, I32, I64).function(BoolLanes.class, "not", BOOL);
      case IS_FINITE -> new Row().finite(F32).finite(F64);
    };
  }

  private static Row operator(VectorOperators.Unary operator, ElementType... types) {
    return new Row().function(Operators.class, "unary", operator, types);
  }

  /** Returns the row of a function of {@link VectorMath}. */
  private static Row floating(String name) {
    return new Row().function(VectorMath.class, name, F32, F64);
  }

  /** Returns the row of a scalar function: F32 rounds its double result. */
  static Row scalar(DoubleUnaryOperator function) {
    return new Row().scalar(F32, function).scalar(F64, function);
  }

  /** What one operation does for each element type that it supports. */
  static final class Row {
    private final Map<ElementType, Function<VectorShape, UnaryLoop>> makers =
        new EnumMap<>(ElementType.class);
    private final Map<ElementType, LaneForm> forms = new EnumMap<>(ElementType.class);

    boolean supports(ElementType type) {
      return makers.containsKey(type);
    }

    /** Returns a new loop, on vectors of a shape, or null if the type is not supported. */
    @Nullable UnaryLoop loop(ElementType type, VectorShape shape) {
      Function<VectorShape, UnaryLoop> maker = makers.get(type);
      return maker == null ? null : maker.apply(shape);
    }

    /** Returns the lane function that computes it, or null if it is computed element by element. */
    @Nullable LaneForm form(ElementType type) {
      return forms.get(type);
    }

    private Row function(Class<?> owner, String name, ElementType... types) {
      return function(owner, name, NO_CONSTANT, types);
    }

    private Row function(Class<?> owner, String name, Object constant, ElementType... types) {
      for (ElementType type : types) {
        forms.put(type, new LaneForm(owner, name, type, constant));
        makers.put(
            type,
            shape -> {
              VectorSpecies<?> species = Lanes.species(type, shape);
              return laneLoop(species, species, LaneFunction.of(owner, name, type), constant);
            });
      }
      return this;
    }

    private Row scalar(ElementType type, DoubleUnaryOperator operation) {
      var data = new ScalarUnaryLoop.Data(type, operation);
      makers.put(
          type, shape -> Specialiser.specialise(UnaryLoop.class, ScalarUnaryLoop.class, data));
      return this;
    }

    private Row finite(ElementType type) {
      makers.put(
          type,
          shape -> {
            VectorSpecies<?> species = Lanes.species(type, shape);
            VectorSpecies<Byte> bytes = Lanes.bytes(species.length());
            if (bytes != null) {
              LaneFunction function = LaneFunction.of(BoolLanes.class, "isFinite", type);
              return laneLoop(species, bytes, function, NO_CONSTANT);
            }
            var data =
                new ScalarComparisonLoop.Data(
                    type, (a, b) -> Double.isFinite(a), (a, b) -> true, false, false);
            BinaryLoop both =
                Specialiser.specialise(BinaryLoop.class, ScalarComparisonLoop.class, data);
            return (in, inAt, out, outAt, n) -> both.run(in, inAt, in, inAt, out, outAt, n);
          });
      return this;
    }
  }

  /** Returns a new loop of a lane function; the species have one number of lanes. */
  static UnaryLoop laneLoop(
      VectorSpecies<?> in, VectorSpecies<?> out, LaneFunction function, Object constant) {
    return new UnaryTwin(function, new LaneUnaryLoop.Data(in, out, constant));
  }
}
