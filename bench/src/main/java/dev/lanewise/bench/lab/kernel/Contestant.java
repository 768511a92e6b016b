package dev.lanewise.bench.lab.kernel;

/** Who computes a kernel. */
public enum Contestant {
  /** Lanewise's kernel, or the one that the user brought; on native memory. */
  LANEWISE("Lanewise"),
  /** A loop over arrays, as one writes it, which the JVM may turn into vector code. */
  LOOP("plain loop, heap"),
  /** The same loop over memory segments. */
  SEGMENT_LOOP("plain loop, native"),
  /** A loop with the JDK's own vector operations, on arrays. */
  JDK("JDK vector operation, heap"),
  /** The same on memory segments. */
  JDK_SEGMENT("JDK vector operation, native"),
  /** OpenBLAS through the Foreign Function and Memory API. */
  OPENBLAS("OpenBLAS"),
  /** LibTorch, if the build with the peers is at hand. */
  LIBTORCH("LibTorch");

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /** As tables and charts have it. */
  public String title() {
    return title;
  }

  /** Whether it is only there with the build of the peers. */
  public boolean isPeer() {
    return this == LIBTORCH;
  }
}
