package dev.lanewise.graph.optimize;

import static dev.lanewise.graph.optimize.Rewrites.assertKept;
import static dev.lanewise.graph.optimize.Rewrites.assertOptimised;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimplifyLogicTest {
  private static final TensorType FLOATS = TensorType.of(DType.F32, 5);
  private static final TensorType INTS = TensorType.of(DType.I64, 5);
  private static final TensorType BOOLS = TensorType.of(DType.BOOL, 5);

  @ParameterizedTest
  @CsvSource({
    "AND, 0, 0[5]",
    "AND, -1, p0",
    "OR, 0, p0",
    "OR, -1, -1[5]",
    "XOR, 0, p0",
    "XOR, -1, not(p0)"
  })
  void bitsWithNoneOrAll(Binary op, int known, String expected) {
    assertOptimised(b -> b.add(op, b.parameter(INTS), b.full(INTS, known)), expected);
    assertOptimised(b -> b.add(op, b.full(INTS, known), b.parameter(INTS)), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "AND, 0, false[5]",
    "AND, 1, p0",
    "OR, 0, p0",
    "OR, 1, true[5]",
    "XOR, 0, p0",
    "XOR, 1, not(p0)"
  })
  void truthWithFalseOrTrue(Binary op, int known, String expected) {
    assertOptimised(b -> b.add(op, b.parameter(BOOLS), b.full(BOOLS, known)), expected);
  }

  @ParameterizedTest
  @CsvSource({"AND, p0", "OR, p0", "XOR, 0[5]"})
  void bitsWithThemselves(Binary op, String expected) {
    assertOptimised(
        b -> {
          Value x = b.parameter(INTS);
          return b.add(op, x, x);
        },
        expected);
  }

  @Test
  void knownBitsAreRegrouped() {
    assertOptimised(
        b ->
            b.add(
                Binary.XOR, b.add(Binary.XOR, b.parameter(INTS), b.full(INTS, 6)), b.full(INTS, 3)),
        "xor(p0, 5[5])");
  }

  @Test
  void doubleNegation() {
    assertOptimised(b -> b.add(Unary.NOT, b.add(Unary.NOT, b.parameter(INTS))), "p0");
    assertOptimised(b -> b.add(Unary.NOT, b.add(Unary.NOT, b.parameter(BOOLS))), "p0");
  }

  @ParameterizedTest
  @CsvSource({"EQ, ne", "NE, eq", "LT, ge", "LE, gt", "GT, le", "GE, lt"})
  void negatedComparisonsOfIntegers(Comparison op, String negated) {
    assertOptimised(
        b -> b.add(Unary.NOT, b.add(op, b.parameter(INTS), b.parameter(INTS))),
        negated + "(p0, p1)");
  }

  @Test
  void negatedComparisonsOfFloatsKeepNan() {
    assertOptimised(
        b -> b.add(Unary.NOT, b.add(Comparison.EQ, b.parameter(FLOATS), b.parameter(FLOATS))),
        "ne(p0, p1)");
    assertKept(
        b -> b.add(Unary.NOT, b.add(Comparison.LT, b.parameter(FLOATS), b.parameter(FLOATS))));
  }

  @ParameterizedTest
  @CsvSource({
    "EQ, true[5]",
    "NE, false[5]",
    "LT, false[5]",
    "LE, true[5]",
    "GT, false[5]",
    "GE, true[5]"
  })
  void integersComparedWithThemselves(Comparison op, String expected) {
    assertOptimised(
        b -> {
          Value x = b.parameter(INTS);
          return b.add(op, x, x);
        },
        expected);
  }

  @ParameterizedTest
  @EnumSource(Comparison.class)
  void floatsComparedWithThemselvesMayBeNan(Comparison op) {
    if (op == Comparison.LT || op == Comparison.GT) {
      assertOptimised(b -> withItself(b, op), "false[5]");
    } else {
      assertKept(b -> withItself(b, op));
    }
  }

  private static Value withItself(GraphBuilder b, Comparison op) {
    Value x = b.parameter(FLOATS);
    return b.add(op, x, x);
  }

  @ParameterizedTest
  @CsvSource({
    "EQ, 0, not(p0)",
    "EQ, 1, p0",
    "NE, 0, p0",
    "NE, 1, not(p0)",
    "LT, 0, false[5]",
    "LT, 1, not(p0)",
    "LE, 0, not(p0)",
    "LE, 1, true[5]",
    "GT, 0, p0",
    "GT, 1, false[5]",
    "GE, 0, true[5]",
    "GE, 1, p0"
  })
  void truthComparedWithKnown(Comparison op, int known, String expected) {
    assertOptimised(b -> b.add(op, b.parameter(BOOLS), b.full(BOOLS, known)), expected);
  }

  @ParameterizedTest
  @CsvSource({"EQ, eq", "NE, ne", "LT, gt", "LE, ge", "GT, lt", "GE, le"})
  void knownOperandsOfComparisonsStandOnTheRight(Comparison op, String swapped) {
    assertOptimised(
        b -> b.add(op, b.full(FLOATS, 2), b.parameter(FLOATS)), swapped + "(p0, 2.0[5])");
  }

  // Choices.

  @Test
  void choicesThatAreNone() {
    assertOptimised(
        b -> b.select(b.full(BOOLS, 1), b.parameter(FLOATS), b.parameter(FLOATS)), "p0");
    assertOptimised(
        b -> b.select(b.full(BOOLS, 0), b.parameter(FLOATS), b.parameter(FLOATS)), "p1");
    assertOptimised(
        b -> {
          Value condition = b.parameter(BOOLS);
          Value x = b.parameter(FLOATS);
          return b.select(condition, x, x);
        },
        "p1");
    assertOptimised(b -> b.select(b.parameter(BOOLS), b.zeros(FLOATS), b.zeros(FLOATS)), "0.0[5]");
  }

  @Test
  void zerosOfDifferentSignAreAChoice() {
    assertKept(
        b -> {
          Value condition = b.parameter(BOOLS);
          Value zeros = b.zeros(FLOATS);
          return b.select(condition, zeros, b.full(FLOATS, -0.0));
        });
  }

  @Test
  void conditionsAreSimplified() {
    assertOptimised(
        b -> b.select(b.add(Unary.NOT, b.parameter(BOOLS)), b.parameter(INTS), b.parameter(INTS)),
        "select(p0, p2, p1)");
    assertOptimised(b -> b.select(b.parameter(BOOLS), b.full(BOOLS, 1), b.full(BOOLS, 0)), "p0");
    assertOptimised(
        b -> b.select(b.parameter(BOOLS), b.full(BOOLS, 0), b.full(BOOLS, 1)), "not(p0)");
  }

  @Test
  void theSameChoiceTwiceIsMadeOnce() {
    assertOptimised(
        b -> {
          Value c = b.parameter(BOOLS);
          return b.select(
              c, b.select(c, b.parameter(FLOATS), b.parameter(FLOATS)), b.parameter(FLOATS));
        },
        "select(p0, p1, p3)");
    assertOptimised(
        b -> {
          Value c = b.parameter(BOOLS);
          Value x = b.parameter(FLOATS);
          return b.select(c, x, b.select(c, b.parameter(FLOATS), b.parameter(FLOATS)));
        },
        "select(p0, p1, p3)");
  }

  @Test
  void clampsWithOneBoundOrTwice() {
    Elementwise clamp = new Elementwise.Clamp();
    assertOptimised(
        b ->
            b.add(
                clamp,
                b.full(FLOATS, Double.NEGATIVE_INFINITY),
                b.parameter(FLOATS),
                b.parameter(FLOATS)),
        "min(p0, p1)");
    assertOptimised(
        b ->
            b.add(
                clamp,
                b.parameter(FLOATS),
                b.parameter(FLOATS),
                b.full(FLOATS, Double.POSITIVE_INFINITY)),
        "max(p1, p0)");
    assertOptimised(
        b -> {
          Value low = b.parameter(FLOATS);
          Value high = b.parameter(FLOATS);
          return b.add(clamp, low, b.add(clamp, low, b.parameter(FLOATS), high), high);
        },
        "clamp(p0, p2, p1)");
  }

  // Conversions.

  @ParameterizedTest
  @CsvSource({
    "BF16, F32, F64",
    "F32, F64, F32",
    "F32, F64, BF16",
    "F32, F64, I32",
    "I32, F64, F32",
    "I32, I64, F64",
    "I32, F64, I64",
    "BOOL, F32, I64",
    "BOOL, I32, BOOL",
    "F32, F64, BOOL"
  })
  void detoursThroughWiderTypesAreLeftOut(DType from, DType via, DType to) {
    TensorType type = TensorType.of(from, 20);
    assertOptimised(
        b -> {
          Value wide = b.add(new Elementwise.Convert(via), b.parameter(type));
          return b.add(new Elementwise.Convert(to), wide);
        },
        from == to ? "p0" : "convert(p0; to=" + to + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "F64, F32, F64",
    "F32, BF16, F32",
    "I64, F64, I64",
    "I32, F32, I64",
    "I64, I32, I64",
    "F32, I32, F32",
    "F64, I64, BOOL"
  })
  void detoursThatLoseSomethingStay(DType from, DType via, DType to) {
    assertKept(
        b -> {
          Value narrow = b.add(new Elementwise.Convert(via), b.parameter(TensorType.of(from, 20)));
          return b.add(new Elementwise.Convert(to), narrow);
        });
  }

  @Test
  void countingToOneIsNotCounting() {
    assertOptimised(b -> b.add(new Elementwise.Iota(TensorType.of(DType.I32, 4, 1), 1)), "0[4, 1]");
    assertKept(b -> b.add(new Elementwise.Iota(TensorType.of(DType.I32, 4, 1), 0)));
  }

  @Test
  void constantsOfEqualElementsAreOneElement() {
    assertOptimised(b -> b.constant(Literal.ofReals(FLOATS, 3, 3, 3, 3, 3)), "3.0[5]");
    assertKept(b -> b.constant(Literal.ofReals(FLOATS, 0.0, -0.0, 0.0, 0.0, 0.0)));
  }
}
