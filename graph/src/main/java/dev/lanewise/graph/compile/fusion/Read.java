package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Value;

/**
 * An input of a region: a value of the graph and the form in which it must lie in memory.
 *
 * @param value what is read
 * @param form which of its elements lie there
 */
public record Read(Value value, Form form) {
  /** Which elements of a value lie in memory. */
  public enum Form {
    /** All, in row-major order. */
    DENSE,
    /** One that stands for all: the value is a constant whose elements are equal. */
    ELEMENT,
    /** {@code 0, 1, 2, ...} once: the value is an iota, and this is what it repeats. */
    LINE
  }
}
