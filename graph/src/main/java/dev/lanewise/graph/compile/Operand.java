package dev.lanewise.graph.compile;

/**
 * How a value of the graph is at hand: all its elements in a buffer, or, since they are equal, one
 * of them for all.
 *
 * @param buffer where they lie
 * @param stride 1 for elements side by side, 0 for one that serves all
 * @param width the bytes of an element
 */
record Operand(Buffer buffer, int stride, int width) {
  boolean isSplat() {
    return stride == 0;
  }

  /** The byte in the buffer's segment at which an element lies. */
  long at(long element) {
    return buffer.offset() + element * stride * width;
  }
}
