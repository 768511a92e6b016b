package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.run.Caches;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.bench.report.Quantity;
import java.util.List;

/** Every result in one table. */
final class ResultTable {
  /** A call that allocates more makes objects of its vectors, or of something else. */
  private static final double FEW_BYTES = 64;

  private final Findings findings;
  private final Caches caches;

  ResultTable(Findings findings, Caches caches) {
    this.findings = findings;
    this.caches = caches;
  }

  void write(Markup page) {
    page.text("h2", "All results");
    page.open("details")
        .text("summary", findings.figures().size() + " results")
        .text(
            "p",
            "Times are medians; the spread is half the distance between the quartiles. Bytes"
                + " allocated on the heap by a call are marked where there are more than 64.");
    page.open("div", "class", "scroll").open("table").open("tr").text("th", "kernel");
    for (String heading :
        List.of(
            "n",
            "in",
            "by",
            "threads",
            "bits",
            "a call",
            "+-",
            "GB/s",
            "GFLOP/s",
            "of the limit",
            "bound by",
            "heap bytes")) {
      page.text("th", heading);
    }
    page.close();
    findings.figures().forEach(figure -> row(page, figure));
    page.close().close().close();
  }

  private void row(Markup page, Figure figure) {
    double heap = figure.result().heapBytes();
    boolean known = !Double.isNaN(figure.shareOfLimit());
    double bytes = figure.work().bytes();
    page.open("tr")
        .text("td", figure.experiment().name())
        .text("td", Integer.toString(figure.result().of().size()))
        .text("td", bytes > 0 ? caches.level(bytes) : "", "class", "left")
        .text("td", figure.contestant().title(), "class", "left")
        .text("td", Integer.toString(figure.result().of().threads()))
        .text("td", figure.result().of().lanes() == 0 ? "" : "" + figure.result().of().lanes())
        .text("td", Quantity.nanos(figure.nanos()))
        .text("td", Quantity.percent(figure.result().spread()))
        .text("td", bytes > 0 ? Quantity.digits(figure.gigabytesASecond()) : "")
        .text("td", figure.work().flops() > 0 ? Quantity.digits(figure.gigaflops()) : "")
        .text("td", Quantity.percent(figure.shareOfLimit()))
        .text("td", known ? figure.boundByMemory() ? "memory" : "arithmetic" : "")
        .text("td", Quantity.digits(heap), "class", heap > FEW_BYTES ? "over" : "")
        .close();
  }
}
