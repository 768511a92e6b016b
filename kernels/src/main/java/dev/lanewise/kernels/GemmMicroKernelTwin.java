package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A micro-kernel that is computed without vectors until C2 has compiled the generated one. What C2
 * needs to see is thousands of calls, however short, so it is warmed on short sums while long ones,
 * which would take seconds in the interpreter, are kept away.
 */
final class GemmMicroKernelTwin extends TwinLoop implements GemmMicroKernel {
  /** Steps of the sum in the one call of a rehearsal that computes something. */
  private static final int STEPS = 8;

  /** Calls of a rehearsal that return at once: C2 counts them, and they cost nothing. */
  private static final int IDLE_CALLS = Rehearsal.VECTORS;

  private static final int IDLE = -1;

  private final GemmElements elements;
  private final GemmMicroKernelGenerator.Shape shape;
  private final GemmMicroKernel scalar;
  private final long elementsPerStep;
  private @Nullable GemmMicroKernel vector;

  GemmMicroKernelTwin(
      GemmElements elements, GemmMicroKernelGenerator.Shape shape, GemmMicroKernel scalar) {
    this.elements = elements;
    this.shape = shape;
    this.scalar = scalar;
    this.elementsPerStep = (long) shape.rows() * shape.vectors() * elements.lanes;
  }

  @Override
  public void multiply(
      int kc,
      Object a,
      int aAt,
      Object b,
      long bAt,
      long bRow,
      MemorySegment c,
      long cAt,
      long cRow) {
    GemmMicroKernel kernel = isWarm(kc * elementsPerStep) ? vector : null;
    if (kernel == null) {
      kernel = scalar;
    }
    kernel.multiply(kc, a, aAt, b, bAt, bRow, c, cAt, cRow);
  }

  @Override
  void prepare() {
    if (vector == null) {
      vector = GemmMicroKernelGenerator.generate(shape);
    }
  }

  @Override
  void rehearse(Rehearsal memory) {
    GemmMicroKernel kernel = vector;
    if (kernel == null) {
      return;
    }
    Object panel = elements.rehearsalPanel();
    Object b = shape.packed() ? panel : memory.b();
    long rowBytes = (long) shape.vectors() * elements.lanes * elements.elementBytes;
    kernel.multiply(STEPS, panel, 0, b, 0, rowBytes, memory.out(), 0, rowBytes);
    for (int call = 0; call < IDLE_CALLS; call++) {
      kernel.multiply(IDLE, panel, 0, b, 0, rowBytes, memory.out(), 0, rowBytes);
    }
  }
}
