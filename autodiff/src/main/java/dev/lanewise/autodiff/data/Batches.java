package dev.lanewise.autodiff.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * Mini-batches over the samples {@code 0 .. samples - 1} of a data set, each epoch in an order of
 * its own.
 *
 * <p>An epoch's order depends on the seed and the number of the epoch alone, so a run that resumes
 * at epoch 7 sees what an uninterrupted one saw. Nothing is allocated after construction. Not safe
 * for use by several threads at once.
 *
 * <pre>{@code
 * var batches = new Batches(60_000, 128, Batches.Remainder.DROP, seed);
 * for (int epoch = 0; epoch < epochs; epoch++) {
 *   batches.shuffle(epoch);
 *   while (batches.next()) {
 *     batches.gather(images, 784, imageSegment);
 *     batches.gather(labels, labelSegment);
 *     ...
 *   }
 * }
 * }</pre>
 */
public final class Batches {
  /** What becomes of the last samples of an epoch when they do not fill a batch. */
  public enum Remainder {
    /** They sit this epoch out; every batch has the same size. */
    DROP,
    /** They form a smaller last batch. */
    KEEP
  }

  /** The odd constant of Weyl sequences, 2^64 divided by the golden ratio: spreads epochs. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final int[] order;
  private final int batchSize;
  private final Remainder remainder;
  private final long seed;
  private int from;
  private int to;

  /**
   * Starts before the first batch of an epoch in the natural order, {@code 0 .. samples - 1}.
   *
   * @throws IllegalArgumentException if {@code samples} is negative, {@code batchSize} is not
   *     positive, or the batch is larger than the data set and the remainder is dropped, which
   *     would leave no batch at all
   */
  public Batches(int samples, int batchSize, Remainder remainder, long seed) {
    if (samples < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "[batches] expected samples >= 0 and batch size >= 1, given "
              + samples
              + " and "
              + batchSize);
    }
    if (remainder == Remainder.DROP && batchSize > samples) {
      throw new IllegalArgumentException(
          "[batches] a batch of "
              + batchSize
              + " is larger than the data set of "
              + samples
              + " samples");
    }
    this.order = new int[samples];
    this.batchSize = batchSize;
    this.remainder = remainder;
    this.seed = seed;
    for (int i = 0; i < samples; i++) {
      order[i] = i;
    }
  }

  /** Starts an epoch in an order drawn uniformly from all permutations (Fisher-Yates). */
  public void shuffle(long epoch) {
    rewind();
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    SplittableRandom random = new SplittableRandom(seed + epoch * GOLDEN_GAMMA);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  /** Goes back to before the first batch; the order stays. */
  public void rewind() {
    from = 0;
    to = 0;
  }

  /** Moves to the next batch; false when the epoch has none left. */
  public boolean next() {
    int left = order.length - to;
    int size = Math.min(batchSize, left);
    if (size == 0 || (size < batchSize && remainder == Remainder.DROP)) {
      return false;
    }
    from = to;
    to += size;
    return true;
  }

  /** How many batches an epoch has. */
  public int count() {
    int full = order.length / batchSize;
    return remainder == Remainder.KEEP && order.length % batchSize != 0 ? full + 1 : full;
  }

  /** How many samples an epoch visits. */
  public int samplesPerEpoch() {
    return remainder == Remainder.KEEP ? order.length : order.length / batchSize * batchSize;
  }

  /** How many samples the current batch has; 0 before the first. */
  public int size() {
    return to - from;
  }

  /**
   * The sample at place {@code i} of the current batch.
   *
   * @throws IndexOutOfBoundsException if {@code i} is not in {@code 0 .. size() - 1}
   */
  public int sample(int i) {
    if (i < 0 || i >= size()) {
      throw new IndexOutOfBoundsException(
          "[batches] place " + i + " in a batch of " + size() + " samples");
    }
    return order[from + i];
  }

  /**
   * Copies the numbers of the current batch's samples to the start of {@code target}: what a
   * compiled function needs to gather its batch from a data set that it holds whole.
   *
   * @throws IndexOutOfBoundsException if {@code target} is shorter than the batch
   */
  public void samples(int[] target) {
    System.arraycopy(order, from, target, 0, size());
  }

  /**
   * Copies the current batch's rows of a row-major {@code [samples, width]} matrix to the start of
   * {@code target}, as F32 in native byte order.
   *
   * @throws IllegalArgumentException if {@code rows} is not {@code samples * width} long
   * @throws IndexOutOfBoundsException if {@code target} is shorter than the batch
   */
  public void gather(float[] rows, int width, MemorySegment target) {
    requireLength(rows.length, width);
    for (int i = 0; i < size(); i++) {
      MemorySegment.copy(
          rows,
          order[from + i] * width,
          target,
          ValueLayout.JAVA_FLOAT,
          (long) i * width * Float.BYTES,
          width);
    }
  }

  /**
   * Copies the current batch's values to the start of {@code target}, as I32 in native byte order.
   *
   * @throws IllegalArgumentException if {@code values} does not hold one value per sample
   * @throws IndexOutOfBoundsException if {@code target} is shorter than the batch
   */
  public void gather(int[] values, MemorySegment target) {
    requireLength(values.length, 1);
    for (int i = 0; i < size(); i++) {
      target.setAtIndex(ValueLayout.JAVA_INT, i, values[order[from + i]]);
    }
  }

  private void requireLength(int length, int width) {
    if (width < 0 || length != (long) order.length * width) {
      throw new IllegalArgumentException(
          "[batches] expected "
              + order.length
              + " samples of "
              + width
              + " values, given an array"
              + " of "
              + length);
    }
  }
}
