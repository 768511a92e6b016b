package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.accuracy.UlpTable;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.run.Caches;
import dev.lanewise.bench.lab.suite.Roofline;
import dev.lanewise.bench.report.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results as lines of text. */
public final class LabTable {
  private LabTable() {}

  /** A line for each result, without those of the roofline. */
  public static String text(Findings findings, Caches caches) {
    String heading =
        line("kernel", "n", "in", "by", "thr", "bits", "a call", "+-", "GB/s", "GFLOP/s", "limit");
    return findings.figures().stream()
        .filter(figure -> !figure.experiment().family().equals(Roofline.FAMILY))
        .map(figure -> row(figure, caches))
        .collect(Collectors.joining(System.lineSeparator(), heading + System.lineSeparator(), ""));
  }

  /** A line for each function and type: the largest error of each contestant. */
  public static String errors(List<UlpTable> tables) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-10s %-4s %7s  %-34s  %-34s  %s%n",
            "largest",
            "ulp",
            "points",
            "Lanewise",
            "JDK vectors",
            "scalar"));
    for (UlpTable table : tables) {
      text.append(
          String.format(
                  Locale.ROOT,
                  "%-10s %-4s %7d  %-34s  %-34s  %s",
                  table.function().name().toLowerCase(Locale.ROOT),
                  table.type(),
                  table.points(),
                  worst(table, Contestant.LANEWISE),
                  worst(table, Contestant.JDK_SEGMENT),
                  worst(table, Contestant.LOOP))
              .stripTrailing());
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String worst(UlpTable table, Contestant contestant) {
    UlpTable.Worst worst = table.worst().get(contestant);
    return worst == null ? "" : String.format(Locale.ROOT, "%.3f at %s", worst.ulps(), worst.at());
  }

  private static String row(Figure figure, Caches caches) {
    double bytes = figure.work().bytes();
    int lanes = figure.result().of().lanes();
    return line(
        figure.experiment().name(),
        Integer.toString(figure.result().of().size()),
        bytes > 0 ? caches.level(bytes) : "",
        figure.contestant().title(),
        Integer.toString(figure.result().of().threads()),
        lanes == 0 ? "" : Integer.toString(lanes),
        Quantity.nanos(figure.nanos()),
        Quantity.percent(figure.result().spread()),
        bytes > 0 ? Quantity.digits(figure.gigabytesASecond()) : "",
        figure.work().flops() > 0 ? Quantity.digits(figure.gigaflops()) : "",
        Quantity.percent(figure.shareOfLimit()));
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-26s %10s  %-6s  %-29s %3s %4s %10s %6s %8s %8s %6s", cells)
        .stripTrailing();
  }
}
