package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@InBothForms
class GatherTest {
  GatherTest(LoopForm form) {
    form.fix();
  }

  @ParameterizedTest
  @EnumSource(OutOfBounds.class)
  void agreesWithTheDefinitionForAnyWindow(OutOfBounds mode) {
    for (long seed = 0; seed < 1500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      WindowProblem p = new WindowProblem(random);
      int width = 1 << random.nextInt(4);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment indices = p.indices(arena, random, mode == OutOfBounds.ERROR ? 0 : 4);
        MemorySegment operand = arena.allocate(RandomShapes.count(p.operandExtents) * width);
        RandomShapes.randomBytes(random, operand);
        GatherPlan plan =
            Gather.plan(
                width,
                p.indexType,
                p.operandExtents,
                p.indicesExtents,
                p.dimensions,
                p.sliceSizes,
                mode);
        assertThat(plan.outExtents()).containsExactly(p.windowsExtents);
        MemorySegment out = arena.allocate(plan.bytes() + 8);
        out.fill((byte) 0x5A);
        MemorySegment expected = arena.allocate(plan.bytes());
        long[] strides = RandomShapes.rowMajor(p.windowsExtents);
        RandomShapes.forEach(
            p.windowsExtents,
            index -> {
              long element = p.operandElement(index, indices, mode == OutOfBounds.CLIP);
              if (element >= 0) {
                long at = RandomShapes.dot(index, strides) * width;
                MemorySegment.copy(operand, element * width, expected, at, width);
              }
            });
        long[] cuts = RandomShapes.cuts(random, plan.units());
        for (int k = cuts.length - 1; k > 0; k--) {
          plan.run(operand, 0, indices, 0, out, 4, cuts[k - 1], cuts[k]);
        }
        assertThat(out.asSlice(4, plan.bytes()).mismatch(expected))
            .as("seed %d: %s", seed, p)
            .isEqualTo(-1);
        assertThat(TypedValues.untouched(out, 4, plan.bytes())).isTrue();
      }
    }
  }

  @Test
  void gathersRowsOfEveryLength() {
    SplittableRandom random = new SplittableRandom(2);
    try (Arena arena = Arena.ofConfined()) {
      for (long columns : RandomShapes.EDGES) {
        MemorySegment table = arena.allocate(7 * columns * 4, 4);
        RandomShapes.randomBytes(random, table);
        MemorySegment indices = arena.allocateFrom(ValueLayout.JAVA_LONG, 6, 0, 3, 3, 1);
        MemorySegment out = arena.allocate(5 * columns * 4, 4);
        Gather.rows(4, ElementType.I64, 7, columns, 5, OutOfBounds.ERROR)
            .run(table, 0, indices, 0, out, 0);
        int[] rows = {6, 0, 3, 3, 1};
        for (int m = 0; m < 5; m++) {
          MemorySegment expected = table.asSlice(rows[m] * columns * 4, columns * 4);
          assertThat(out.asSlice(m * columns * 4, columns * 4).mismatch(expected))
              .as("row %d of %d columns", m, columns)
              .isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void namesTheIndexThatIsOutOfRange() {
    GatherPlan plan = Gather.rows(4, ElementType.I32, 10, 2, 5, OutOfBounds.ERROR);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(80, 4);
      MemorySegment out = arena.allocate(40, 4).fill((byte) 0x5A);
      for (int bad : new int[] {12, 10, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        MemorySegment indices = arena.allocateFrom(ValueLayout.JAVA_INT, 0, 9, 1, bad, 2);
        assertThatThrownBy(() -> plan.run(table, 0, indices, 0, out, 0))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessage(
                "[gather] index " + bad + " at position 3 is out of range for axis 0 of size 10");
        assertThat(TypedValues.untouched(out, 0, 24)).isTrue();
      }
    }
    GatherPlan windows =
        Gather.plan(
            4,
            ElementType.I64,
            new long[] {10},
            new long[] {1, 1},
            WindowDimensions.of(new int[] {1}, new int[0], new int[0], new int[0], new int[] {0}),
            new long[] {3},
            OutOfBounds.ERROR);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment operand = arena.allocate(40, 4);
      MemorySegment out = arena.allocate(12, 4);
      MemorySegment index = arena.allocateFrom(ValueLayout.JAVA_LONG, 8);
      assertThatThrownBy(() -> windows.run(operand, 0, index, 0, out, 0))
          .hasMessage(
              "[gather] index 8 at position 0 is out of range for axis 0 of size 10 with a window"
                  + " of 3");
    }
  }

  @Test
  void refusesDimensionNumbersThatDoNotAgree() {
    int[] none = {};
    int[] first = {0};
    int[] second = {1};
    long[] operand = {4, 5};
    long[] indices = {3, 1};
    long[] row = {1, 5};
    refused(
        operand, indices, WindowDimensions.of(none, first, none, none, first), row, "offsetDims");
    refused(
        operand,
        indices,
        WindowDimensions.of(new int[] {2}, first, none, none, first),
        row,
        "axes must be distinct and in [0, 2)");
    refused(
        operand,
        new long[] {3, 2},
        WindowDimensions.of(second, first, none, none, first),
        row,
        "last axis of the indices");
    refused(
        operand,
        indices,
        WindowDimensions.of(second, first, none, none, first),
        new long[] {2, 5},
        "a window must fit");
    refused(
        operand,
        indices,
        WindowDimensions.of(second, first, none, none, first),
        new long[] {1, 6},
        "a window must fit");
    refused(
        operand,
        indices,
        WindowDimensions.of(second, none, first, first, second),
        row,
        "batching axes must have the same extent");
    refused(
        operand,
        indices,
        WindowDimensions.of(second, none, first, none, second),
        row,
        "same number of batching axes");
    refused(
        operand,
        new long[] {4, 1},
        WindowDimensions.of(second, none, first, first, first),
        row,
        "start at 0 on batching axes");
    assertThatThrownBy(() -> Gather.rows(4, ElementType.F32, 4, 5, 3, OutOfBounds.CLIP))
        .hasMessage("[gather] indices must be I32 or I64, got F32");
    assertThatThrownBy(() -> Gather.rows(5, ElementType.I32, 4, 5, 3, OutOfBounds.CLIP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(
      long[] operand, long[] indices, WindowDimensions dimensions, long[] sizes, String why) {
    assertThatThrownBy(
            () ->
                Gather.plan(
                    4, ElementType.I32, operand, indices, dimensions, sizes, OutOfBounds.ERROR))
        .as("%s", dimensions)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[gather]")
        .hasMessageContaining(why);
  }

  @Test
  void refusesMemoryItMayNotTouch() {
    GatherPlan plan = Gather.rows(4, ElementType.I32, 10, 2, 5, OutOfBounds.CLIP);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(80, 4);
      MemorySegment indices = arena.allocate(20, 4);
      MemorySegment out = arena.allocate(40, 4);
      assertThatThrownBy(() -> plan.run(table, 4, indices, 0, out, 0))
          .hasMessageStartingWith("[gather] operand needs bytes [0, 80) from offset 4");
      assertThatThrownBy(() -> plan.run(table, 0, indices, 4, out, 0))
          .hasMessageStartingWith("[gather] indices needs bytes [0, 20) from offset 4");
      assertThatThrownBy(() -> plan.run(table, 0, indices, 0, out, 4))
          .hasMessageStartingWith("[gather] output needs bytes [0, 40) from offset 4");
      assertThatThrownBy(() -> plan.run(table, 0, indices, 0, out.asReadOnly(), 0))
          .hasMessage("[gather] output is read-only");
      assertThatThrownBy(() -> plan.run(table, 0, MemorySegment.ofArray(new int[5]), 0, out, 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> plan.run(table, 0, indices, 0, out, 0, 4, 6))
          .hasMessage("[gather] units [4, 6) lie outside [0, 5)");
    }
  }
}
