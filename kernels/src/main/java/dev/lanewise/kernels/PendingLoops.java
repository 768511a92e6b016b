package dev.lanewise.kernels;

/**
 * What whoever measures a kernel has to know: kernels start as scalar code, and turn to their
 * vector loops when these have been compiled, which on a busy machine may take seconds.
 */
public final class PendingLoops {
  private PendingLoops() {}

  /**
   * How many vector loops of this process have been asked for, by kernels that ran often enough,
   * and are not compiled yet. A loop that the JVM does not get to compile in 20 s counts no more
   * until it is asked for again.
   */
  public static int count() {
    return LoopWarmer.pending();
  }
}
