package dev.lanewise.ffi;

/** How many of the singular vectors of an m x n matrix are computed. */
public enum SingularVectors {
  /** None, only the values. */
  NONE('N'),
  /** The first min(m, n) on each side. */
  REDUCED('S'),
  /** All: m on the left, n on the right. */
  ALL('A');

  private final byte letter;

  SingularVectors(char letter) {
    this.letter = (byte) letter;
  }

  /** The character that LAPACK takes. */
  byte letter() {
    return letter;
  }

  /** The number of vectors on one side of an m x n matrix, {@code all} of which there are. */
  int count(int m, int n, int all) {
    return switch (this) {
      case NONE -> 0;
      case REDUCED -> Math.min(m, n);
      case ALL -> all;
    };
  }
}
