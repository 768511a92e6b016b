package dev.lanewise.graph.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Printer;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OptimizerTraceTest {
  @Test
  void everyStepThatChangesTheGraphIsKept() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 4));
    Value twice = b.add(b.neg(b.neg(x)), b.neg(b.neg(x)));
    Graph graph = b.build("f", List.of(twice));
    OptimizerTrace trace = OptimizerTrace.of(Optimizer.standard(), graph);
    assertThat(trace.input()).isSameAs(graph);
    assertThat(trace.steps())
        .extracting(PassStep::pass)
        .startsWith("commonSubexpressions", "simplify");
    PassStep first = trace.steps().getFirst();
    assertThat(first.round()).isZero();
    assertThat(first.before().nodes()).hasSize(5);
    assertThat(first.after().nodes()).hasSize(3);
    assertThat(first.nanos()).isPositive();
    assertThat(trace.output().nodes()).hasSize(1);
  }

  @Test
  void aGraphThatNothingChangesHasNoSteps() {
    GraphBuilder b = new GraphBuilder();
    Graph graph = b.build("f", List.of(b.neg(b.parameter(TensorType.of(DType.F32, 4)))));
    OptimizerTrace trace = OptimizerTrace.of(Optimizer.standard(), graph);
    assertThat(trace.steps()).isEmpty();
    assertThat(trace.output()).isSameAs(graph);
  }

  @Test
  void stepsOfRandomGraphsFollowOneAnother() {
    for (int seed = 0; seed < 200; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      OptimizerTrace trace = OptimizerTrace.of(Optimizer.standard().verifying(), graph);
      Graph current = graph;
      for (PassStep step : trace.steps()) {
        assertThat(step.before()).as("seed %d", seed).isSameAs(current);
        assertThat(step.after()).as("seed %d", seed).isNotSameAs(current);
        current = step.after();
      }
      assertThat(trace.output()).as("seed %d", seed).isSameAs(current);
      assertThat(Printer.print(current))
          .as("seed %d", seed)
          .isEqualTo(Printer.print(Optimizer.standard().run(graph)));
    }
  }
}
