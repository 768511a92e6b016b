package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.accuracy.UlpTable;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.kernels.ElementType;
import java.util.List;
import java.util.Locale;

/** The largest errors of math functions. */
final class ErrorsSection {
  /** Half a unit is the error of the best result there is. */
  private static final double MOST_IN_F32 = 1;

  private static final double MOST_IN_F64 = 2;

  private ErrorsSection() {}

  static void write(Markup page, List<UlpTable> tables) {
    page.text("h2", "Errors of math functions")
        .text(
            "p",
            "The largest error seen, in units in the last place of the exact result, and where;"
                + " 0.5 is correctly rounded. The exact results have fifty digits, from series and"
                + " continued fractions in decimal arithmetic. Arguments: a third uniform in the"
                + " range of the benchmark, a third with uniform exponents over the whole domain, a"
                + " third beside powers of two, multiples of half pi, halves, and the ends of the"
                + " domain; lgamma and digamma at least 0.05 from their zeros and at positive"
                + " arguments. Errors above 1 in F32 or 2 in F64 are marked. A larger error may"
                + " exist between the arguments that were tried.");
    page.open("div", "class", "scroll").open("table").open("tr").text("th", "function");
    for (String heading :
        List.of("type", "arguments", "Lanewise", "at", "JDK vectors", "at", "scalar Java", "at")) {
      page.text("th", heading);
    }
    page.close();
    for (UlpTable table : tables) {
      page.open("tr")
          .text("td", table.function().name().toLowerCase(Locale.ROOT))
          .text("td", table.type().name())
          .text("td", Integer.toString(table.points()));
      for (Contestant contestant :
          List.of(Contestant.LANEWISE, Contestant.JDK_SEGMENT, Contestant.LOOP)) {
        cells(page, table, contestant);
      }
      page.close();
    }
    page.close().close();
  }

  private static void cells(Markup page, UlpTable table, Contestant contestant) {
    UlpTable.Worst worst = table.worst().get(contestant);
    if (worst == null) {
      page.text("td", "").text("td", "");
      return;
    }
    double most = table.type() == ElementType.F64 ? MOST_IN_F64 : MOST_IN_F32;
    page.text(
            "td",
            String.format(Locale.ROOT, "%.3f", worst.ulps()),
            "class",
            worst.ulps() > most ? "over" : "")
        .text("td", String.format(Locale.ROOT, "%.6g", worst.at()), "class", "soft");
  }
}
