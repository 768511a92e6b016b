package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.fail;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scalar twin of every elementwise loop computes the bits of its vector loop, from any bits.
 * NaN equals NaN: which payload survives is not defined for either.
 */
class ScalarTwinTest {
  private static final long SEED = 20261127;
  private static final int N = 100_003;
  private static final VectorShape SHAPE = VectorShape.preferredShape();

  /** A loop in its two forms, over operands of any number. */
  private interface Loop {
    void run(List<MemorySegment> operands, MemorySegment out);
  }

  private static Arguments row(
      Object name, TwinLoop twin, List<ElementType> operands, ElementType result, Loop loop) {
    return Arguments.of(String.valueOf(name), twin, operands, result, loop);
  }

  static Stream<Arguments> loops() {
    List<Arguments> rows = new ArrayList<>();
    for (ElementType type : ElementType.values()) {
      for (UnaryOperation operation : UnaryOperation.values()) {
        unary(rows, operation, type, operation.resultType(type), loop(operation, type));
      }
      for (ElementType to : ElementType.values()) {
        unary(rows, "convert", type, to, ConversionTable.loop(type, to, SHAPE));
      }
      for (BinaryOperation operation : BinaryOperation.values()) {
        if (operation.supports(type)) {
          binary(rows, operation, type, type, BinaryTable.row(operation)::loop);
        }
      }
      for (Comparison comparison : Comparison.values()) {
        if (comparison.supports(type)) {
          binary(
              rows,
              comparison,
              type,
              ElementType.BOOL,
              (t, shape, a, b) -> ComparisonTable.comparison(comparison, t, shape, a, b));
        }
      }
      for (int variant = 0; variant < 8; variant += type == ElementType.F32 ? 1 : 8) {
        boolean a = (variant & 1) != 0;
        boolean b = (variant & 2) != 0;
        boolean c = (variant & 4) != 0;
        ternary(
            rows,
            "select " + variant,
            ElementType.BOOL,
            type,
            ComparisonTable.select(type, SHAPE, a, b, c));
        if (ComparisonTable.supportsClamp(type)) {
          ternary(
              rows, "clamp " + variant, type, type, ComparisonTable.clamp(type, SHAPE, a, b, c));
        }
      }
    }
    return rows.stream();
  }

  private static UnaryLoop loop(UnaryOperation operation, ElementType type) {
    return UnaryTable.row(operation).loop(type, SHAPE);
  }

  private static void unary(
      List<Arguments> rows, Object name, ElementType in, ElementType out, UnaryLoop loop) {
    if (loop instanceof UnaryTwin twin) {
      Loop run = (operands, to) -> twin.run(operands.getFirst(), 0, to, 0, N);
      rows.add(row(name + " of " + in + " to " + out, twin, List.of(in), out, run));
    }
  }

  private interface BinaryMaker {
    BinaryLoop make(ElementType type, VectorShape shape, boolean aScalar, boolean bScalar);
  }

  private static void binary(
      List<Arguments> rows, Object name, ElementType in, ElementType out, BinaryMaker maker) {
    // What is repeated does not depend on the operation: all variants of one are enough.
    int variants = name == BinaryOperation.ADD || name == Comparison.LT ? 4 : 1;
    for (int variant = 0; variant < variants; variant++) {
      boolean aScalar = (variant & 1) != 0;
      boolean bScalar = (variant & 2) != 0;
      if (maker.make(in, SHAPE, aScalar, bScalar) instanceof BinaryTwin twin) {
        String title = name + " of " + in + ", " + variant;
        Loop run = (x, to) -> twin.run(x.getFirst(), 0, x.get(1), 0, to, 0, N);
        rows.add(row(title, twin, List.of(in, in), out, run));
      }
    }
  }

  private static void ternary(
      List<Arguments> rows, String name, ElementType first, ElementType type, TernaryLoop loop) {
    if (loop instanceof TernaryTwin twin) {
      Loop run = (x, to) -> twin.run(x.getFirst(), 0, x.get(1), 0, x.get(2), 0, to, 0, N);
      rows.add(row(name + " of " + type, twin, List.of(first, type, type), type, run));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loops")
  void scalarAndVectorLoopsGiveTheSameBits(
      String name, TwinLoop twin, List<ElementType> operandTypes, ElementType type, Loop loop) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      List<MemorySegment> operands =
          operandTypes.stream().map(t -> operand(arena, t, random)).toList();
      ElementwiseElements scalar = new ElementwiseElements(arena, type, N, 0);
      ElementwiseElements vector = new ElementwiseElements(arena, type, N, 0);
      twin.setWarm(false);
      loop.run(operands, scalar.memory);
      twin.makeReady();
      twin.setWarm(true);
      loop.run(operands, vector.memory);
      for (int i = 0; i < N; i++) {
        long expected = vector.bits(i);
        if (scalar.bits(i) != expected) {
          fail(
              "%s: %s instead of %s at %d, seed %d"
                  .formatted(name, scalar.get(i), vector.get(i), i, SEED));
        }
      }
    }
  }

  /** A third of the elements any bits, the others special values and numbers as they occur. */
  private static MemorySegment operand(Arena arena, ElementType type, SplittableRandom random) {
    MemorySegment memory = new ElementwiseElements(arena, type, N, 0).randomize(random).memory;
    for (long at = 0; at < memory.byteSize() / 3; at++) {
      memory.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
    }
    return memory;
  }
}
