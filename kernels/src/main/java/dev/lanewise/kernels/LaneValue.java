package dev.lanewise.kernels;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.reflect.Method;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What stands for a value of a lane function in its scalar code. A value never changes. */
sealed interface LaneValue {
  /** A lane, a mask (as BOOLEAN) or anything else that is computed: held in a local variable. */
  record Variable(TypeKind kind, int slot) implements LaneValue {}

  /** A mask that is computed where it is used. */
  record Condition(VectorOperators.Comparison comparison, TypeKind kind, LaneValue a, LaneValue b)
      implements LaneValue {}

  /** A number, without a kind of its own. */
  record Constant(Number value) implements LaneValue {}

  /** A species, of which only the kind of the lanes matters. */
  record Species(TypeKind lanes) implements LaneValue {}

  /** An operator, or the constant of the loop. */
  record Known(Object value) implements LaneValue {
    /** Returns the value as an operator of some sort. */
    <T> T as(Class<T> type) {
      return type.cast(value);
    }

    /** Calls a method without parameters on it, now. */
    Object call(String method) {
      try {
        Method declared = value.getClass().getDeclaredMethod(method);
        return declared.invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("cannot call %s of %s".formatted(method, value), e);
      }
    }
  }

  /** Returns what stands for an object that is known. */
  static LaneValue known(Object value) {
    return switch (value) {
      case Number number -> new Constant(number);
      case VectorSpecies<?> species -> new Species(kind(species.elementType()));
      default -> new Known(value);
    };
  }

  /** Returns the kind of a primitive class. */
  static TypeKind kind(Class<?> lane) {
    return TypeKind.from(ClassDesc.ofDescriptor(lane.descriptorString()));
  }
}
