package dev.lanewise.bench.workload;

import java.util.List;

/**
 * A workload made ready to run, by the engine or by a peer. To be used by the thread that made it.
 */
public interface Task extends AutoCloseable {
  /** One step. */
  void run();

  /**
   * One more step, and what it gave: copies of the results in the workload's order. A peer may lay
   * out a matrix of parameters otherwise.
   */
  List<float[]> results();

  /**
   * The most memory in bytes that a step takes beside its inputs, its results included.
   *
   * @return 0 if nobody knows
   */
  long peakBytes();

  /** Gives up what the task holds. */
  @Override
  void close();
}
