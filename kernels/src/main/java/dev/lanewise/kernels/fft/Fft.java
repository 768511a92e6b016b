package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.ElementType;

/**
 * Discrete Fourier transforms: {@code X[k] = sum_j x[j] exp(-2 pi i j k / n)}, and the inverse with
 * the other sign.
 *
 * <p>Lengths are factored into 4, 2, 3, 5, 7 and other primes up to 31; those with a larger prime
 * factor are computed as a convolution of another length. A transform depends on its length, the
 * type and the lanes of the machine alone, so that it has the same bits in whatever batch and range
 * it is computed.
 */
public final class Fft {
  /** The longest transform. */
  public static final int MAX_LENGTH = 1 << 26;

  private Fft() {}

  /**
   * Prepares complex transforms of length n.
   *
   * @param type F32 or F64
   * @throws IllegalArgumentException if the type is another, or n is not in {@code [1, MAX_LENGTH]}
   */
  public static FftPlan complex(ElementType type, long n, Normalization normalization) {
    return new FftPlan(Transform.of(Precision.of(type), requireLength(n)), type, normalization);
  }

  /**
   * Prepares transforms of n real numbers into the n/2 + 1 (rounded down) complex ones that
   * determine the others, {@code X[n - k] = conj(X[k])}, and back.
   *
   * @param type F32 or F64
   * @throws IllegalArgumentException if the type is another, or n is not in {@code [1, MAX_LENGTH]}
   */
  public static RealFftPlan real(ElementType type, long n, Normalization normalization) {
    return new RealFftPlan(Precision.of(type), type, requireLength(n), normalization);
  }

  private static int requireLength(long n) {
    if (n < 1 || n > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "[fft] the length must be in [1, %d], got %d".formatted(MAX_LENGTH, n));
    }
    return (int) n;
  }
}
