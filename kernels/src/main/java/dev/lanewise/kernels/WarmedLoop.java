package dev.lanewise.kernels;

/**
 * A vector loop, written outside of this package, that has a scalar twin of the same bits. Until C2
 * has compiled it, vector code makes an object of every vector and costs a hundred times as much;
 * so the caller runs the twin until a thread in the background has run the vector loop often enough
 * and has seen that it is compiled.
 */
public final class WarmedLoop {
  private final MethodTwin twin;

  /**
   * A loop that is cold.
   *
   * @param rehearsal runs every path of the vector loop some ten times, on memory of its own;
   *     called by one thread at a time
   */
  public WarmedLoop(Runnable rehearsal) {
    this.twin = new MethodTwin(_ -> rehearsal.run());
  }

  /**
   * Whether the vector loop is to run on so many elements; if not, the caller runs the twin, and
   * they are counted: loops with little work are not worth compiling.
   */
  public boolean isWarm(long elements) {
    return twin.isWarm(elements);
  }
}
