package dev.lanewise.graph.optimize;

import static dev.lanewise.graph.optimize.Rewrites.assertKept;
import static dev.lanewise.graph.optimize.Rewrites.assertOptimised;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import org.junit.jupiter.api.Test;

class SimplifyMovementTest {

  private static Value x(GraphBuilder b, int... extents) {
    return b.parameter(TensorType.of(DType.F32, extents));
  }

  private static Value reshape(GraphBuilder b, Value x, int... extents) {
    return b.add(new Movement.Reshape(Shape.of(extents)), x);
  }

  private static Value transpose(GraphBuilder b, Value x, int... permutation) {
    return b.add(new Movement.Transpose(Ints.of(permutation)), x);
  }

  private static Value broadcast(GraphBuilder b, Value x, Ints axes, int... extents) {
    return b.add(new Movement.BroadcastInDim(Shape.of(extents), axes), x);
  }

  private static Value slice(GraphBuilder b, Value x, Ints starts, Ints limits, Ints strides) {
    return b.add(new Movement.Slice(starts, limits, strides), x);
  }

  private static Value pad(GraphBuilder b, Value x, Ints low, Ints high, Ints interior) {
    return b.add(new Movement.Pad(low, high, interior), x, b.scalar(DType.F32, 0));
  }

  // Reshapes, transpositions, broadcasts.

  @Test
  void movementsThatMoveNothing() {
    assertOptimised(b -> reshape(b, x(b, 2, 3), 2, 3), "p0");
    assertOptimised(b -> transpose(b, x(b, 2, 3), 0, 1), "p0");
    assertOptimised(b -> broadcast(b, x(b, 2, 3), Ints.of(0, 1), 2, 3), "p0");
    assertOptimised(b -> b.add(new Movement.Reverse(Ints.of()), x(b, 2, 3)), "p0");
    assertOptimised(b -> b.add(new Movement.Reverse(Ints.of(0)), x(b, 1, 3)), "p0");
    assertOptimised(b -> slice(b, x(b, 4), Ints.of(0), Ints.of(4), Ints.of(1)), "p0");
    assertOptimised(b -> pad(b, x(b, 4), Ints.of(0), Ints.of(0), Ints.of(0)), "p0");
    assertOptimised(b -> b.add(new Movement.Concat(0), x(b, 4)), "p0");
  }

  @Test
  void chainsAreOneStep() {
    assertOptimised(b -> reshape(b, reshape(b, x(b, 2, 6), 3, 4), 12), "reshape(p0; shape=[12])");
    assertOptimised(b -> reshape(b, reshape(b, x(b, 2, 6), 3, 4), 2, 6), "p0");
    assertOptimised(
        b -> transpose(b, transpose(b, x(b, 2, 3, 4), 1, 2, 0), 1, 2, 0),
        "transpose(p0; permutation=[2, 0, 1])");
    assertOptimised(b -> transpose(b, transpose(b, x(b, 2, 3, 4), 1, 2, 0), 2, 0, 1), "p0");
    assertOptimised(
        b -> broadcast(b, broadcast(b, x(b, 3), Ints.of(1), 2, 3), Ints.of(0, 2), 2, 5, 3),
        "broadcastInDim(p0; shape=[2, 5, 3], axes=[2])");
    assertOptimised(
        b ->
            b.add(
                new Movement.Reverse(Ints.of(0, 1)),
                b.add(new Movement.Reverse(Ints.of(1, 2)), x(b, 2, 3, 4))),
        "reverse(p0; axes=[0, 2])");
  }

  @Test
  void movingAxesOfOneElementIsReshaping() {
    assertOptimised(b -> transpose(b, x(b, 2, 1, 3), 1, 0, 2), "reshape(p0; shape=[1, 2, 3])");
    assertOptimised(
        b -> broadcast(b, x(b, 2, 3), Ints.of(0, 2), 2, 1, 3), "reshape(p0; shape=[2, 1, 3])");
    assertKept(b -> transpose(b, x(b, 2, 1, 3), 2, 1, 0));
  }

  @Test
  void keptDimensionsAreNewAxesOfTheBroadcast() {
    // As softmax writes it: reduce, keep the axis as one of extent 1, repeat along it.
    assertOptimised(
        b -> broadcast(b, reshape(b, x(b, 4), 4, 1), Ints.of(0, 1), 4, 6),
        "broadcastInDim(p0; shape=[4, 6], axes=[0])");
    assertOptimised(
        b -> reshape(b, broadcast(b, x(b, 4), Ints.of(0), 4, 6), 1, 4, 6),
        "broadcastInDim(p0; shape=[1, 4, 6], axes=[1])");
    assertOptimised(
        b -> reshape(b, broadcast(b, x(b, 4, 1), Ints.of(0, 2), 4, 6, 1), 1, 4, 6),
        "broadcastInDim(reshape(p0; shape=[4]); shape=[1, 4, 6], axes=[1])");
  }

  @Test
  void transposingARepetitionTransposesWhatIsRepeated() {
    assertOptimised(
        b -> transpose(b, broadcast(b, x(b, 4), Ints.of(0), 4, 6), 1, 0),
        "broadcastInDim(p0; shape=[6, 4], axes=[1])");
    assertOptimised(
        b -> transpose(b, broadcast(b, x(b, 3, 4), Ints.of(1, 2), 6, 3, 4), 0, 2, 1),
        "broadcastInDim(transpose(p0; permutation=[1, 0]); shape=[6, 4, 3], axes=[1, 2])");
  }

  @Test
  void equalElementsStayEqual() {
    TensorType type = TensorType.of(DType.F32, 2, 3);
    assertOptimised(b -> reshape(b, b.full(type, 2), 6), "2.0[6]");
    assertOptimised(b -> transpose(b, b.full(type, 2), 1, 0), "2.0[3, 2]");
    assertOptimised(b -> b.add(new Movement.Reverse(Ints.of(1)), b.full(type, 2)), "2.0[2, 3]");
    assertOptimised(
        b -> slice(b, b.full(type, 2), Ints.of(0, 1), Ints.of(2, 3), Ints.of(1, 1)), "2.0[2, 2]");
    assertOptimised(
        b -> pad(b, b.zeros(type), Ints.of(1, 1), Ints.of(0, 0), Ints.of(0, 2)), "0.0[3, 8]");
    assertOptimised(
        b -> b.add(new Movement.Concat(0), b.full(type, 2), b.full(type, 2)), "2.0[4, 3]");
    assertOptimised(
        b -> broadcast(b, reshape(b, x(b), 1, 1), Ints.of(0, 1), 5, 4),
        "broadcastInDim(p0; shape=[5, 4], axes=[])");
  }

  // Slices, padding, concatenation.

  @Test
  void slicesOfSlices() {
    assertOptimised(
        b -> {
          Value first = slice(b, x(b, 40), Ints.of(3), Ints.of(38), Ints.of(2));
          return slice(b, first, Ints.of(1), Ints.of(12), Ints.of(3));
        },
        "slice(p0; starts=[5], limits=[24], strides=[6])");
    assertOptimised(
        b -> {
          Value first = slice(b, x(b, 40), Ints.of(3), Ints.of(38), Ints.of(2));
          return slice(b, first, Ints.of(4), Ints.of(5), Ints.of(Integer.MAX_VALUE));
        },
        "slice(p0; starts=[11], limits=[12], strides=[1])");
  }

  @Test
  void slicesOfRepetitions() {
    assertOptimised(
        b ->
            slice(
                b,
                broadcast(b, x(b, 4), Ints.of(0), 4, 6),
                Ints.of(1, 2),
                Ints.of(3, 6),
                Ints.of(1, 2)),
        "broadcastInDim(slice(p0; starts=[1], limits=[3], strides=[1]); shape=[2, 2], axes=[0])");
  }

  @Test
  void slicesOfPartsOfAConcatenation() {
    assertOptimised(
        b ->
            slice(
                b,
                b.add(new Movement.Concat(0), x(b, 4), x(b, 5)),
                Ints.of(5),
                Ints.of(8),
                Ints.of(2)),
        "slice(p1; starts=[1], limits=[4], strides=[2])");
    assertKept(
        b ->
            slice(
                b,
                b.add(new Movement.Concat(0), x(b, 4), x(b, 5)),
                Ints.of(3),
                Ints.of(8),
                Ints.of(1)));
  }

  @Test
  void slicesThatUndoPadding() {
    assertOptimised(
        b ->
            slice(
                b,
                pad(b, x(b, 4), Ints.of(2), Ints.of(1), Ints.of(1)),
                Ints.of(2),
                Ints.of(9),
                Ints.of(2)),
        "p0");
  }

  @Test
  void paddingThatCutsIsASlice() {
    assertOptimised(
        b -> pad(b, x(b, 6), Ints.of(-1), Ints.of(-2), Ints.of(0)),
        "slice(p0; starts=[1], limits=[4], strides=[1])");
  }

  @Test
  void paddingTwiceIsPaddingOnce() {
    assertOptimised(
        b ->
            pad(
                b,
                pad(b, x(b, 6), Ints.of(1), Ints.of(2), Ints.of(0)),
                Ints.of(3),
                Ints.of(0),
                Ints.of(0)),
        "pad(p0, 0.0; low=[4], high=[2], interior=[0])");
    assertKept(
        b -> {
          Value x = x(b, 6);
          Value zero = b.scalar(DType.F32, 0);
          Value cut = b.add(new Movement.Pad(Ints.of(-1), Ints.of(1), Ints.of(0)), x, zero);
          return b.add(new Movement.Pad(Ints.of(1), Ints.of(1), Ints.of(0)), cut, zero);
        });
  }

  @Test
  void paddingOfNothingIsOnlyPadding() {
    assertOptimised(b -> pad(b, x(b, 0), Ints.of(2), Ints.of(3), Ints.of(0)), "0.0[5]");
    assertOptimised(
        b -> b.add(new Movement.Pad(Ints.of(2), Ints.of(1), Ints.of(0)), x(b, 0), x(b)),
        "broadcastInDim(p1; shape=[3], axes=[])");
  }

  @Test
  void concatenationsAreFlattened() {
    assertOptimised(
        b ->
            b.add(
                new Movement.Concat(0),
                x(b, 2),
                x(b, 0),
                b.add(new Movement.Concat(0), x(b, 3), x(b, 4))),
        "concat(p0, p2, p3; axis=0)");
    assertOptimised(b -> b.add(new Movement.Concat(0), x(b, 0), x(b, 3)), "p1");
    assertKept(
        b ->
            b.add(
                new Movement.Concat(1),
                x(b, 2, 2),
                b.add(new Movement.Concat(0), x(b, 1, 2), x(b, 1, 2))));
  }

  // Windows at computed positions.

  @Test
  void knownStartsAreClampedAtOnce() {
    assertOptimised(
        b ->
            b.add(
                new Movement.DynamicSlice(Shape.of(2, 3)),
                x(b, 5, 3),
                b.scalar(DType.I32, 9),
                b.parameter(TensorType.scalar(DType.I32))),
        "slice(p0; starts=[3, 0], limits=[5, 3], strides=[1, 1])");
    assertOptimised(
        b ->
            b.add(
                new Movement.DynamicSlice(Shape.of(5)),
                x(b, 5),
                b.parameter(TensorType.scalar(DType.I32))),
        "p0");
  }

  @Test
  void updatesOfAllOrNothing() {
    Movement update = new Movement.DynamicUpdateSlice();
    TensorType start = TensorType.scalar(DType.I32);
    assertOptimised(b -> b.add(update, x(b, 5), x(b, 5), b.parameter(start)), "p1");
    assertOptimised(b -> b.add(update, x(b, 5), x(b, 0), b.parameter(start)), "p0");
    TensorType type = TensorType.of(DType.F32, 5);
    assertOptimised(
        b -> b.add(update, b.zeros(type), b.zeros(TensorType.of(DType.F32, 2)), b.parameter(start)),
        "0.0[5]");
  }

  @Test
  void scatteringNothingChangesNothing() {
    Indexing.WindowMap rows =
        new Indexing.WindowMap(Ints.of(1), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
    assertOptimised(
        b ->
            b.add(
                new Indexing.ScatterAdd(rows, Ints.of(1, 3), Indexing.OutOfBounds.ERROR),
                x(b, 5, 3),
                b.parameter(TensorType.of(DType.I32, 0, 1)),
                x(b, 0, 3)),
        "p0");
  }

  @Test
  void anIndexOutOfRangeStaysAnErrorEvenIfTheWindowsAreEmpty() {
    Indexing.WindowMap rows =
        new Indexing.WindowMap(Ints.of(1), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
    assertKept(
        b ->
            b.add(
                new Indexing.Gather(rows, Ints.of(1, 0), Indexing.OutOfBounds.ERROR),
                b.constant(Literal.ofReals(TensorType.of(DType.F32, 2, 2), 1, 2, 3, 4)),
                b.constant(Literal.ofIntegers(TensorType.of(DType.I32, 2, 1), 7, 8))));
  }

  @Test
  void knownElementsAreFolded() {
    assertOptimised(
        b -> {
          Value known = b.constant(Literal.ofReals(TensorType.of(DType.F32, 2, 2), 1, 2, 3, 4));
          return b.add(transpose(b, known, 1, 0), b.add(new Elementwise.Convert(DType.F32), known));
        },
        "constant({2.0, 5.0, 5.0, 8.0})");
  }
}
