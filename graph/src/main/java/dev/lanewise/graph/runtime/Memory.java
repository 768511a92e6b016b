package dev.lanewise.graph.runtime;

/**
 * The engine's native memory: one pool for the process. Two system properties, read once:
 *
 * <ul>
 *   <li>{@code lanewise.memory}: the budget, as bytes ({@code 4000000000}, {@code 512m}, {@code
 *       8g}) or a share of the machine's memory ({@code 50%}). The default is {@code 60%}.
 *   <li>{@code lanewise.memory.track}: if {@code true}, every allocation remembers the user's line,
 *       for the report that a refused allocation gives; and every closing of a scope and every
 *       donation, of which a thread otherwise remembers no more than 10,000 a second.
 * </ul>
 */
public final class Memory {
  private Memory() {}

  /** What is in use, cached and allowed now. */
  public static MemoryStats stats() {
    return MemoryPool.shared().stats();
  }

  /**
   * Gives free memory back to the operating system: cached blocks, and the workspaces of
   * executables that are not running.
   */
  public static void trim() {
    MemoryPool.shared().trim();
  }

  /** Starts the measurement of {@link MemoryStats#peak()} anew. */
  public static void resetPeak() {
    MemoryPool.shared().resetPeak();
  }

  /** The largest holders of native memory now, one a line, largest first. */
  public static String report() {
    return MemoryPool.shared().report();
  }
}
