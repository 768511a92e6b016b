package dev.lanewise.kernels;

/** What a gather or scatter does with a window that does not lie inside its operand. */
public enum OutOfBounds {
  /** Throws {@link IndexOutOfBoundsException} naming the index; a scatter has written nothing. */
  ERROR,
  /** Moves the window to the nearest place where it fits. */
  CLIP,
  /** A gather writes zeros for the window; a scatter leaves it out. */
  DROP
}
