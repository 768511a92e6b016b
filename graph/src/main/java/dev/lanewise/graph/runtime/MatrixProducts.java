package dev.lanewise.graph.runtime;

/** Who computes matrix products. */
public enum MatrixProducts {
  /** OpenBLAS where it loads and is the faster one, otherwise our own kernels. */
  AUTO,
  /** Our own kernels; no native library is looked for. */
  JAVA,
  /** OpenBLAS for every product it has. */
  OPENBLAS
}
