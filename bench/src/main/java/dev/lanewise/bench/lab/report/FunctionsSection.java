package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.bench.report.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Math functions: the time of an element, beside the JDK's vector functions and a plain loop. */
final class FunctionsSection {
  /** The family of these experiments. */
  static final String FAMILY = "math";

  private final Findings findings;

  FunctionsSection(Findings findings) {
    this.findings = findings;
  }

  void write(Markup page) {
    page.text("h2", "Math functions")
        .text(
            "p",
            "Nanoseconds an element, operands and results in the first-level cache. The JDK's are"
                + " its vector operations on native memory; where it has none, the cell is empty.");
    for (Findings.Setting setting : findings.settings()) {
      Map<Experiment, List<Figure>> experiments = findings.byExperiment(FAMILY, setting);
      if (experiments.isEmpty()) {
        continue;
      }
      page.text("p", setting.text());
      page.open("div", "class", "scroll").open("table").open("tr").text("th", "function");
      for (String heading :
          List.of(
              "Lanewise",
              "+-",
              "JDK vectors",
              "JDK / Lanewise",
              "loop of Math",
              "loop / Lanewise")) {
        page.text("th", heading);
      }
      page.close();
      experiments.forEach((experiment, figures) -> row(page, experiment, figures));
      page.close().close();
    }
  }

  private void row(Markup page, Experiment experiment, List<Figure> figures) {
    Optional<Figure> own =
        figures.stream().filter(one -> one.contestant() == Contestant.LANEWISE).findFirst();
    if (own.isEmpty()) {
      return;
    }
    page.open("tr")
        .text("td", experiment.title())
        .text("td", Quantity.digits(nanosOfAnElement(own.get())))
        .text("td", Quantity.percent(own.get().result().spread()));
    for (Contestant other : List.of(Contestant.JDK_SEGMENT, Contestant.LOOP)) {
      Optional<Figure> figure = findings.beside(own.get(), other);
      page.text("td", figure.map(one -> Quantity.digits(nanosOfAnElement(one))).orElse(""))
          .text(
              "td", figure.map(one -> Quantity.digits(one.nanos() / own.get().nanos())).orElse(""));
    }
    page.close();
  }

  private static double nanosOfAnElement(Figure figure) {
    return figure.nanos() / figure.result().of().threads() / figure.result().of().size();
  }
}
