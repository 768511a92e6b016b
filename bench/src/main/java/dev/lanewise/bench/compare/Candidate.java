package dev.lanewise.bench.compare;

/** Who does the work. */
public enum Candidate {
  /** This engine. */
  LANEWISE("Lanewise"),
  /** Loops over arrays, compiled by the JVM. */
  PLAIN_JAVA("plain Java"),
  /** LibTorch as it comes. */
  LIBTORCH("LibTorch"),
  /** LibTorch with the settings that make it fastest, on OpenBLAS. */
  LIBTORCH_TUNED("LibTorch tuned"),
  /** The same on MKL. */
  LIBTORCH_MKL("LibTorch tuned, MKL"),
  /** LibTorch with an allocator that gives memory back at once, so that its peak can be seen. */
  LIBTORCH_MEMORY("LibTorch, memory");

  private final String title;

  Candidate(String title) {
    this.title = title;
  }

  /** As a table has it. */
  public String title() {
    return title;
  }

  boolean isPeer() {
    return switch (this) {
      case LANEWISE, PLAIN_JAVA -> false;
      case LIBTORCH, LIBTORCH_TUNED, LIBTORCH_MKL, LIBTORCH_MEMORY -> true;
    };
  }
}
