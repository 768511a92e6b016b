package dev.lanewise.kernels;

/**
 * A {@link RowFold} on arrays, in scalar code: the same order, the same bits. It holds no state and
 * may be used by any number of threads at once.
 */
public final class ArrayFold {
  private final ScalarCombiner scalar;
  private final int lanes;

  ArrayFold(ScalarCombiner scalar) {
    this.scalar = scalar;
    this.lanes = scalar.lanes();
  }

  /** Returns the number of elements of the accumulators. */
  public int length() {
    return 4 * lanes;
  }

  /** Puts the identity into the accumulators, the first {@link #length} elements of an array. */
  public void start(Object accumulators) {
    scalar.clear(accumulators, 0, 4 * lanes);
  }

  /**
   * Combines the next elements of the row into the accumulators.
   *
   * @param in array of the elements, with room for whole vectors; what lies behind the elements is
   *     overwritten up to there
   * @param n number of elements: a multiple of {@link #length} unless they are the last
   */
  public void add(Object in, int n, Object accumulators) {
    int whole = (n + lanes - 1) & -lanes;
    scalar.clear(in, n, whole - n);
    for (int k = 0; k < whole; k += 4 * lanes) {
      scalar.combine(accumulators, in, k, Math.min(4 * lanes, whole - k));
    }
  }

  /**
   * Combines the accumulators, whose contents are used up.
   *
   * @param out array whose first element is the result
   */
  public void finish(Object accumulators, Object out) {
    scalar.combine(accumulators, 0, accumulators, lanes, lanes);
    scalar.combine(accumulators, 2 * lanes, accumulators, 3 * lanes, lanes);
    scalar.combine(accumulators, 0, accumulators, 2 * lanes, lanes);
    scalar.fold(accumulators);
    scalar.normalise(accumulators, 1);
    System.arraycopy(accumulators, 0, out, 0, 1);
  }
}
