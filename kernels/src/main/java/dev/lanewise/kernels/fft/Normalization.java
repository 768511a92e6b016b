package dev.lanewise.kernels.fft;

/** By what a transform of length n is multiplied, as in NumPy's {@code norm}. */
public enum Normalization {
  /** The inverse by 1/n, so that it undoes the forward transform. */
  BACKWARD,
  /** The forward transform by 1/n. */
  FORWARD,
  /** Both by the inverse of the square root of n: both are unitary. */
  ORTHONORMAL,
  /** Neither: one after the other multiplies by n. */
  NONE;

  double scale(boolean inverse, long n) {
    return switch (this) {
      case BACKWARD -> inverse ? 1.0 / (double) n : 1;
      case FORWARD -> inverse ? 1 : 1.0 / (double) n;
      case ORTHONORMAL -> 1 / Math.sqrt((double) n);
      case NONE -> 1;
    };
  }
}
