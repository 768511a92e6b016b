package dev.lanewise.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;

/**
 * The final classes of vectors. A cast to one that stands here is ten bytes of bytecode; to ask its
 * species for it takes fifteen, and the just-in-time compilers measure code in bytes.
 */
final class VectorClasses {
  static final Class<?> FLOAT_64 = FloatVector.SPECIES_64.vectorType();
  static final Class<?> FLOAT_128 = FloatVector.SPECIES_128.vectorType();
  static final Class<?> FLOAT_256 = FloatVector.SPECIES_256.vectorType();
  static final Class<?> FLOAT_512 = FloatVector.SPECIES_512.vectorType();

  static final Class<?> DOUBLE_64 = DoubleVector.SPECIES_64.vectorType();
  static final Class<?> DOUBLE_128 = DoubleVector.SPECIES_128.vectorType();
  static final Class<?> DOUBLE_256 = DoubleVector.SPECIES_256.vectorType();
  static final Class<?> DOUBLE_512 = DoubleVector.SPECIES_512.vectorType();

  static final Class<?> LONG_64 = LongVector.SPECIES_64.vectorType();
  static final Class<?> LONG_128 = LongVector.SPECIES_128.vectorType();
  static final Class<?> LONG_256 = LongVector.SPECIES_256.vectorType();
  static final Class<?> LONG_512 = LongVector.SPECIES_512.vectorType();

  static final Class<?> INT_64 = IntVector.SPECIES_64.vectorType();
  static final Class<?> INT_128 = IntVector.SPECIES_128.vectorType();
  static final Class<?> INT_256 = IntVector.SPECIES_256.vectorType();
  static final Class<?> INT_512 = IntVector.SPECIES_512.vectorType();

  static final Class<?> SHORT_64 = ShortVector.SPECIES_64.vectorType();
  static final Class<?> SHORT_128 = ShortVector.SPECIES_128.vectorType();
  static final Class<?> SHORT_256 = ShortVector.SPECIES_256.vectorType();
  static final Class<?> SHORT_512 = ShortVector.SPECIES_512.vectorType();

  static final Class<?> BYTE_64 = ByteVector.SPECIES_64.vectorType();
  static final Class<?> BYTE_128 = ByteVector.SPECIES_128.vectorType();
  static final Class<?> BYTE_256 = ByteVector.SPECIES_256.vectorType();
  static final Class<?> BYTE_512 = ByteVector.SPECIES_512.vectorType();

  private VectorClasses() {}
}
