package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class WarmUpChartTest {
  private static final List<StepTime> STEPS =
      List.of(new StepTime(0.5, 0.4), new StepTime(0.7, 0.2), new StepTime(0.71, 0.01));

  @Test
  void isWellFormedAndSaysWhatItShows() throws Exception {
    Document svg = parse(WarmUpChart.draw("a <block>", "first & last", STEPS, STEPS, 0.01));
    assertThat(texts(svg))
        .contains("a <block>", "first & last", "a step (ms)", "since the start of the JVM (s)")
        .contains("0.5", "1", "10", "20", "500");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo("first & last");
    assertThat(attribute(svg, "polyline", "median", "points").split(" ", -1)).hasSize(3);
    assertThat(attribute(svg, "path", "step", "d")).startsWith("M84.0 ").containsPattern("h0M");
  }

  @Test
  void thousandsOfStepsInOnePlaceAreOneDot() throws Exception {
    List<StepTime> steps = new ArrayList<>(STEPS);
    for (int i = 0; i < 5000; i++) {
      steps.add(new StepTime(0.9 + i * 1e-8, 0.01));
    }
    String drawn = WarmUpChart.draw("many", "", steps, STEPS, 0.01);
    assertThat(attribute(parse(drawn), "path", "step", "d").split("h0", -1)).hasSize(5);
  }

  @Test
  void oneStepIsDrawn() throws Exception {
    List<StepTime> one = List.of(new StepTime(1, 1));
    assertThat(texts(parse(WarmUpChart.draw("one", "", one, one, 1)))).contains("1", "1000");
  }

  @Test
  void refusesARunWithoutSteps() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WarmUpChart.draw("none", "", List.of(), List.of(), 1))
        .withMessage("[chart] no step to draw");
  }

  private static String attribute(Document svg, String element, String style, String name) {
    NodeList nodes = svg.getElementsByTagName(element);
    for (int i = 0; i < nodes.getLength(); i++) {
      Element node = (Element) nodes.item(i);
      if (node.getAttribute("class").equals(style)) {
        return node.getAttribute(name);
      }
    }
    throw new AssertionError("no " + element + " of class " + style);
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document svg) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = svg.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
