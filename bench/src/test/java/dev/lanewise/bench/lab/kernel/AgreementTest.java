package dev.lanewise.bench.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final List<Operand> OPERANDS =
      List.of(Operand.input(ElementType.F32, 5), Operand.output(ElementType.F32, 5));

  private static Memory memory(Arena arena, float... results) {
    Memory memory = Memory.allocate(arena, OPERANDS, 3);
    for (int i = 0; i < results.length; i++) {
      memory.get(1).setAtIndex(ValueLayout.JAVA_FLOAT, i, results[i]);
    }
    return memory;
  }

  @Test
  void sameNumbersAgreeNaNsAndZerosToo() {
    try (Arena arena = Arena.ofConfined()) {
      Memory a = memory(arena, 1, Float.NaN, 0f, Float.POSITIVE_INFINITY, 5);
      Memory b = memory(arena, 1, Float.NaN, -0f, Float.POSITIVE_INFINITY, 5);
      assertThat(Agreement.EXACT.firstDifference(a, b)).isEmpty();
    }
  }

  @Test
  void aDifferenceIsMeasuredInUlpsOrByTheLargest() {
    try (Arena arena = Arena.ofConfined()) {
      Memory twin = memory(arena, 1, 1, 1, 1, 1000);
      Memory near = memory(arena, 1, 1 + 2 * Math.ulp(1f), 1, 1, 1000);
      assertThat(Agreement.ulps(2).firstDifference(near, twin)).isEmpty();
      assertThat(Agreement.ulps(1).firstDifference(near, twin))
          .hasValueSatisfying(text -> assertThat(text).startsWith("operand 1 at 1:"));
      Memory far = memory(arena, 1.5f, 1, 1, 1, 1000);
      assertThat(Agreement.relative(1e-3).firstDifference(far, twin)).isEmpty();
      assertThat(Agreement.relative(1e-4).firstDifference(far, twin)).isPresent();
    }
  }

  @Test
  void anElementLeftOutShows() {
    try (Arena arena = Arena.ofConfined()) {
      Memory all = memory(arena, 1, 2, 3, 4, 5);
      Memory oneLess = memory(arena, 1, 2, 3, 4);
      assertThat(new Agreement(1e9, 1).firstDifference(oneLess, all)).isPresent();
    }
  }

  @Test
  void anInputThatIsWrittenToShows() {
    try (Arena arena = Arena.ofConfined()) {
      Memory a = memory(arena, 1, 2, 3, 4, 5);
      Memory b = memory(arena, 1, 2, 3, 4, 5);
      assertThat(Agreement.EXACT.firstDifference(a, b)).isEmpty();
      a.get(0).setAtIndex(ValueLayout.JAVA_FLOAT, 4, 77);
      assertThat(Agreement.EXACT.firstDifference(a, b))
          .contains("operand 0 is an input and was written to");
    }
  }

  @Test
  void operandsAreFilledFromTheSeedWithinTheirRange() {
    try (Arena arena = Arena.ofConfined()) {
      List<Operand> operands =
          List.of(
              Operand.input(ElementType.F64, 300_000).in(-2, 3),
              Operand.input(ElementType.I32, 1000).in(0, 10));
      Memory a = Memory.allocate(arena, operands, 1);
      Memory b = Memory.allocate(arena, operands, 1);
      Memory c = Memory.allocate(arena, operands, 2);
      assertThat(a.get(0).mismatch(b.get(0))).isEqualTo(-1);
      assertThat(a.get(0).mismatch(c.get(0))).isNotEqualTo(-1);
      for (int i = 0; i < 300_000; i++) {
        assertThat(a.get(0).getAtIndex(ValueLayout.JAVA_DOUBLE, i)).isBetween(-2.0, 3.0);
      }
      for (int i = 0; i < 1000; i++) {
        assertThat(a.get(1).getAtIndex(ValueLayout.JAVA_INT, i)).isBetween(0, 9);
      }
      assertThat(a.get(0).address() % 64).isZero();
    }
  }

  @Test
  void operandsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Operand.input(ElementType.F32, -1))
        .withMessage("[operand] count must not be negative, got -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Operand.input(ElementType.F32, 1).in(1, 1))
        .withMessageStartingWith("[operand] expected a finite range");
  }
}
