package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.accuracy.UlpTable;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.run.Caches;
import dev.lanewise.bench.lab.suite.NativeCallCosts;
import dev.lanewise.bench.lab.suite.Products;
import dev.lanewise.bench.lab.suite.Roofline;
import dev.lanewise.bench.lab.suite.Transforms;
import dev.lanewise.bench.report.Markup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One page with everything that a run found. It needs no network and no script. */
public final class LabPage {
  /** These have sections of their own. */
  private static final List<String> SPECIAL =
      List.of(
          Roofline.FAMILY,
          Products.FAMILY,
          Transforms.FAMILY,
          FunctionsSection.FAMILY,
          NativeCallCosts.FAMILY);

  private LabPage() {}

  /**
   * Writes the page.
   *
   * @param title what was run
   * @param notes sentences below the title
   * @param errors of functions, if any were measured
   * @return HTML
   */
  public static String write(
      String title, List<String> notes, Findings findings, List<UlpTable> errors, Caches caches) {
    Markup page = new Markup();
    page.raw("<!DOCTYPE html>\n");
    page.open("html", "lang", "en")
        .open("head")
        .empty("meta", "charset", "utf-8")
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .text("title", title)
        .raw("<style>\n" + style() + "</style>\n")
        .close()
        .open("body")
        .text("h1", title);
    notes.forEach(note -> page.text("p", note));
    conditions(page, findings);
    new LimitsSection(findings, caches).write(page);
    List<String> families = findings.families();
    for (RatesSection section : rates(findings)) {
      if (families.contains(section.family())) {
        section.write(page);
      }
    }
    ThroughputSection throughput = new ThroughputSection(findings, caches);
    families.stream()
        .filter(family -> !SPECIAL.contains(family))
        .forEach(family -> throughput.write(page, family));
    if (families.contains(FunctionsSection.FAMILY)) {
      new FunctionsSection(findings).write(page);
    }
    if (!errors.isEmpty()) {
      ErrorsSection.write(page, errors);
    }
    if (families.contains(NativeCallCosts.FAMILY)) {
      new NativeCallsSection(findings).write(page);
    }
    new ResultTable(findings, caches).write(page);
    return page.end();
  }

  private static List<RatesSection> rates(Findings findings) {
    return List.of(
        new RatesSection(findings, Products.FAMILY, "Matrix products", Contestant.OPENBLAS),
        new RatesSection(findings, Transforms.FAMILY, "Fourier transforms", Contestant.LOOP));
  }

  private static void conditions(Markup page, Findings findings) {
    page.open("dl");
    findings.file().conditions().forEach((name, value) -> page.text("dt", name).text("dd", value));
    double[] loads =
        findings.file().results().stream().mapToDouble(result -> result.load()).sorted().toArray();
    page.text("dt", "load")
        .text("dd", String.format(Locale.ROOT, "%.1f to %.1f", loads[0], loads[loads.length - 1]))
        .close();
    if (loads[loads.length - 1] > findings.file().cores()) {
      page.text(
          "p",
          "The load was above the number of cores: other programs took part in these times.",
          "class",
          "over");
    }
    for (String failure : findings.file().failures()) {
      page.text("p", "Not measured: " + failure, "class", "over");
    }
  }

  private static String style() {
    try (InputStream in = LabPage.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("[lab] page.css is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
