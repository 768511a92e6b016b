package dev.lanewise.graph.runtime;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The line of the user's program that called into the engine. The frame is kept as the stack walker
 * gives it; turning it into a file and a line is a third of the whole cost, and happens only if an
 * error needs it.
 */
final class CallSite {
  /**
   * The frames to fetch at first; each costs 60 ns. The user's is the third or fourth where arrays
   * and scopes are closed.
   */
  private static final int FRAMES = 4;

  private static final StackWalker WALKER = StackWalker.getInstance(Set.of(), FRAMES);

  /** Callers in these packages are the engine itself, or the JDK between it and the user. */
  private static final List<String> ENGINE =
      List.of(
          "dev.lanewise.kernels.",
          "dev.lanewise.ffi.",
          "dev.lanewise.graph.",
          "dev.lanewise.autodiff.",
          "java.",
          "jdk.");

  private CallSite() {}

  /** The innermost frame outside the engine, or null if there is none. */
  static @Nullable StackFrame capture() {
    return WALKER.walk(frames -> frames.filter(CallSite::isUser).findFirst().orElse(null));
  }

  private static boolean isUser(StackFrame frame) {
    String name = frame.getClassName();
    for (String prefix : ENGINE) {
      if (name.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }

  /** The frame as text to end a message with. */
  static String describe(@Nullable StackFrame frame) {
    return frame == null ? "an unknown line" : frame.toStackTraceElement().toString();
  }
}
