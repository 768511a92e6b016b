package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** A lane function over one operand: see {@link TwinLoop}. */
final class UnaryTwin extends TwinLoop implements UnaryLoop {
  private final LaneFunction function;
  private final LaneUnaryLoop.Data data;
  private final ScalarTwin scalar;
  private UnaryLoop vector;

  UnaryTwin(LaneFunction function, LaneUnaryLoop.Data data) {
    this.function = function;
    this.data = data;
    this.scalar =
        new ScalarTwin(
            function,
            List.of(LaneValue.kind(data.in().elementType())),
            new boolean[1],
            LaneValue.kind(data.out().elementType()),
            data.constant());
    this.vector = scalar;
  }

  @Override
  public void run(MemorySegment in, long inAt, MemorySegment out, long outAt, int n) {
    if (isWarm(n)) {
      vector.run(in, inAt, out, outAt, n);
    } else {
      scalar.run(in, inAt, out, outAt, n);
    }
  }

  /** Returns the scalar form on arrays. */
  ArrayKernel onArrays() {
    return scalar.onArrays();
  }

  @Override
  void prepare() {
    int bits = Math.max(data.in().vectorBitSize(), data.out().vectorBitSize());
    vector = Specialiser.specialise(UnaryLoop.class, LaneUnaryLoop.class, function, bits, data);
  }

  @Override
  void rehearse(Rehearsal memory) {
    int n = data.in().length() * Rehearsal.VECTORS + 1;
    vector.run(memory.a(), 0, memory.out(), 0, n);
  }
}
