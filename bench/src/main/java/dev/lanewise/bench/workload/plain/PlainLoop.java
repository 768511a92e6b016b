package dev.lanewise.bench.workload.plain;

import dev.lanewise.bench.workload.HostArray;
import dev.lanewise.bench.workload.Task;
import java.util.Arrays;
import java.util.List;

/** A task over arrays on the heap, inputs and results both. */
abstract class PlainLoop implements Task {
  private final List<float[]> results;

  PlainLoop(float[]... results) {
    this.results = List.of(results);
  }

  static float[] values(List<HostArray> inputs, int index) {
    return inputs.get(index).values();
  }

  static float[] like(List<HostArray> inputs, int index) {
    return new float[values(inputs, index).length];
  }

  /** The extent of the last axis of the first input. */
  static int columns(List<HostArray> inputs) {
    int[] extents = inputs.getFirst().type().shape().extents();
    return extents[extents.length - 1];
  }

  @Override
  public final List<float[]> results() {
    run();
    return results.stream().map(float[]::clone).toList();
  }

  /** The results, which are all that is allocated. */
  @Override
  public final long peakBytes() {
    return results.stream().mapToLong(array -> (long) Float.BYTES * array.length).sum();
  }

  /** Zeroes what sums over rows are gathered in. */
  static void clear(float[]... sums) {
    for (float[] sum : sums) {
      Arrays.fill(sum, 0);
    }
  }

  @Override
  public final void close() {}
}
