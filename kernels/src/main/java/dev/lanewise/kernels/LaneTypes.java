package dev.lanewise.kernels;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Locale;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The classes and species of the Vector API by element type, as generated code names them. */
final class LaneTypes {
  static final ClassDesc MASK = describe(VectorMask.class);
  static final ClassDesc SPECIES = describe(VectorSpecies.class);

  private static final ClassDesc CLASSES = describe(VectorClasses.class);
  static final MethodTypeDesc CAST =
      MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object);

  private LaneTypes() {}

  static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** The class of vectors of a type, whatever their length. */
  static ClassDesc vector(ElementType type) {
    return describe(
        switch (type) {
          case F32 -> FloatVector.class;
          case F64 -> DoubleVector.class;
          case BF16 -> ShortVector.class;
          case I32 -> IntVector.class;
          case I64 -> LongVector.class;
          case BOOL -> ByteVector.class;
        });
  }

  /** Pushes the species of {@code lanes} elements of a type. */
  static void pushSpecies(CodeBuilder code, ElementType type, int lanes) {
    code.getstatic(vector(type), "SPECIES_" + bits(type, lanes), SPECIES);
  }

  /** The size of {@code lanes} elements of a type in bits. */
  static int bits(ElementType type, int lanes) {
    return lanes * type.byteWidth() * Byte.SIZE;
  }

  /** Pushes an operator: the constant of its name, whose type may be one of several. */
  static void pushOperator(CodeBuilder code, VectorOperators.Operator operator) {
    try {
      Field field = VectorOperators.class.getField(operator.name());
      code.getstatic(describe(VectorOperators.class), field.getName(), describe(field.getType()));
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Casts the vector on the stack to its final class: {@link Lanes#exact}, written out. */
  static void exact(CodeBuilder code, ElementType type, int lanes) {
    exact(code, vector(type), bits(type, lanes));
  }

  /**
   * The same for a vector of a class of the Vector API and a size. Vectors of more than 512 bits
   * have one class for all sizes, and stay as they are.
   */
  static void exact(CodeBuilder code, ClassDesc vector, int bits) {
    if (bits > 512) {
      return;
    }
    String lanes = vector.displayName().replace("Vector", "").toUpperCase(Locale.ROOT);
    code.getstatic(CLASSES, lanes + "_" + bits, ConstantDescs.CD_Class)
        .swap()
        .invokevirtual(ConstantDescs.CD_Class, "cast", CAST)
        .checkcast(vector);
  }

  /** Pushes an object of the class data. */
  static void pushClassData(CodeBuilder code, int index, Class<?> type) {
    DirectMethodHandleDesc classDataAt =
        ConstantDescs.ofConstantBootstrap(
            MethodHandles.class.describeConstable().orElseThrow(),
            "classDataAt",
            ConstantDescs.CD_Object,
            ConstantDescs.CD_int);
    code.loadConstant(
        DynamicConstantDesc.ofNamed(
            classDataAt,
            ConstantDescs.DEFAULT_NAME,
            type.describeConstable().orElseThrow(),
            index));
  }
}
