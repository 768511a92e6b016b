package dev.lanewise.kernels;

/**
 * An elementwise operation over arrays: the scalar code of a lane function in a loop. Arrays are of
 * the operands' lane kinds; those past the number of operands are ignored, as are their places.
 */
interface ArrayLoop {
  /**
   * Computes {@code n} elements.
   *
   * @param a the first operand, from {@code aFrom} on; so the others
   * @param out the result, which may be one of the operands at the same place
   */
  void run(
      Object a, int aFrom, Object b, int bFrom, Object c, int cFrom, Object out, int at, int n);
}
