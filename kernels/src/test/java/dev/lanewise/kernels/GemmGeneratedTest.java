package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The generated micro-kernels and transposers at every lane count, whatever this machine prefers.
 */
class GemmGeneratedTest {
  static Stream<VectorSpecies<?>> species() {
    return Stream.of(
        FloatVector.SPECIES_64,
        FloatVector.SPECIES_128,
        FloatVector.SPECIES_256,
        FloatVector.SPECIES_512,
        DoubleVector.SPECIES_128,
        DoubleVector.SPECIES_256,
        DoubleVector.SPECIES_512);
  }

  private static double get(Object array, int index) {
    return array instanceof float[] floats ? floats[index] : ((double[]) array)[index];
  }

  /** Integers, so that every sum is exact whatever the element type. */
  private static Object integers(VectorSpecies<?> species, int length, SplittableRandom random) {
    if (species.elementType() == float.class) {
      float[] floats = new float[length];
      for (int i = 0; i < length; i++) {
        floats[i] = random.nextInt(-8, 9);
      }
      return floats;
    }
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      doubles[i] = random.nextInt(-8, 9);
    }
    return doubles;
  }

  private static MemorySegment segment(Arena arena, Object array) {
    return array instanceof float[] floats
        ? arena.allocateFrom(ValueLayout.JAVA_FLOAT, floats)
        : arena.allocateFrom(ValueLayout.JAVA_DOUBLE, (double[]) array);
  }

  private static double get(MemorySegment segment, VectorSpecies<?> species, int index) {
    return species.elementType() == float.class
        ? segment.getAtIndex(ValueLayout.JAVA_FLOAT, index)
        : segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
  }

  private static GemmMicroKernel generated(GemmMicroKernelGenerator.Shape shape) {
    return GemmMicroKernelGenerator.generate(shape);
  }

  private static GemmMicroKernel scalar(GemmMicroKernelGenerator.Shape shape) {
    return shape.species().elementType() == float.class
        ? new GemmScalarFloats(shape)
        : new GemmScalarDoubles(shape);
  }

  @ParameterizedTest
  @MethodSource("species")
  void everyMicroKernelMultiplies(VectorSpecies<?> species) {
    int kc = 5;
    int lanes = species.length();
    for (int rows : new int[] {1, 5, 6, 8, 12}) {
      for (int vectors = 1; vectors <= 2; vectors++) {
        for (int form = 0; form < 8; form++) {
          boolean columns = (form & 1) != 0;
          boolean packed = (form & 2) != 0;
          boolean resume = (form & 4) != 0;
          int aRow = columns ? 1 : kc + 2;
          int aStep = columns ? 12 : 1;
          GemmMicroKernelGenerator.Shape shape =
              new GemmMicroKernelGenerator.Shape(
                  species, rows, vectors, aRow, aStep, packed, resume);
          SplittableRandom random = new SplittableRandom(form);
          try (Arena arena = Arena.ofConfined()) {
            int width = vectors * lanes;
            int bRow = packed ? width : width + 3;
            int cRow = width + 1;
            Object a = integers(species, 12 * (kc + 2) + 3, random);
            Object b = integers(species, kc * bRow + 4, random);
            Object old = integers(species, rows * cRow + 2, random);
            int bytes = species.elementSize() / Byte.SIZE;
            for (GemmMicroKernel kernel : List.of(generated(shape), scalar(shape))) {
              MemorySegment c = segment(arena, old);
              kernel.multiply(
                  kc,
                  a,
                  3,
                  packed ? b : segment(arena, b),
                  packed ? 4 : 4L * bytes,
                  (long) bRow * bytes,
                  c,
                  2L * bytes,
                  (long) cRow * bytes);
              for (int i = 0; i < rows; i++) {
                for (int j = 0; j < cRow; j++) {
                  double expected = j == width || resume ? get(old, 2 + i * cRow + j) : 0;
                  for (int k = 0; j < width && k < kc; k++) {
                    expected += get(a, 3 + i * aRow + k * aStep) * get(b, 4 + k * bRow + j);
                  }
                  assertThat(get(c, species, 2 + i * cRow + j))
                      .as("C[%d, %d] of %s", i, j, shape)
                      .isEqualTo(expected);
                }
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("species")
  void everyTransposerTransposes(VectorSpecies<?> species) {
    int lanes = species.length();
    int blocks = 3;
    int rowElements = blocks * lanes + 5;
    int pitch = lanes + 2;
    int bytes = species.elementSize() / Byte.SIZE;
    try (Arena arena = Arena.ofConfined()) {
      Object source = integers(species, 1 + lanes * rowElements, new SplittableRandom(1));
      for (GemmTransposer transposer :
          List.of(GemmTransposerGenerator.generate(species), new GemmScalarTransposer(species))) {
        Object panel = integers(species, 7 + blocks * lanes * pitch, new SplittableRandom(2));
        transposer.transpose(
            blocks, segment(arena, source), bytes, (long) rowElements * bytes, panel, 7, pitch);
        for (int i = 0; i < lanes; i++) {
          for (int j = 0; j < blocks * lanes; j++) {
            assertThat(get(panel, 7 + j * pitch + i))
                .as("element (%d, %d) of %s", i, j, species)
                .isEqualTo(get(source, 1 + i * rowElements + j));
          }
        }
      }
    }
  }
}
