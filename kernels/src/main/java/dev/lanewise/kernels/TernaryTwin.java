package dev.lanewise.kernels;

import java.lang.classfile.TypeKind;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A lane function over three operands: see {@link TwinLoop}. */
final class TernaryTwin extends TwinLoop implements TernaryLoop {
  private final LaneFunction function;
  private final LaneTernaryLoop.Data data;
  private final ScalarTwin scalar;
  private TernaryLoop vector;

  TernaryTwin(LaneFunction function, LaneTernaryLoop.Data data) {
    this.function = function;
    this.data = data;
    TypeKind out = LaneValue.kind(data.out().elementType());
    this.scalar =
        new ScalarTwin(
            function,
            List.of(LaneValue.kind(data.first().elementType()), out, out),
            new boolean[] {data.aScalar(), data.bScalar(), data.cScalar()},
            out,
            data.constant());
    this.vector = scalar;
  }

  @Override
  public void run(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment out,
      long outAt,
      int n) {
    if (isWarm(n)) {
      vector.run(a, aAt, b, bAt, c, cAt, out, outAt, n);
    } else {
      scalar.run(a, aAt, b, bAt, c, cAt, out, outAt, n);
    }
  }

  /** Returns the scalar form on arrays. */
  ArrayKernel onArrays() {
    return scalar.onArrays();
  }

  @Override
  void prepare() {
    int bits = data.out().vectorBitSize();
    vector = Specialiser.specialise(TernaryLoop.class, LaneTernaryLoop.class, function, bits, data);
  }

  @Override
  void rehearse(Rehearsal memory) {
    int n = data.out().length() * Rehearsal.VECTORS + 1;
    vector.run(memory.a(), 0, memory.b(), 0, memory.c(), 0, memory.out(), 0, n);
  }
}
