package dev.lanewise.graph.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GraphExportTest {

  private static Graph affine() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 2, 3));
    Value bias = b.parameter(TensorType.of(DType.F32, 3));
    b.setSource(new StackTraceElement("Model", "<init>", "Model.java", 7));
    Value sum = b.add(x, b.broadcast(bias, x.shape(), Ints.of(1)));
    return b.build("a \"loss\" & \\more", List.of(sum));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void dotNamesEveryBoxAndArrow() {
    assertThat(GraphExport.dot(affine()))
        .isEqualTo(
            """
            digraph "a \\"loss\\" & \\\\more" {
              node [shape=box, style="rounded,filled", fontname="monospace"];
              b0 [label="parameter 0\\nF32[2, 3]", tooltip="%0: F32[2, 3]", fillcolor="#dcebfa"];
              b1 [label="parameter 1\\nF32[3]", tooltip="%1: F32[3]", fillcolor="#dcebfa"];
              b2 [label="broadcastInDim\\nF32[2, 3]", tooltip="%2: F32[2, 3] = broadcastInDim(%1) {shape=[2, 3], axes=[1]}\\nModel.<init>(Model.java:7)", fillcolor="#ffffff"];
              b3 [label="add\\nF32[2, 3]", tooltip="%3: F32[2, 3] = add(%0, %2)\\nModel.<init>(Model.java:7)", fillcolor="#ffffff"];
              b4 [label="result 0\\nF32[2, 3]", tooltip="%3: F32[2, 3]", fillcolor="#dff3df"];
              b1 -> b2;
              b0 -> b3;
              b2 -> b3;
              b3 -> b4;
            }
            """);
  }

  @Test
  void svgIsWellFormedAndEscaped() throws Exception {
    Document document = parse(GraphExport.svg(affine()));
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(5);
    assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(4);
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a \"loss\" & \\more");
    assertThat(document.getDocumentElement().getTextContent())
        .contains("Model.<init>(Model.java:7)");
  }

  @Test
  void svgReferencesNothingOutside() {
    assertThat(GraphExport.svg(affine()).replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http", "url(", "<script", "href", "@import");
  }

  @Test
  void everyBoxLiesInsideAndBelowItsOperands() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      String svg = GraphExport.svg(graph);
      Document document = parse(svg);
      double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
      NodeList boxes = document.getElementsByTagName("rect");
      int expected = graph.parameters().size() + graph.nodes().size() + graph.results().size();
      assertThat(boxes.getLength()).as("seed %d", seed).isEqualTo(expected);
      for (int i = 0; i < boxes.getLength(); i++) {
        Element box = (Element) boxes.item(i);
        double left = Double.parseDouble(box.getAttribute("x"));
        double right = left + Double.parseDouble(box.getAttribute("width"));
        assertThat(left).as("seed %d", seed).isNotNegative();
        assertThat(right).as("seed %d", seed).isLessThanOrEqualTo(width + 1);
      }
      NodeList arrows = document.getElementsByTagName("path");
      for (int i = 0; i < arrows.getLength(); i++) {
        String[] numbers = ((Element) arrows.item(i)).getAttribute("d").split("[MC ]", -1);
        assertThat(Double.parseDouble(numbers[2]))
            .as("seed %d, arrow %d", seed, i)
            .isLessThan(Double.parseDouble(numbers[numbers.length - 1]));
      }
    }
  }

  @Test
  void boxesOfOneRowDoNotOverlap() throws Exception {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F64, 4));
    List<Value> wide = IntStream.range(0, 100).mapToObj(i -> b.add(x, (double) i)).toList();
    NodeList boxes = parse(GraphExport.svg(b.build("wide", wide))).getElementsByTagName("rect");
    for (int i = 0; i < boxes.getLength(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(overlap((Element) boxes.item(i), (Element) boxes.item(j)))
            .as("%d and %d", i, j)
            .isFalse();
      }
    }
  }

  private static boolean overlap(Element a, Element b) {
    double left = Double.parseDouble(a.getAttribute("x")) - Double.parseDouble(b.getAttribute("x"));
    double room = Double.parseDouble(left < 0 ? a.getAttribute("width") : b.getAttribute("width"));
    return a.getAttribute("y").equals(b.getAttribute("y")) && Math.abs(left) < room;
  }

  @Test
  void aLargeGraphStaysProportionate() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 8));
    Value y = x;
    for (int i = 0; i < 3_000; i++) {
      y = i % 3 == 0 ? b.mul(y, x) : b.add(Unary.SIN, y);
    }
    Graph graph = b.build("deep", List.of(y));
    assertThat(GraphExport.svg(graph).length()).isLessThan(3_000 * 600);
    assertThat(GraphExport.dot(graph).length()).isLessThan(3_000 * 300);
  }

  @Test
  void numbersHaveDecimalPointsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      String expected = GraphExport.svg(affine());
      Locale.setDefault(Locale.GERMANY);
      assertThat(GraphExport.svg(affine())).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aGraphOfNothingIsAPictureOfNothing() throws Exception {
    Graph empty = new GraphBuilder().build("empty", List.of());
    assertThat(parse(GraphExport.svg(empty)).getElementsByTagName("rect").getLength()).isZero();
    assertThat(GraphExport.dot(empty)).startsWith("digraph \"empty\" {");
  }
}
