package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.compile.scalar.ScalarOperation.Call;
import dev.lanewise.kernels.FloatMath;
import dev.lanewise.kernels.ScalarMath;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;

/** The static methods that generated code calls, as operations. */
final class ScalarMethods {
  private static final ClassDesc MATH = ClassDesc.of(Math.class.getName());
  private static final ClassDesc SCALAR_MATH = ClassDesc.of(ScalarMath.class.getName());
  private static final ClassDesc FLOAT_MATH = ClassDesc.of(FloatMath.class.getName());
  private static final ClassDesc FUNCTIONS = ClassDesc.of(ScalarFunctions.class.getName());

  /** Of a method of a dozen bytes, which the compilers always inline. */
  private static final int SMALL = 12;

  /** Of a method that is called, or an intrinsic. */
  private static final int OPAQUE = 8;

  /** Of a method of {@link FloatMath}, which C2 inlines. */
  private static final int LARGE = 140;

  private ScalarMethods() {}

  /** A method of {@link Math} whose operands and result are of one type. */
  static Call math(String name, ScalarType type, int operands) {
    return new Call(MATH, name, uniform(type, operands), OPAQUE);
  }

  /** A method of {@link ScalarMath} from double to double. */
  static Call scalarMath(String name) {
    return new Call(SCALAR_MATH, name, uniform(ScalarType.DOUBLE, 1), OPAQUE);
  }

  /** {@link FloatMath#tanh}. */
  static Call floatTanh() {
    return new Call(FLOAT_MATH, "tanh", uniform(ScalarType.FLOAT, 1), LARGE);
  }

  /** {@link ScalarMath#polygamma}. */
  static Call polygamma() {
    return new Call(
        SCALAR_MATH,
        "polygamma",
        MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_int, ConstantDescs.CD_double),
        OPAQUE);
  }

  /** A method of {@link ScalarFunctions} whose operands and result are of one type. */
  static Call function(String name, ScalarType type, int operands) {
    return new Call(FUNCTIONS, name, uniform(type, operands), SMALL);
  }

  /** A method of {@link ScalarFunctions} from operands of one type to a truth value. */
  static Call test(String name, ScalarType type, int operands) {
    ClassDesc[] parameters = new ClassDesc[operands];
    Arrays.fill(parameters, desc(type));
    return new Call(FUNCTIONS, name, MethodTypeDesc.of(ConstantDescs.CD_int, parameters), SMALL);
  }

  /** {@code select} of {@link ScalarFunctions} between scalars of one type. */
  static Call select(ScalarType type) {
    return new Call(
        FUNCTIONS,
        "select",
        MethodTypeDesc.of(desc(type), ConstantDescs.CD_int, desc(type), desc(type)),
        SMALL);
  }

  /** The method of {@link ScalarFunctions} that gives an element of random bits. */
  static Call random(ScalarType type) {
    return new Call(
        FUNCTIONS,
        type == ScalarType.LONG ? "randomLong" : "randomInt",
        MethodTypeDesc.of(
            desc(type), ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int),
        OPAQUE);
  }

  private static MethodTypeDesc uniform(ScalarType type, int operands) {
    ClassDesc[] parameters = new ClassDesc[operands];
    Arrays.fill(parameters, desc(type));
    return MethodTypeDesc.of(desc(type), parameters);
  }

  private static ClassDesc desc(ScalarType type) {
    return switch (type) {
      case INT -> ConstantDescs.CD_int;
      case LONG -> ConstantDescs.CD_long;
      case FLOAT -> ConstantDescs.CD_float;
      case DOUBLE -> ConstantDescs.CD_double;
    };
  }
}
