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
class ScatterTest {
  private static final ElementType[] TYPES = {
    ElementType.F32, ElementType.F64, ElementType.I32, ElementType.I64
  };

  ScatterTest(LoopForm form) {
    form.fix();
  }

  @ParameterizedTest
  @EnumSource(OutOfBounds.class)
  void agreesWithTheDefinitionForAnyWindow(OutOfBounds mode) {
    for (long seed = 0; seed < 1500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      WindowProblem p = new WindowProblem(random);
      ElementType type = TYPES[random.nextInt(4)];
      int width = type.byteWidth();
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment indices = p.indices(arena, random, mode == OutOfBounds.ERROR ? 0 : 4);
        ScatterPlan plan =
            Scatter.add(
                type,
                p.indexType,
                p.operandExtents,
                p.indicesExtents,
                p.dimensions,
                p.sliceSizes,
                mode);
        assertThat(plan.updateExtents()).containsExactly(p.windowsExtents);
        long size = RandomShapes.count(p.operandExtents);
        MemorySegment operand = arena.allocate(size * width, 8);
        MemorySegment expected = arena.allocate(size * width, 8);
        MemorySegment updates = arena.allocate(plan.bytes(), 8);
        for (long i = 0; i < size; i++) {
          TypedValues.put(type, operand, 0, i, random.nextInt(100));
        }
        expected.copyFrom(operand);
        long[] strides = RandomShapes.rowMajor(p.windowsExtents);
        RandomShapes.forEach(
            p.windowsExtents,
            index -> {
              long at = RandomShapes.dot(index, strides);
              double update = random.nextInt(-1000, 1000);
              TypedValues.put(type, updates, 0, at, update);
              long element = p.operandElement(index, indices, mode == OutOfBounds.CLIP);
              if (element >= 0) {
                double sum = TypedValues.get(type, expected, 0, element) + update;
                TypedValues.put(type, expected, 0, element, sum);
              }
            });
        long[] cuts = RandomShapes.cuts(random, plan.units());
        for (int k = cuts.length - 1; k > 0; k--) {
          plan.run(operand, 0, indices, 0, updates, 0, cuts[k - 1], cuts[k]);
        }
        assertThat(operand.mismatch(expected)).as("seed %d: %s %s", seed, type, p).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "I32", "I64"})
  void addsRowsInTheOrderOfTheIndicesHoweverDivided(ElementType type) {
    SplittableRandom random = new SplittableRandom(4);
    int count = 50;
    for (long columns : RandomShapes.EDGES) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment indices = arena.allocate(count * 4L, 4);
        MemorySegment updates = arena.allocate(count * columns * type.byteWidth(), 8);
        MemorySegment table = arena.allocate(3 * columns * type.byteWidth(), 8);
        MemorySegment expected = arena.allocate(table.byteSize(), 8);
        TypedValues.fillUniform(random, type, updates);
        TypedValues.fillUniform(random, type, table);
        expected.copyFrom(table);
        for (int m = 0; m < count; m++) {
          int row = random.nextInt(3);
          indices.setAtIndex(ValueLayout.JAVA_INT, m, row);
          for (long d = 0; d < columns; d++) {
            addOne(type, expected, row * columns + d, updates, m * columns + d);
          }
        }
        ScatterPlan plan =
            Scatter.addRows(type, ElementType.I32, 3, columns, count, OutOfBounds.ERROR);
        assertThat(plan.units()).isEqualTo((columns + 63) / 64);
        long[] cuts = RandomShapes.cuts(random, plan.units());
        for (int k = cuts.length - 1; k > 0; k--) {
          plan.run(table, 0, indices, 0, updates, 0, cuts[k - 1], cuts[k]);
        }
        assertThat(table.mismatch(expected)).as("%d columns", columns).isEqualTo(-1);
      }
    }
  }

  /** The addition in the type's own arithmetic, so that rounding and wrapping are compared too. */
  private static void addOne(
      ElementType type, MemorySegment table, long at, MemorySegment updates, long from) {
    switch (type) {
      case F32 ->
          table.setAtIndex(
              ValueLayout.JAVA_FLOAT,
              at,
              table.getAtIndex(ValueLayout.JAVA_FLOAT, at)
                  + updates.getAtIndex(ValueLayout.JAVA_FLOAT, from));
      case F64 ->
          table.setAtIndex(
              ValueLayout.JAVA_DOUBLE,
              at,
              table.getAtIndex(ValueLayout.JAVA_DOUBLE, at)
                  + updates.getAtIndex(ValueLayout.JAVA_DOUBLE, from));
      case I32 ->
          table.setAtIndex(
              ValueLayout.JAVA_INT,
              at,
              table.getAtIndex(ValueLayout.JAVA_INT, at)
                  + updates.getAtIndex(ValueLayout.JAVA_INT, from));
      default ->
          table.setAtIndex(
              ValueLayout.JAVA_LONG,
              at,
              table.getAtIndex(ValueLayout.JAVA_LONG, at)
                  + updates.getAtIndex(ValueLayout.JAVA_LONG, from));
    }
  }

  @Test
  void anIndexOutOfRangeLeavesTheTableAsItWas() {
    ScatterPlan plan =
        Scatter.addRows(ElementType.F32, ElementType.I64, 10, 200, 5, OutOfBounds.ERROR);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(8000, 4).fill((byte) 0x5A);
      MemorySegment updates = arena.allocate(4000, 4).fill((byte) 1);
      for (long bad : new long[] {12, 10, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62}) {
        MemorySegment indices = arena.allocateFrom(ValueLayout.JAVA_LONG, 0, 9, 1, 1, bad);
        assertThatThrownBy(() -> plan.run(table, 0, indices, 0, updates, 0))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessage(
                "[scatterAdd] index "
                    + bad
                    + " at position 4 is out of range for axis 0 of size 10");
        assertThat(TypedValues.untouched(table, 0, 0)).isTrue();
      }
    }
  }

  @Test
  void refusesWhatItCannotAdd() {
    assertThatThrownBy(
            () -> Scatter.addRows(ElementType.BOOL, ElementType.I32, 10, 2, 5, OutOfBounds.ERROR))
        .hasMessage("[scatterAdd] is not defined for BOOL[10, 2]");
    assertThatThrownBy(
            () -> Scatter.addRows(ElementType.F32, ElementType.F64, 10, 2, 5, OutOfBounds.ERROR))
        .hasMessage("[scatterAdd] indices must be I32 or I64, got F64");
    ScatterPlan plan =
        Scatter.addRows(ElementType.F32, ElementType.I32, 10, 2, 5, OutOfBounds.CLIP);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(80, 4);
      MemorySegment indices = arena.allocate(20, 4);
      MemorySegment updates = arena.allocate(40, 4);
      assertThatThrownBy(() -> plan.run(table.asReadOnly(), 0, indices, 0, updates, 0))
          .hasMessage("[scatterAdd] operand is read-only");
      assertThatThrownBy(() -> plan.run(table, 8, indices, 0, updates, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.run(table, 0, indices, 8, updates, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.run(table, 0, indices, 0, updates, 8))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.run(table, 0, indices, 0, updates, 0, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
