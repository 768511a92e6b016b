package dev.lanewise.bench.lab.kernel;

/** One contestant at one problem, ready to be called over and over. */
@FunctionalInterface
public interface Body {
  /** The work that is timed. */
  void run();

  /**
   * Brings results that are elsewhere, on the heap or in a library's own memory, into the operands.
   * Not timed.
   */
  default void export() {}
}
