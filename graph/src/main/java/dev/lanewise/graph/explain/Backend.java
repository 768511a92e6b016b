package dev.lanewise.graph.explain;

/** Who computes a kernel. */
public enum Backend {
  /** A class generated for the operations that it fuses. */
  GENERATED("generated"),
  /** Prewritten vector primitives, driven by a small program over tiles. */
  TILES("tiles"),
  /** A prewritten kernel for one operation. */
  LIBRARY("library"),
  /** A prewritten kernel that moves elements and computes nothing. */
  COPY("copy"),
  /** Our own matrix products. */
  JAVA_GEMM("Java gemm"),
  /** The matrix products of OpenBLAS. */
  OPENBLAS("OpenBLAS"),
  /** The reference interpreter: slow, and it allocates. */
  REFERENCE("reference");

  private final String label;

  Backend(String label) {
    this.label = label;
  }

  /** The name for people. */
  @Override
  public String toString() {
    return label;
  }
}
