package dev.lanewise.kernels;

/** The scalar error function, its complement and its inverse. */
final class ErrorFunction {
  private static final double SMALL = 0.9;

  /** Below, the complement is the difference from 1, which is at least 0.4 there. */
  private static final double COMPLEMENT_SMALL = 0.5;

  /** From here on, erfc is below the smallest number. */
  private static final double COMPLEMENT_HIGHEST = 27.3;

  private static final double HALF_SQRT_PI = 0x1.c5bf891b4ef6ap-1;
  private static final double TWO_OVER_SQRT_PI = 0x1.20dd750429b6dp0;

  private ErrorFunction() {}

  /** {@code x + x p(x^2)} below 0.9, the complement of the complement above. */
  static double erf(double x) {
    double size = Math.abs(x);
    if (size < SMALL) {
      return Math.fma(x, near(x * x), x);
    }
    return Math.copySign(1 - tail(size), x);
  }

  static double erfc(double x) {
    if (Math.abs(x) < COMPLEMENT_SMALL) {
      return 1 - erf(x);
    }
    return x < 0 ? 2 - tail(-x) : tail(x);
  }

  /** erfc for {@code x >= 1/2} as {@code exp(-x^2) q / (1 + 2x)}; NaN for NaN. */
  private static double tail(double x) {
    if (x > COMPLEMENT_HIGHEST) {
      return 0;
    }
    double square = x * x;
    double lost = Math.fma(x, x, -square);
    double gauss = Math.exp(-square);
    double scaled = far((x - 4) / (x + 4)) / (1 + 2 * x);
    return gauss * (scaled - scaled * lost);
  }

  /**
   * Winitzki's closed form (relative error 2e-3), then three steps of Halley's method on erf or,
   * above 1/2, on erfc, where the difference keeps its digits.
   */
  static double inverse(double y) {
    double size = Math.abs(y);
    if (size < 0x1p-27) {
      return y * HALF_SQRT_PI;
    }
    if (!(size < 1)) {
      return size == 1 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
    }
    double log = Math.log1p(-size * size);
    double t = 2 / (Math.PI * 0.147) + log / 2;
    double ratio = -log / 0.147;
    double x = Math.sqrt(ratio / (Math.sqrt(t * t + ratio) + t));
    for (int step = 0; step < 3; step++) {
      double excess = size < 0.5 ? erf(x) - size : (1 - size) - erfc(x);
      double newton = excess / (TWO_OVER_SQRT_PI * Math.exp(-x * x));
      x -= newton / (1 + x * newton);
    }
    return Math.copySign(x, y);
  }

  /** {@code erf(x) / x - 1} of {@code z = x^2}, z up to 0.81; Remez exchange, error 2^-66. */
  private static double near(double z) {
    double p = 0x1.1dc3b26b22407p-34;
    p = Math.fma(p, z, -0x1.405590c8d8cc3p-30);
    p = Math.fma(p, z, 0x1.f9e7820f387fdp-27);
    p = Math.fma(p, z, -0x1.5f4ce66085618p-23);
    p = Math.fma(p, z, 0x1.b9e3ee7460e04p-20);
    p = Math.fma(p, z, -0x1.f4d23798d2abp-17);
    p = Math.fma(p, z, 0x1.f9a325b760b4cp-14);
    p = Math.fma(p, z, -0x1.c02db3f8d280dp-11);
    p = Math.fma(p, z, 0x1.565bcd0e4e295p-8);
    p = Math.fma(p, z, -0x1.b82ce3128835fp-6);
    p = Math.fma(p, z, 0x1.ce2f21a042bcfp-4);
    p = Math.fma(p, z, -0x1.812746b0379e7p-2);
    p = Math.fma(p, z, 0x1.06eba8214db69p-3);
    return p;
  }

  /**
   * {@code (1 + 2x) exp(x^2) erfc(x)} of {@code t = (x - 4) / (x + 4)}, x from 0.45 to 28; Remez
   * exchange, relative error 2^-60. The substitution is M. M. Shepherd and J. G. Laframboise's
   * (Mathematics of Computation 36, 1981).
   */
  private static double far(double t) {
    double p = 0x1.aa2252ef1c878p-30;
    p = Math.fma(p, t, -0x1.4ce7d3b13cff3p-27);
    p = Math.fma(p, t, -0x1.25513cdb6263dp-26);
    p = Math.fma(p, t, 0x1.bbe390a8d6f3bp-24);
    p = Math.fma(p, t, 0x1.3c0b4a2a790a7p-24);
    p = Math.fma(p, t, -0x1.b8064b2c51926p-21);
    p = Math.fma(p, t, 0x1.3c40eb37e8725p-22);
    p = Math.fma(p, t, 0x1.7ef5d5fc03765p-18);
    p = Math.fma(p, t, -0x1.788f28296231ep-17);
    p = Math.fma(p, t, -0x1.9954f12240ae3p-16);
    p = Math.fma(p, t, 0x1.3be071387bff7p-13);
    p = Math.fma(p, t, -0x1.a1df444ec0c54p-13);
    p = Math.fma(p, t, -0x1.8d4a9c75d5e51p-11);
    p = Math.fma(p, t, 0x1.49c672a9a4f65p-8);
    p = Math.fma(p, t, -0x1.09623882968b7p-6);
    p = Math.fma(p, t, 0x1.3079edf61ebc9p-5);
    p = Math.fma(p, t, -0x1.0fb06dfe54725p-4);
    p = Math.fma(p, t, 0x1.7fee004e14c8cp-4);
    p = Math.fma(p, t, -0x1.9ddb23c3e8a72p-4);
    p = Math.fma(p, t, 0x1.16ecefcfa52bp-4);
    p = Math.fma(p, t, 0x1.f7f5df66fd706p-7);
    p = Math.fma(p, t, -0x1.1df1ad154a28ep-3);
    p = Math.fma(p, t, 0x1.3ba5916e9fd7fp0);
    return p;
  }
}
