package dev.lanewise.autodiff;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the user's line: the innermost stack frame that is neither Lanewise's nor the JDK's. */
final class CallerLine {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final List<String> SKIPPED =
      List.of(
          "dev.lanewise.autodiff.",
          "dev.lanewise.graph.",
          "dev.lanewise.kernels.",
          "dev.lanewise.ffi.",
          "java.",
          "jdk.");

  private CallerLine() {}

  static @Nullable StackTraceElement find() {
    return WALKER.walk(
        frames ->
            frames
                .filter(CallerLine::isUsers)
                .findFirst()
                .map(StackFrame::toStackTraceElement)
                .orElse(null));
  }

  private static boolean isUsers(StackFrame frame) {
    String name = frame.getClassName();
    return SKIPPED.stream().noneMatch(name::startsWith);
  }
}
