package dev.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear scale from data to coordinates, with ticks at round numbers.
 *
 * @param low the data value at {@code from}
 * @param high the data value at {@code to}; above {@code low}
 * @param from a coordinate
 * @param to a coordinate
 * @param step the distance between ticks, in data units
 */
record Axis(double low, double high, double from, double to, double step) implements Scale {
  /** An axis that covers {@code [min, max]} and ends on ticks, about {@code ticks} of them. */
  static Axis covering(double min, double max, double from, double to, int ticks) {
    double span = max > min ? max - min : Math.max(Math.abs(max), 1) * 0.1;
    double step = roundStep(span / ticks);
    double low = Math.floor(min / step) * step;
    double high = Math.ceil(max / step) * step;
    return new Axis(low, high > low ? high : low + step, from, to, step);
  }

  @Override
  public double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  @Override
  public List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    int count = (int) Math.floor((high - low) / step + 1e-9);
    for (int i = 0; i <= count; i++) {
      ticks.add(low + i * step);
    }
    return ticks;
  }

  /** Decimals that tell neighbouring ticks apart. */
  int decimals() {
    return (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  }

  /** The smallest of 1, 2, 5 times a power of ten that is not below {@code step}. */
  private static double roundStep(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double fraction = step / power;
    return power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
  }
}
