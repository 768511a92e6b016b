package dev.lanewise.graph.runtime;

/** Who runs the fused loops of a graph. The results are the same bits whoever does. */
public enum Tier {
  /**
   * The tile interpreter, for good: nothing is generated. For graphs that run a few times, and to
   * find out whether a generated kernel is to blame. A small graph is then no scalar code either,
   * so its functions and sums may differ in their last bits.
   */
  INTERPRETED,
  /**
   * Generated kernels: compiling a graph waits until they are generated and warmed, which takes the
   * just-in-time compiler some 50 to 500 ms for each that no executable of the process has yet.
   */
  COMPILED,
  /**
   * The tile interpreter at once; the generated kernels take over one by one, those of the hottest
   * loops first, when a background thread has warmed them.
   */
  ADAPTIVE
}
