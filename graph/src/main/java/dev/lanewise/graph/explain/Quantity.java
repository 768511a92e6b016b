package dev.lanewise.graph.explain;

import java.util.Locale;

/** Numbers for people, short enough for a column; the same in every locale. */
final class Quantity {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};

  private Quantity() {}

  /** Bytes, for example {@code 64 B} or {@code 1.50 MiB}. */
  static String bytes(long bytes) {
    return scaled(bytes, 1024, BINARY);
  }

  /** A count, for example {@code 640} or {@code 25.7 M}. */
  static String count(long count) {
    return scaled(count, 1000, DECIMAL);
  }

  private static String scaled(long number, int base, String[] units) {
    double value = number;
    int unit = 0;
    // Not at base itself: 999,999 would become 1000 k by rounding.
    while (value >= 999.5 && unit < units.length - 1 && (unit > 0 || number >= base)) {
      value /= base;
      unit++;
    }
    int decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, units[unit]).strip();
  }
}
