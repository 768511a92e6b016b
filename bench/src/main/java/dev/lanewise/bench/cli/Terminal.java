package dev.lanewise.bench.cli;

import java.io.Console;

/** Where standard error goes. */
final class Terminal {
  /** Set by the launcher, which can ask the system about standard error; Java cannot. */
  private static final String PROPERTY = "lanewise.terminal";

  private Terminal() {}

  /** Whether a line on standard error can be drawn over. */
  @SuppressWarnings("SystemConsoleNull") // true of JDK 22 to 24; since 25 there may be none again
  static boolean redraws() {
    String told = System.getProperty(PROPERTY);
    if (told != null) {
      return Boolean.parseBoolean(told);
    }
    // A guess: the console's terminal is that of standard input and output.
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
