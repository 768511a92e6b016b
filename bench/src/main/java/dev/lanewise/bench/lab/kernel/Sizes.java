package dev.lanewise.bench.lab.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** Which problems an experiment has. */
public sealed interface Sizes {
  /** No problem is larger. */
  int MOST = 1 << 30;

  /** The sizes to measure for working sets of so many bytes. */
  List<Integer> of(List<Long> workingSets);

  /** A small size, at which tails of vectors and blocks occur. */
  int small();

  /** Vectors: a size is found for every working set. */
  static Sizes byBytes(IntToDoubleFunction bytes) {
    return new ByBytes(bytes, IntUnaryOperator.identity(), 1003);
  }

  /** Problems that can only have sizes of some form, such as squares. */
  static Sizes byBytes(IntToDoubleFunction bytes, IntUnaryOperator round, int small) {
    return new ByBytes(bytes, round, small);
  }

  /** The same sizes whatever the caches; the first is small. */
  static Sizes fixed(int small, Integer... sizes) {
    return new Fixed(small, List.of(sizes));
  }

  /**
   * The largest size whose work moves no more than the bytes asked for.
   *
   * @param bytes of a call, growing with the size
   * @param round to a size that is possible, not upwards
   */
  record ByBytes(IntToDoubleFunction bytes, IntUnaryOperator round, int small) implements Sizes {
    @Override
    public List<Integer> of(List<Long> workingSets) {
      List<Integer> sizes = new ArrayList<>();
      for (long workingSet : workingSets) {
        int size = round.applyAsInt(largest(workingSet));
        if (size > 0 && !sizes.contains(size)) {
          sizes.add(size);
        }
      }
      return sizes;
    }

    private int largest(long workingSet) {
      int high = 1;
      while (high < MOST && bytes.applyAsDouble(high) <= workingSet) {
        high *= 2;
      }
      int low = high / 2;
      while (low < high) {
        int middle = low + (high - low + 1) / 2;
        if (bytes.applyAsDouble(middle) <= workingSet) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }
  }

  /** The sizes as listed. */
  record Fixed(int small, List<Integer> sizes) implements Sizes {
    @Override
    public List<Integer> of(List<Long> workingSets) {
      return sizes;
    }
  }
}
