package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * The innermost product: a few rows of packed A times a few columns of B, summed over {@code kc},
 * on a block of C.
 *
 * <p>Every element of the block is one chain of fused multiply-adds in ascending {@code k}: {@code
 * c = fma(a[k], b[k], c)}. All implementations keep to that chain, whatever the size of their
 * block; it is what makes a product independent of how it is cut.
 */
interface GemmMicroKernel {
  /**
   * Stores {@code A B} to C, or {@code C + A B} if the micro-kernel was made to resume.
   *
   * @param kc length of the sum
   * @param a packed A, a {@code float[]} or {@code double[]}
   * @param aAt index of the first element of the A panel
   * @param b packed B, an array of the same type as {@code a}; or the native segment that holds B,
   *     for a micro-kernel made to read B in place
   * @param bAt index of the first element of the B panel; or its byte offset in the segment
   * @param bRow bytes between two rows of B in place; not used if B is packed
   * @param c a native segment
   * @param cAt byte offset of the block's first element in {@code c}
   * @param cRow bytes between two rows of the block
   */
  void multiply(
      int kc,
      Object a,
      int aAt,
      Object b,
      long bAt,
      long bRow,
      MemorySegment c,
      long cAt,
      long cRow);
}
