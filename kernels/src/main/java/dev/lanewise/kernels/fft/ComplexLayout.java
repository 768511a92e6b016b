package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.internal.Segments;

/**
 * Where the parts of complex numbers lie, counted in elements of the type: the real part of number
 * k of transform i is at {@code i * transform + k * number}, its imaginary part {@code imaginary}
 * elements behind that.
 *
 * @param number 1 where the parts are apart, 2 where they alternate
 * @param imaginary distance from a real part to its imaginary part; 1 if number is 2
 * @param transform distance from one transform to the next
 */
public record ComplexLayout(int number, long imaginary, long transform) {
  /**
   * A layout.
   *
   * @throws IllegalArgumentException if the number is neither 1 nor 2, the imaginary distance is
   *     not positive, or not 1 where the number is 2, or the transform distance is negative
   */
  public ComplexLayout {
    if (number != 1 && number != 2) {
      throw new IllegalArgumentException("[fft] number must be 1 or 2, got " + number);
    }
    if (imaginary < 1 || (number == 2 && imaginary != 1)) {
      throw new IllegalArgumentException(
          "[fft] imaginary must be %s, got %d"
              .formatted(number == 2 ? "1" : "positive", imaginary));
    }
    if (transform < 0) {
      throw new IllegalArgumentException("[fft] transform must not be negative, got " + transform);
    }
  }

  /** The array {@code [transforms, n, 2]}: real and imaginary parts alternate. */
  public static ComplexLayout interleaved(long n) {
    Segments.requireExtent("fft", "n", n, 1);
    return new ComplexLayout(2, 1, Segments.times("fft", 2, n));
  }

  /** The array {@code [transforms, 2, n]}: the real parts of a transform, then its imaginary. */
  public static ComplexLayout planar(long n) {
    Segments.requireExtent("fft", "n", n, 1);
    return new ComplexLayout(1, n, Segments.times("fft", 2, n));
  }

  /** The array {@code [2, transforms, n]}: all real parts, then all imaginary parts. */
  public static ComplexLayout separate(long transforms, long n) {
    Segments.requireExtent("fft", "transforms", transforms, 1);
    Segments.requireExtent("fft", "n", n, 1);
    return new ComplexLayout(1, Segments.times("fft", transforms, n), n);
  }

  /** Elements from the first of transform 0 to the last of transform {@code transforms - 1}. */
  long reach(long transforms, long n) {
    if (transforms == 0) {
      return 0;
    }
    long numbers = Segments.times("fft", number, n - 1);
    long before = Segments.times("fft", transform, transforms - 1);
    long reach = before + numbers + imaginary + 1;
    if (reach < 0 || numbers + imaginary < 0 || before + numbers + imaginary < 0) {
      throw new IllegalArgumentException("[fft] " + this + " reaches past 2^63 elements");
    }
    return reach;
  }

  /** Whether no two of the numbers of a batch share an element. */
  boolean isApart(long transforms, long n) {
    if (number == 2) {
      return transforms < 2 || transform >= 2 * n;
    }
    boolean partsApart = imaginary >= n;
    if (transforms < 2) {
      return partsApart;
    }
    boolean whole = partsApart && transform >= imaginary + n;
    boolean nested =
        transform >= n && imaginary >= Segments.times("fft", transform, transforms - 1) + n;
    // Real parts of several transforms between two planes of one, as in [.., 2, m, n].
    return whole || nested;
  }
}
