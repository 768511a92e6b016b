package dev.lanewise.kernels;

import java.util.function.Consumer;

/**
 * A vector loop that is a static method: whoever calls it asks {@link #isWarm(long)} first, and
 * does the work in scalar code if the answer is no. See {@link TwinLoop}.
 */
final class MethodTwin extends TwinLoop {
  private final Consumer<Rehearsal> rehearsal;

  /**
   * A new twin.
   *
   * @param rehearsal calls the method some ten times, on every path
   */
  MethodTwin(Consumer<Rehearsal> rehearsal) {
    this.rehearsal = rehearsal;
  }

  @Override
  void rehearse(Rehearsal memory) {
    rehearsal.accept(memory);
  }
}
