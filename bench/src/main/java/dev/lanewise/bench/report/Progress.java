package dev.lanewise.bench.report;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows a training run as it goes: on a terminal a bar that is redrawn in place, elsewhere plain
 * lines that a log can hold.
 */
public final class Progress implements TrainingListener {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);
  private static final int BAR_CELLS = 16;

  private final PrintWriter out;
  private final boolean terminal;
  private final int epochs;
  private final LongSupplier nanoTime;
  private final long start;
  private long lastShown;
  private long epochStart;
  private int widest;

  /**
   * @param out where it is shown
   * @param terminal whether {@code out} redraws a line on a carriage return
   * @param epochs how many epochs the run has
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  public Progress(PrintWriter out, boolean terminal, int epochs, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.epochs = epochs;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastShown = start;
    this.epochStart = start;
  }

  @Override
  public boolean wantsStep() {
    long interval = (terminal ? REDRAW : LINE_INTERVAL).toNanos();
    return nanoTime.getAsLong() - lastShown >= interval;
  }

  @Override
  public void step(StepReport report) {
    long now = nanoTime.getAsLong();
    lastShown = now;
    double inEpoch = seconds(now - epochStart);
    double perSecond = inEpoch > 0 ? report.samples() / inEpoch : 0;
    double done = report.epoch() - 1 + (double) report.step() / report.steps();
    String figures =
        String.format(
            Locale.ROOT,
            "loss %.4f  accuracy %.2f %%  %,.0f samples/s  %s left",
            report.meanLoss(),
            100 * report.accuracy(),
            perSecond,
            timeLeft(now, done));
    String epoch = epochLabel(report.epoch());
    if (terminal) {
      redraw(epoch + " " + bar(report.step(), report.steps()) + " " + figures);
    } else {
      out.println(epoch + " step " + report.step() + "/" + report.steps() + "  " + figures);
    }
  }

  @Override
  public void epoch(EpochReport report) {
    long now = nanoTime.getAsLong();
    String line =
        String.format(
            Locale.ROOT,
            "%s train loss %.4f  accuracy %.2f %%  test loss %.4f  accuracy %.2f %%  %.3f s",
            epochLabel(report.epoch()),
            report.trainLoss(),
            100 * report.trainAccuracy(),
            report.testLoss(),
            100 * report.testAccuracy(),
            report.trainSeconds());
    if (terminal) {
      redraw(line);
      widest = 0;
    } else {
      out.print(line);
    }
    out.println();
    lastShown = now;
    epochStart = now;
  }

  /** Writes over the current line; blanks what a longer one left behind. */
  private void redraw(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, widest - line.length())));
    out.flush();
    widest = line.length();
  }

  private String epochLabel(int epoch) {
    int digits = Integer.toString(epochs).length();
    return String.format(Locale.ROOT, "epoch %" + digits + "d/%d", epoch, epochs);
  }

  /** A bar of which so much is filled as steps are done. */
  static String bar(int step, int steps) {
    int filled = steps == 0 ? BAR_CELLS : (int) ((long) BAR_CELLS * step / steps);
    return "[" + "=".repeat(filled) + " ".repeat(BAR_CELLS - filled) + "]";
  }

  private String timeLeft(long now, double epochsDone) {
    if (epochsDone <= 0) {
      return "?";
    }
    long left = Math.round(seconds(now - start) / epochsDone * (epochs - epochsDone));
    return Countdown.clock(left);
  }

  private static double seconds(long nanos) {
    return nanos * 1e-9;
  }
}
