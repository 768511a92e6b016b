package dev.lanewise.user;

import java.util.function.Supplier;

/** A line of user code: tests of the engine's own packages call the engine through it. */
public final class Caller {
  /**
   * How the engine names the lines here, but for the method and the number: as a stack trace does,
   * which on the module path begins with the module.
   */
  public static final String LINE = line();

  private Caller() {}

  private static String line() {
    String here = new Throwable().getStackTrace()[0].toString();
    return here.substring(0, here.indexOf("Caller.") + "Caller.".length());
  }

  /** Calls from here. */
  public static <T> T call(Supplier<T> action) {
    return action.get();
  }

  /** Calls from here. */
  public static void run(Runnable action) {
    action.run();
  }
}
