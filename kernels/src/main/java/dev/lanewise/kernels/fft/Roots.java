package dev.lanewise.kernels.fft;

/**
 * The n-th roots of unity {@code exp(-2 pi i k / n)}, within one unit in the last place of a
 * double: the angle is reduced to at most pi/4 in integers, so that it is rounded when it is small.
 */
final class Roots {
  private final double[] re;
  private final double[] im;

  Roots(int n) {
    re = new double[n];
    im = new double[n];
    for (int k = 0; k <= n / 2; k++) {
      // The sine is that of a half turn of 4n parts, mirrored at a quarter and at an eighth.
      long eighths = 8L * k;
      double cos;
      double sin;
      if (eighths <= n) {
        double angle = 2 * Math.PI * k / n;
        cos = StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
      } else if (eighths <= 3L * n) {
        double angle = Math.PI * (n - 4L * k) / (2.0 * n);
        cos = StrictMath.sin(angle);
        sin = StrictMath.cos(angle);
      } else {
        double angle = Math.PI * (n - 2L * k) / n;
        cos = -StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
      }
      put(k, cos, -sin);
      if (k > 0) {
        put(n - k, cos, sin);
      }
    }
    // A half turn is both k and n - k.
    if (n % 2 == 0) {
      put(n / 2, -1, 0);
    }
  }

  private void put(int k, double cos, double sin) {
    re[k] = cos;
    im[k] = sin;
  }

  double re(long k) {
    return re[(int) k];
  }

  double im(long k) {
    return im[(int) k];
  }
}
