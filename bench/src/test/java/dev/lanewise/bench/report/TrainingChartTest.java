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

class TrainingChartTest {
  private static final List<EpochReport> HISTORY =
      List.of(
          new EpochReport(1, 1.5, 0.6, 0.9, 0.8, 2),
          new EpochReport(2, 0.8, 0.85, 0.5, 0.9, 1),
          new EpochReport(3, 0.4, 0.95, 0.25, 0.96, 1));

  @Test
  void isWellFormedAndSaysWhatItShows() throws Exception {
    Document svg = parse(TrainingChart.draw("digits", HISTORY));
    assertThat(svg.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
    assertThat(texts(svg))
        .contains("digits", "epoch", "loss (nats)", "accuracy (%)", "1", "2", "3")
        .contains("training (running mean of the epoch)", "held out (after the epoch)");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo("After 3 epochs: test loss 0.2500 nats, test accuracy 96.00 %");
    assertThat(svg.getElementsByTagName("style").item(0).getTextContent())
        .contains("prefers-color-scheme: dark");
  }

  @Test
  void everyEpochIsAPointOfEachCurve() throws Exception {
    NodeList curves = parse(TrainingChart.draw("digits", HISTORY)).getElementsByTagName("polyline");
    assertThat(curves.getLength()).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      String[] points = ((Element) curves.item(i)).getAttribute("points").split(" ", -1);
      assertThat(points).hasSize(3);
      assertThat(points[0]).startsWith("72.00,");
      assertThat(points[2]).startsWith("696.00,");
    }
  }

  @Test
  void aTitleCannotBreakOut() throws Exception {
    String title = "<script>\"&'</script>\u0000\u0007 \ud83d\ude00";
    String drawn = TrainingChart.draw(title, HISTORY);
    assertThat(drawn).doesNotContain("<script");
    assertThat(texts(parse(drawn))).contains("<script>\"&'</script> \ud83d\ude00");
  }

  @Test
  void aRunThatDivergedIsDrawnAsFarAsItGoes() throws Exception {
    List<EpochReport> history = new ArrayList<>(HISTORY);
    history.add(new EpochReport(4, Double.NaN, 0.1, Double.POSITIVE_INFINITY, 0.1, 1));
    NodeList curves = parse(TrainingChart.draw("digits", history)).getElementsByTagName("polyline");
    assertThat(((Element) curves.item(0)).getAttribute("points").split(" ", -1)).hasSize(3);
    assertThat(((Element) curves.item(2)).getAttribute("points").split(" ", -1)).hasSize(4);
  }

  @Test
  void oneEpochAndHundredsAreDrawn() throws Exception {
    assertThat(texts(parse(TrainingChart.draw("one", HISTORY.subList(0, 1))))).contains("1");
    List<EpochReport> many = new ArrayList<>();
    for (int epoch = 1; epoch <= 500; epoch++) {
      many.add(new EpochReport(epoch, 1.0 / epoch, 0.9, 1.0 / epoch, 0.9, 1));
    }
    List<String> texts = texts(parse(TrainingChart.draw("many", many)));
    assertThat(texts).hasSizeLessThan(60);
  }

  @Test
  void aRunWithNothingFiniteHasNoCurve() throws Exception {
    List<EpochReport> history = List.of(new EpochReport(1, Double.NaN, 0.1, Double.NaN, 0.1, 1));
    NodeList curves = parse(TrainingChart.draw("nan", history)).getElementsByTagName("polyline");
    assertThat(curves.getLength()).isEqualTo(2);
  }

  @Test
  void refusesARunWithoutEpochs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingChart.draw("none", List.of()))
        .withMessage("[chart] no epoch to draw");
  }

  private static Document parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
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
