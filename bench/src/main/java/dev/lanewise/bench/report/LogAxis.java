package dev.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic scale from data to coordinates, with ticks at 1, 2 and 5 times the powers of ten.
 *
 * @param low the data value at {@code from}; positive
 * @param high the data value at {@code to}; above {@code low}
 * @param from a coordinate
 * @param to a coordinate
 */
record LogAxis(double low, double high, double from, double to) implements Scale {
  private static final double[] FRACTIONS = {1, 2, 5};

  /** An axis that covers {@code [min, max]}, both positive, and ends on ticks. */
  static LogAxis covering(double min, double max, double from, double to) {
    double low = tickAtOrBelow(min);
    double high = low;
    while (high < max || high == low) {
      high = next(high);
    }
    return new LogAxis(low, high, from, to);
  }

  @Override
  public double at(double value) {
    return from + Math.log(value / low) / Math.log(high / low) * (to - from);
  }

  @Override
  public List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (double tick = low; tick <= high * (1 + 1e-9); tick = next(tick)) {
      ticks.add(tick);
    }
    return ticks;
  }

  private static double tickAtOrBelow(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    double tick = power;
    for (double fraction : FRACTIONS) {
      if (fraction * power <= value) {
        tick = fraction * power;
      }
    }
    return tick;
  }

  private static double next(double tick) {
    double power = Math.pow(10, Math.floor(Math.log10(tick) + 1e-9));
    double fraction = Math.rint(tick / power);
    return power * (fraction < 2 ? 2 : fraction < 5 ? 5 : 10);
  }
}
