package dev.lanewise.kernels;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;

/**
 * A static method of this package that takes vectors and returns one. A lane of the result depends
 * on the same lane of the operands only, not on its place.
 *
 * <p>After the vectors it may take the species of the result, and then the constant that the loop
 * was made with (a {@link jdk.incubator.vector.VectorOperators.Operator}, for example).
 *
 * @param owner the class that declares it
 * @param name its name
 * @param type its parameter types and return type
 */
record LaneFunction(ClassDesc owner, String name, MethodTypeDesc type) {
  /**
   * Returns the function of that name whose first operand is a vector of elements of a type, or of
   * any type.
   *
   * @throws IllegalArgumentException if there is none
   */
  static LaneFunction of(Class<?> owner, String name, ElementType first) {
    Class<?> vector = vector(first);
    for (Method method : owner.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          && method.getName().equals(name)
          && (method.getParameterTypes()[0] == vector
              || method.getParameterTypes()[0] == Vector.class)) {
        return of(method);
      }
    }
    throw new IllegalArgumentException(
        "%s has no lane function %s for %s".formatted(owner.getSimpleName(), name, first));
  }

  /**
   * Returns the only function of that name.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  static LaneFunction named(Class<?> owner, String name) {
    List<Method> methods =
        Stream.of(owner.getDeclaredMethods()).filter(m -> m.getName().equals(name)).toList();
    if (methods.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d functions %s".formatted(owner.getSimpleName(), methods.size(), name));
    }
    return of(methods.getFirst());
  }

  private static LaneFunction of(Method method) {
    MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    return new LaneFunction(
        method.getDeclaringClass().describeConstable().orElseThrow(),
        method.getName(),
        type.describeConstable().orElseThrow());
  }

  private static Class<?> vector(ElementType type) {
    return switch (type) {
      case F32 -> FloatVector.class;
      case F64 -> DoubleVector.class;
      case BF16 -> ShortVector.class;
      case I32 -> IntVector.class;
      case I64 -> LongVector.class;
      case BOOL -> ByteVector.class;
    };
  }
}
