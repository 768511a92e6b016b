package dev.lanewise.graph.compile;

/** Who computes matrix products. */
public enum Products {
  /** Our own kernels. */
  JAVA,
  /** OpenBLAS, which has been loaded. */
  OPENBLAS,
  /** OpenBLAS, which has been loaded, where it is the faster one; otherwise our own kernels. */
  FASTER
}
