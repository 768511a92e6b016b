package dev.lanewise.kernels;

import jdk.incubator.vector.Vector;

/** What a loop template calls where {@link LaneInliner} puts the code of a lane function. */
@SuppressWarnings("DoNotCallSuggester") // they are called, in the templates
final class Placeholder {
  private Placeholder() {}

  static Vector<Object> operation(Vector<Object> a) {
    throw notReplaced();
  }

  static Vector<Object> operation(Vector<Object> a, Vector<Object> b) {
    throw notReplaced();
  }

  static Vector<Object> operation(Vector<Object> a, Vector<Object> b, Vector<Object> c) {
    throw notReplaced();
  }

  private static IllegalStateException notReplaced() {
    return new IllegalStateException("a template was used in place of a copy of it");
  }
}
