package dev.lanewise.bench.report;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a long run is and how long it still takes: on a terminal a bar that is redrawn in
 * place, elsewhere plain lines that a log can hold.
 */
public final class Countdown {
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

  private static final int CELLS = 100;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long start;
  private long lastLine;
  private int widest;

  /**
   * @param out where it is shown
   * @param terminal whether {@code out} redraws a line on a carriage return
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  public Countdown(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastLine = start - LINE_INTERVAL.toNanos();
  }

  /**
   * Shows what is about to begin.
   *
   * @param done the share of the work that is done, 0 to 1
   */
  public void at(String what, double done) {
    long now = nanoTime.getAsLong();
    double seconds = (now - start) * 1e-9;
    String left = done > 0 ? clock(Math.round(seconds / done * (1 - done))) : "?";
    String line = String.format(Locale.ROOT, "%3.0f %%  %s left  %s", 100 * done, left, what);
    if (terminal) {
      line = Progress.bar((int) (CELLS * done), CELLS) + line;
      out.print("\r" + line + " ".repeat(Math.max(0, widest - line.length())));
      out.flush();
      widest = Math.max(widest, line.length());
    } else if (now - lastLine >= LINE_INTERVAL.toNanos()) {
      out.println(line);
      lastLine = now;
    }
  }

  /** Clears the line. */
  public void end() {
    if (terminal && widest > 0) {
      out.print("\r" + " ".repeat(widest) + "\r");
      out.flush();
    }
  }

  /** Minutes and seconds, with hours before them if there are any. */
  static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
