package dev.lanewise.kernels;

import java.lang.classfile.TypeKind;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A lane function over two operands: see {@link TwinLoop}. */
final class BinaryTwin extends TwinLoop implements BinaryLoop {
  private final LaneFunction function;
  private final LaneBinaryLoop.Data data;
  private final ScalarTwin scalar;
  private BinaryLoop vector;

  BinaryTwin(LaneFunction function, LaneBinaryLoop.Data data) {
    this.function = function;
    this.data = data;
    TypeKind in = LaneValue.kind(data.in().elementType());
    this.scalar =
        new ScalarTwin(
            function,
            List.of(in, in),
            new boolean[] {data.aScalar(), data.bScalar()},
            LaneValue.kind(data.out().elementType()),
            data.constant());
    this.vector = scalar;
  }

  @Override
  public void run(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n) {
    if (isWarm(n)) {
      vector.run(a, aAt, b, bAt, out, outAt, n);
    } else {
      scalar.run(a, aAt, b, bAt, out, outAt, n);
    }
  }

  /** Returns the scalar form on arrays. */
  ArrayKernel onArrays() {
    return scalar.onArrays();
  }

  @Override
  void prepare() {
    vector = Specialiser.specialise(BinaryLoop.class, LaneBinaryLoop.class, function, bits(), data);
  }

  /** The size of the vectors that the function computes with. */
  private int bits() {
    return data.constant() instanceof FloatPower.Widened(var doubles)
        ? doubles.vectorBitSize()
        : Math.max(data.in().vectorBitSize(), data.out().vectorBitSize());
  }

  @Override
  void rehearse(Rehearsal memory) {
    int n = data.in().length() * Rehearsal.VECTORS + 1;
    vector.run(memory.a(), 0, memory.b(), 0, memory.out(), 0, n);
  }
}
