package dev.lanewise.ffi;

/** The definitions of the matrix operations in plain loops over doubles. */
final class Reference {
  private Reference() {}

  static double[][] op(Transpose transpose, double[][] a, int rows, int columns) {
    double[][] result = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[i][j] = transpose == Transpose.NO ? a[i][j] : a[j][i];
      }
    }
    return result;
  }

  /** {@code alpha A B + beta C}; a zero beta ignores C. */
  static double[][] multiplyAdd(
      double alpha, double[][] a, double[][] b, double beta, double[][] c, int k) {
    double[][] result = new double[c.length][];
    for (int i = 0; i < c.length; i++) {
      result[i] = new double[c[i].length];
      for (int j = 0; j < c[i].length; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[i][l] * b[l][j];
        }
        result[i][j] = alpha * sum + (beta == 0 ? 0 : beta * c[i][j]);
      }
    }
    return result;
  }

  static double[][] multiply(double[][] a, double[][] b) {
    return multiplyAdd(1, a, b, 0, new double[a.length][b.length == 0 ? 0 : b[0].length], b.length);
  }

  static double[][] transpose(double[][] a) {
    return op(Transpose.YES, a, a.length == 0 ? 0 : a[0].length, a.length);
  }

  /** The whole matrix that one triangle stands for. */
  static double[][] symmetric(Triangle triangle, double[][] a) {
    double[][] result = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        boolean stored = triangle == Triangle.UPPER ? i <= j : i >= j;
        result[i][j] = stored ? a[i][j] : a[j][i];
      }
    }
    return result;
  }

  /** The triangular matrix that is stored in one triangle. */
  static double[][] triangular(Triangle triangle, Diagonal diagonal, double[][] a) {
    double[][] result = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        boolean stored = triangle == Triangle.UPPER ? i <= j : i >= j;
        result[i][j] = i == j && diagonal == Diagonal.UNIT ? 1 : stored ? a[i][j] : 0;
      }
    }
    return result;
  }

  static double[][] column(double[] x) {
    double[][] result = new double[x.length][1];
    for (int i = 0; i < x.length; i++) {
      result[i][0] = x[i];
    }
    return result;
  }

  static double[] column(double[][] a, int j) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i][j];
    }
    return result;
  }

  static double[][] identity(int n) {
    double[][] result = new double[n][n];
    for (int i = 0; i < n; i++) {
      result[i][i] = 1;
    }
    return result;
  }

  static double[][] diagonal(double[] values, int rows, int columns) {
    double[][] result = new double[rows][columns];
    for (int i = 0; i < values.length; i++) {
      result[i][i] = values[i];
    }
    return result;
  }

  /** The top left part. */
  static double[][] part(double[][] a, int rows, int columns) {
    return op(Transpose.NO, a, rows, columns);
  }
}
