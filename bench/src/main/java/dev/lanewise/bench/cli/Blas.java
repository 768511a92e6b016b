package dev.lanewise.bench.cli;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.runtime.MatrixProducts;
import org.jspecify.annotations.Nullable;

/** Who computes matrix products, as the user names them. */
enum Blas {
  OPENBLAS,
  JAVA;

  /**
   * Who computes them, given the user's choice. If there is none, OpenBLAS where it loads, for it
   * is warm at once: our kernels have to be compiled first.
   *
   * @throws UsageException if OpenBLAS is asked for and does not load
   */
  static MatrixProducts products(@Nullable Blas choice) {
    if (choice == JAVA) {
      // For the whole process: operations outside the compiled step could look for a library too.
      System.setProperty(NativeLibrary.PROPERTY, NativeLibrary.NONE);
      return MatrixProducts.JAVA;
    }
    if (NativeLibrary.isAvailable()) {
      return MatrixProducts.OPENBLAS;
    }
    if (choice == OPENBLAS) {
      throw new UsageException("--blas openblas: " + NativeLibrary.describe());
    }
    return MatrixProducts.JAVA;
  }
}
