package dev.lanewise.graph.runtime;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the budget of native memory from its text. */
final class MemoryBudget {
  /** Leaves room for the Java heap, a quarter of the machine by default, and the system. */
  private static final String DEFAULT = "60%";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})([kmgt%]?)");

  private MemoryBudget() {}

  /** The budget that {@code -Dlanewise.memory} sets, in bytes. */
  static long configured() {
    return parse(System.getProperty("lanewise.memory", DEFAULT), physicalBytes());
  }

  /**
   * @throws IllegalArgumentException if the text is not a positive size or a share of 1 to 100 %
   */
  static long parse(String text, long physicalBytes) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2);
      long bytes =
          unit.equals("%")
              ? number <= 100 ? physicalBytes / 100 * number : 0
              : number <= Long.MAX_VALUE >> shift(unit) ? number << shift(unit) : 0;
      if (bytes > 0) {
        return bytes;
      }
    }
    throw new IllegalArgumentException(
        "lanewise.memory must be a size such as 512m or 8g, or a share such as 50%, was '"
            + text
            + "'");
  }

  private static int shift(String unit) {
    return switch (unit) {
      case "k" -> 10;
      case "m" -> 20;
      case "g" -> 30;
      case "t" -> 40;
      default -> 0;
    };
  }

  /** The machine's memory, or the container's if that is less. */
  private static long physicalBytes() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }
}
