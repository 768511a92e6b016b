package dev.lanewise.kernels.fft;

/** The discrete Fourier transform by its definition, in double-double. */
final class Naive {
  private Naive() {}

  /** Real parts, then imaginary parts, of the transform of the same. */
  static double[][] transform(double[][] x) {
    int n = x[0].length;
    double[][] result = new double[2][n];
    DoubleDouble[][] roots = new DoubleDouble[n][];
    for (int k = 0; k < n; k++) {
      roots[k] = DoubleDouble.root(k, n);
    }
    for (int k = 0; k < n; k++) {
      DoubleDouble re = DoubleDouble.ZERO;
      DoubleDouble im = DoubleDouble.ZERO;
      for (int j = 0; j < n; j++) {
        int turn = (int) ((long) j * k % n);
        DoubleDouble cos = roots[turn][1];
        DoubleDouble sin = roots[turn][0].negated();
        re = re.plus(cos.times(x[0][j])).plus(sin.times(-x[1][j]));
        im = im.plus(cos.times(x[1][j])).plus(sin.times(x[0][j]));
      }
      result[0][k] = re.high();
      result[1][k] = im.high();
    }
    return result;
  }
}
