package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;

/**
 * A batch of matrix products {@code C[i] = A[i] B[i]}, C dense.
 *
 * @param dtype F32 or F64
 * @param m rows of each A and C
 * @param n columns of each B and C
 * @param k columns of each A, rows of each B
 */
record Product(DType dtype, int batch, int m, int n, int k, MatrixView left, MatrixView right) {
  @Override
  public String toString() {
    return "%s%d x %d%s by %d x %d%s"
        .formatted(
            batch == 1 ? "" : batch + " times ",
            m,
            k,
            left.transposed() ? "^T" : "",
            k,
            n,
            right.transposed() ? "^T" : "");
  }
}
