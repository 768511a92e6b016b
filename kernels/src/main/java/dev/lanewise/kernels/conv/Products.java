package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Gemm;
import java.lang.foreign.MemorySegment;

/** Matrix products in F32 or F64, without a factor and into what is zero or has been begun. */
record Products(ElementType type) {
  /** A matrix as it lies: where it begins, and the elements between two of its stored rows. */
  record Matrix(MemorySegment segment, long at, int pitch, boolean transposed) {}

  /** {@code C = A B}, or {@code C += A B} if that is to be resumed. */
  void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean resume) {
    if (type == ElementType.F32) {
      Gemm.f32(
          a.transposed,
          b.transposed,
          m,
          n,
          k,
          1,
          a.segment,
          a.at,
          a.pitch,
          b.segment,
          b.at,
          b.pitch,
          resume ? 1 : 0,
          c.segment,
          c.at,
          c.pitch);
    } else {
      Gemm.f64(
          a.transposed,
          b.transposed,
          m,
          n,
          k,
          1,
          a.segment,
          a.at,
          a.pitch,
          b.segment,
          b.at,
          b.pitch,
          resume ? 1 : 0,
          c.segment,
          c.at,
          c.pitch);
    }
  }
}
