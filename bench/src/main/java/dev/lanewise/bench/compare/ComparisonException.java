package dev.lanewise.bench.compare;

/** A comparison that cannot go on; the message says why. */
public final class ComparisonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ComparisonException(String message) {
    super(message);
  }
}
