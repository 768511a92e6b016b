package dev.lanewise.graph.compile.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Functions of rows, and their derivatives, are one loop each. */
class RowRegionsTest {
  private static final int ROWS = 64;
  private static final int INNER = 100;

  private static Normalisations rows() {
    return new Normalisations(ROWS, INNER);
  }

  @Test
  void softmax() {
    Region region = only(rows().softmax());
    assertThat(phases(region)).isEqualTo(3);
    assertThat(levels(region)).containsExactly(Level.LANES, Level.CALL);
    assertThat(kinds(region)).isEqualTo(List.of(Store.class));
    assertThat(region.geometry().outer()).containsExactly((long) ROWS);
    assertThat(region.geometry().inner()).isEqualTo(INNER);
    assertThat(region.readsInOrder(0)).isTrue();
  }

  @Test
  void softmaxWithItsGradient() {
    Region region = only(rows().softmaxGradient());
    assertThat(phases(region)).isEqualTo(4);
    assertThat(kinds(region)).isEqualTo(List.of(Store.class, Store.class));
    assertThat(region.inputs()).hasSize(3);
  }

  @Test
  void logSumExp() {
    Region region = only(rows().logSumExp());
    assertThat(phases(region)).isEqualTo(2);
    assertThat(kinds(region)).isEqualTo(List.of(StoreRow.class));
  }

  /** The mean of the rows' losses needs all rows: it is a loop of its own. */
  @Test
  void crossEntropyWithItsGradient() {
    Graph graph = rows().crossEntropyGradient();
    FusionPlan plan = checked(graph);
    assertThat(plan.items()).hasSize(2);
    Region rows = plan.regions().getFirst();
    assertThat(phases(rows)).isEqualTo(3);
    assertThat(kinds(rows)).containsExactlyInAnyOrder(StoreRow.class, Store.class);
    Region mean = plan.regions().getLast();
    assertThat(mean.geometry().rows()).isEqualTo(1);
    assertThat(mean.geometry().inner()).isEqualTo(ROWS);
    assertThat(plan.boundaries())
        .extracting(Boundary::reason)
        .containsExactly("reduceSum does not go along the rows of the loop");
  }

  @Test
  void variance() {
    FusionPlan plan = checked(rows().variance());
    // The result is a reshape of what the region writes.
    assertThat(plan.items()).hasSize(2);
    Region region = plan.regions().getFirst();
    assertThat(phases(region)).isEqualTo(2);
    assertThat(kinds(region)).isEqualTo(List.of(StoreRow.class));
  }

  @Test
  void layerNorm() {
    Region region = only(rows().layerNorm());
    assertThat(phases(region)).isEqualTo(3);
    assertThat(kinds(region)).isEqualTo(List.of(Store.class));
    assertThat(region.inputs()).hasSize(5);
  }

  @Test
  void layerNormWithItsGradients() {
    Graph graph = rows().layerNormGradient();
    Region region = only(graph);
    assertThat(region.outputs()).containsExactlyInAnyOrderElementsOf(graph.results());
    assertThat(kinds(region))
        .containsExactlyInAnyOrder(Store.class, Store.class, FoldRows.class, FoldRows.class);
    assertThat(phases(region)).isEqualTo(4);
  }

  /** A row that does not fit is not kept: the limits say so. */
  @Test
  void rowsBeyondTheLimitsAreSeveralRegions() {
    FusionPlan plan = checked(new Normalisations(2, 70_000).softmax());
    assertThat(plan.regions()).hasSizeGreaterThan(1);
    assertThat(plan.boundaries())
        .extracting(Boundary::reason)
        .contains("what is combined along a row of 280000 bytes is used after the loop");
  }

  private static Region only(Graph graph) {
    FusionPlan plan = checked(graph);
    assertThat(plan.items()).as("items").hasSize(1);
    return plan.regions().getFirst();
  }

  /** The plan of a graph, after running it. */
  static FusionPlan checked(Graph graph) {
    FusionPlan plan = FusionPlan.of(graph);
    List<Literal> arguments =
        RandomGraphs.arguments(
            new SplittableRandom(graph.nodes().size()), graph, RandomLiterals.Values.ORDINARY);
    assertThat(PlanRunner.run(graph, plan, arguments)).isEqualTo(Interpreter.run(graph, arguments));
    return plan;
  }

  static int phases(Region region) {
    return LoopSchedule.of(region.body()).phaseCount();
  }

  static List<Level> levels(Region region) {
    return region.body().inputs().stream().map(input -> input.level()).toList();
  }

  static List<Class<?>> kinds(Region region) {
    return region.body().outputs().stream().<Class<?>>map(Object::getClass).toList();
  }

  static List<Value> valuesRead(Region region) {
    return region.inputs().stream()
        .filter(read -> read.form() == Read.Form.DENSE)
        .map(Read::value)
        .toList();
  }
}
