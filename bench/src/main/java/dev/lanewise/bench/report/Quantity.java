package dev.lanewise.bench.report;

import java.util.Locale;

/** Numbers with their units, as people read them. */
public final class Quantity {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final String[] TIMES = {"ns", "us", "ms", "s"};
  private static final double THOUSAND = 1000;
  private static final double BINARY_STEP = 1024;

  private Quantity() {}

  /** Bytes in the binary unit that leaves one to four digits: 16 KiB. */
  public static String bytes(double bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= BINARY_STEP && unit < BINARY.length - 1) {
      value /= BINARY_STEP;
      unit++;
    }
    return digits(value) + " " + BINARY[unit];
  }

  /** A time in the unit that leaves one to three digits before the point. */
  public static String nanos(double nanos) {
    int unit = 0;
    double value = nanos;
    while (value >= THOUSAND && unit < TIMES.length - 1) {
      value /= THOUSAND;
      unit++;
    }
    return digits(value) + " " + TIMES[unit];
  }

  /** Three digits that count, without trailing zeros behind the point, and no exponent. */
  public static String digits(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    int decimals = Math.clamp(2 - (long) Math.floor(Math.log10(Math.abs(value))), 0, 9);
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /** A share in percent without decimals. */
  public static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.0f %%", 100 * share) : "";
  }
}
