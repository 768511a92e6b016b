package dev.lanewise.graph.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Printer;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.CompileOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GraphReportTest {
  private static final String HOSTILE = "<script>alert('1')</script> & \"\u0007\n two";

  @TempDir Path folder;

  /** {@code tanh(-(-x)) + tanh(-(-x))} under a name that is none. */
  private static Graph graph() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 64, 128));
    b.setSource(new StackTraceElement("Model", "<init>", "Mod&el.java", 7));
    Value left = b.add(Unary.TANH, b.neg(b.neg(x)));
    Value right = b.add(Unary.TANH, b.neg(b.neg(x)));
    return b.build(HOSTILE, List.of(b.add(left, right)));
  }

  private static GraphReport report() {
    return GraphReport.of(graph(), CompileOptions.defaults());
  }

  private static Document parse(String html) throws Exception {
    String document = html.replaceFirst("<!DOCTYPE html>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(document)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static List<Element> marked(Element scope, String name) {
    NodeList found = scope.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> (Element) found.item(i))
        .filter(element -> element.getAttribute("class").contains("marked"))
        .toList();
  }

  @Test
  void textHasBothEndsEveryStepAndTheKernels() {
    GraphReport report = report();
    String text = report.text();
    assertThat(text)
        .startsWith("before the first pass\n\n" + Printer.print(report.trace().input()))
        .contains("1. commonSubexpressions, round 1: 7 nodes become 4, in ")
        .contains("  - %4: F32[64, 128] = neg(%0)\n")
        .contains("2. simplify, round 1: 4 nodes become 3, in ")
        .contains("after the last pass\n\n" + Printer.print(report.trace().output()))
        .endsWith(report.explanation().toString());
  }

  @Test
  void withoutOptimisationThereAreNoSteps() {
    GraphReport report =
        GraphReport.of(graph(), CompileOptions.defaults().withOptimize(false).withFuse(false));
    assertThat(report.trace().steps()).isEmpty();
    assertThat(report.explanation().kernels()).hasSize(7);
  }

  @Test
  void thePageHasASectionForEachLinkAndEachIsReached() throws Exception {
    GraphReport report = report();
    Document page = parse(report.html());
    List<String> sections =
        elements(page, "section").stream()
            .map(section -> "#" + section.getAttribute("id"))
            .toList();
    assertThat(sections).hasSize(report.trace().steps().size() + 2);
    Element contents = elements(page, "nav").getFirst();
    List<String> links = new ArrayList<>();
    for (Element link : elements(page, "a")) {
      assertThat(sections).contains(link.getAttribute("href"));
      if (contents.compareDocumentPosition(link) == (short) 0x14) {
        links.add(link.getAttribute("href"));
      }
    }
    assertThat(links).isEqualTo(sections);
    for (String section : sections) {
      assertThat(report.html()).contains("body:has(" + section + ":target)");
    }
  }

  @Test
  void whatAStepChangesStandsOutInDrawingAndText() throws Exception {
    Document page = parse(report().html());
    Element simplify = elements(page, "section").get(2);
    assertThat(simplify.getTextContent())
        .contains("1 removed", "0 added", "Before, around what is");
    List<Element> text = marked(simplify, "span");
    assertThat(text).extracting(Element::getTextContent).allMatch(line -> line.startsWith("- %"));
    assertThat(text).hasSize(1);
    // In the drawing of what is removed, and in that of the whole.
    assertThat(marked(simplify, "rect")).hasSize(2);
    Element given = elements(page, "section").getFirst();
    assertThat(marked(given, "rect")).isEmpty();
    assertThat(given.getElementsByTagName("rect").getLength()).isEqualTo(9);
  }

  @Test
  void namesAreTextAndNothingElse() throws Exception {
    String html = report().html();
    Document page = parse(html);
    String shown = HOSTILE.replace('\u0007', '\ufffd');
    assertThat(elements(page, "h1").getFirst().getTextContent()).isEqualTo(shown);
    assertThat(elements(page, "script")).isEmpty();
    assertThat(html).contains("Model.&lt;init&gt;(Mod&amp;el.java:7)");
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(report().html())
        .doesNotContain("http", "url(", "<script", "@import", "src=", "<link", "<base");
  }

  @Test
  void aLargeGraphIsDrawnInPartAndWrittenInFull() throws Exception {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 8));
    Value y = x;
    for (int i = 0; i < 1_000; i++) {
      y = b.neg(b.neg(b.add(Unary.SIN, b.mul(y, x))));
    }
    GraphReport report = GraphReport.of(b.build("deep", List.of(y)), CompileOptions.defaults());
    String html = report.html();
    assertThat(html.length()).isLessThan(4_000_000);
    for (String said :
        List.of(
            "The first 300 of 4,000 nodes are drawn. The text has everything.",
            "The first 60 of 1,000 changed nodes are drawn. The text has everything.",
            "%4000: F32[8] = neg(%3999)")) {
      assertThat(html.contains(said)).as(said).isTrue();
    }
    Element given = elements(parse(html), "section").getFirst();
    assertThat(given.getElementsByTagName("rect").getLength()).isEqualTo(301);
  }

  @Test
  void theFileIsReplacedAsAWhole() throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "what was there before");
    GraphReport report = report();
    report.writeHtml(file);
    assertThat(file).content().isEqualTo(report.html());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    Path nowhere = folder.resolve("no/where.html");
    assertThatThrownBy(() -> report.writeHtml(nowhere)).isInstanceOf(IOException.class);
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    GraphReport report = report();
    String expected = report.html() + report.text();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(report.html() + report.text()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aGraphOfNothingHasAPage() throws Exception {
    GraphReport report =
        GraphReport.of(new GraphBuilder().build("empty", List.of()), CompileOptions.defaults());
    assertThat(elements(parse(report.html()), "section")).hasSize(2);
    assertThat(report.text()).contains("empty: 0 kernel calls");
  }
}
