package dev.lanewise.graph.compile.scalar;

import java.util.List;

/**
 * A graph of scalars: steps in an order in which every operand comes before its use, and the steps
 * whose values are the results. Every computed step is needed for a result.
 */
final class ScalarCode {
  private final List<ScalarStep> steps;
  private final int[] results;
  private final boolean[] live;

  ScalarCode(List<ScalarStep> steps, int[] results) {
    this.steps = List.copyOf(steps);
    this.results = results.clone();
    this.live = new boolean[steps.size()];
    for (int result : results) {
      live[result] = true;
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (live[i]) {
        ScalarStep step = steps.get(i);
        for (int k = 0; k < step.operandCount(); k++) {
          live[step.operand(k)] = true;
        }
      }
    }
  }

  /** The number of steps, those that no result needs among them. */
  int size() {
    return steps.size();
  }

  ScalarStep step(int number) {
    return steps.get(number);
  }

  ScalarType type(int number) {
    return steps.get(number).type();
  }

  /** Whether a step is an operation that a result needs. */
  boolean isEmitted(int number) {
    return live[number] && steps.get(number).isComputed();
  }

  /** The number of operations that the results need. */
  int operations() {
    int count = 0;
    for (int i = 0; i < live.length; i++) {
      count += isEmitted(i) ? 1 : 0;
    }
    return count;
  }

  int resultCount() {
    return results.length;
  }

  /** The step that computes a result. */
  int result(int index) {
    return results[index];
  }
}
