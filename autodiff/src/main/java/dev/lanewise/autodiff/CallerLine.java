package dev.lanewise.autodiff;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the user's line: the innermost stack frame that is neither Lanewise's nor the JDK's. */
final class CallerLine {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String[] SKIPPED = {
    "dev.lanewise.autodiff.",
    "dev.lanewise.graph.",
    "dev.lanewise.kernels.",
    "dev.lanewise.ffi.",
    "java.",
    "jdk."
  };

  private CallerLine() {}

  static @Nullable StackTraceElement find() {
    return WALKER.walk(CallerLine::first);
  }

  /**
   * Without the usual stream operations: every recorded operation asks, most of them while cold.
   */
  private static @Nullable StackTraceElement first(Stream<StackFrame> frames) {
    Iterator<StackFrame> outwards = frames.iterator();
    while (outwards.hasNext()) {
      StackFrame frame = outwards.next();
      if (isUsers(frame.getClassName())) {
        return frame.toStackTraceElement();
      }
    }
    return null;
  }

  private static boolean isUsers(String className) {
    for (String prefix : SKIPPED) {
      if (className.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }
}
