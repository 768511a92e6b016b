package dev.lanewise.autodiff.optim;

/** Checks that optimisers share. */
final class Hyperparameters {
  private Hyperparameters() {}

  static void requireFraction(String optimizer, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "[" + optimizer + "] " + name + " must be in [0, 1), was " + value);
    }
  }

  static void requireNotNegative(String optimizer, String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "[" + optimizer + "] " + name + " must be finite and not negative, was " + value);
    }
  }
}
