package dev.lanewise.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every workload computes what it says, in its small size: the engine and the loops in plain Java
 * against the interpreter, and gradients against differences.
 */
class WorkloadsTest {
  /** Of the largest element of a result. */
  private static final double TOLERANCE = 2e-5;

  static Stream<Workload> workloads() {
    return Workloads.of(Size.SMALL).stream();
  }

  static Stream<Workload> workloadsWithLoops() {
    return workloads().filter(workload -> workload.plainLoop().isPresent());
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void theEngineAgreesWithTheInterpreter(Workload workload) {
    List<Literal> expected = interpreted(workload);
    for (int threads : new int[] {1, 2}) {
      try (Workers workers = Workers.of(threads);
          Task task = workload.start(workers)) {
        assertClose(task.results(), expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workloadsWithLoops")
  void plainLoopsAgreeWithTheInterpreter(Workload workload) {
    try (Task loop = workload.plainLoop().orElseThrow()) {
      List<Literal> expected = interpreted(workload);
      assertClose(loop.results(), expected);
      assertClose(loop.results(), expected);
    }
  }

  /** Steps of a function give the same again and again. */
  @ParameterizedTest
  @MethodSource("workloads")
  void stepsMayBeRepeated(Workload workload) {
    try (Workers workers = Workers.of(1);
        Task task = workload.start(workers)) {
      List<float[]> first = task.results();
      task.run();
      List<float[]> third = task.results();
      if (!workload.name().equals("mlp")) {
        assertThat(third).usingRecursiveComparison().isEqualTo(first);
      } else {
        assertThat(third.getFirst()[0]).as("loss").isLessThan(first.getFirst()[0]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void saysWhatAStepCosts(Workload workload) {
    Cost cost = workload.cost();
    Graph graph = workload.graph();
    long largest = graph.parameterTypes().stream().mapToLong(TensorType::size).max().orElseThrow();
    assertThat(cost.elements()).isBetween(1L, largest);
    assertThat(cost.bytes())
        .isEqualTo(
            Stream.concat(graph.parameterTypes().stream(), graph.resultTypes().stream())
                .mapToLong(TensorType::bytes)
                .sum());
    assertThat(cost.flops()).isPositive();
    try (Workers workers = Workers.of(1);
        Task task = workload.start(workers)) {
      assertThat(task.peakBytes()).isPositive();
    }
  }

  @Test
  void namesAreUniqueAndTheSameInEverySize() {
    List<String> names = workloads().map(Workload::name).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(Workloads.of(Size.FULL)).extracting(Workload::name).isEqualTo(names);
    assertThat(Workloads.named("softmax", Size.SMALL).about().title()).contains("[6, 37]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workloads.named("sort", Size.FULL))
        .withMessage("[workload] none is called sort");
  }

  @Test
  void theBlocksGradientIsThatOfDifferences() {
    FunctionWorkload block = (FunctionWorkload) Workloads.named("transformer", Size.SMALL);
    List<Tensor> at = inF64(block.inputs());
    List<Tensor> results = block.function().apply(at);
    // The positions, which come last, have no gradient.
    assertGradient(block.function(), at, results.subList(1, results.size()), 0);
  }

  @Test
  void theBlockIsCausal() {
    FunctionWorkload workload = (FunctionWorkload) Workloads.named("transformer", Size.SMALL);
    List<Tensor> in = workload.inputs().stream().map(HostArray::tensor).toList();
    TransformerBlock block = TransformerStep.block(3, in);
    Tensor positions = in.getLast();
    Tensor x = in.getFirst();
    Tensor later = x.slice(1, 3, 5).add(1);
    Tensor changed = Tensor.concat(1, x.slice(1, 0, 3), later);
    Tensor y = block.apply(x, positions);
    Tensor z = block.apply(changed, positions);
    assertThat(z.slice(1, 0, 3).toFloats()).isEqualTo(y.slice(1, 0, 3).toFloats());
    assertThat(z.slice(1, 3, 5).toFloats()).isNotEqualTo(y.slice(1, 3, 5).toFloats());
  }

  @Test
  void theStepOfThePerceptronGoesDownTheGradient() {
    List<Tensor> at = inF64(Workloads.named("mlp", Size.SMALL).inputs());
    List<Tensor> results = MlpStep.flatStep(at);
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 2; i < at.size(); i++) {
      Tensor moved = at.get(i).sub(results.get(i - 1));
      gradients.add(moved.div(MlpStep.LEARNING_RATE));
    }
    assertGradient(MlpStep::flatStep, at, gradients, 2);
  }

  /**
   * The derivative of the first result in a random direction against a central difference.
   *
   * @param gradients to the arguments from {@code first} on
   */
  private static void assertGradient(
      Fn<List<Tensor>, List<Tensor>> function, List<Tensor> at, List<Tensor> gradients, int first) {
    SplittableRandom random = new SplittableRandom(11);
    double step = 1e-6;
    List<Tensor> above = new ArrayList<>(at);
    List<Tensor> below = new ArrayList<>(at);
    double slope = 0;
    for (int i = 0; i < gradients.size(); i++) {
      double[] way = random.doubles(gradients.get(i).size(), -1, 1).toArray();
      double[] gradient = gradients.get(i).toDoubles();
      for (int j = 0; j < way.length; j++) {
        slope += way[j] * gradient[j];
      }
      Tensor direction = Tensor.of(way, at.get(first + i).shape().extents()).mul(step);
      above.set(first + i, at.get(first + i).add(direction));
      below.set(first + i, at.get(first + i).sub(direction));
    }
    double difference =
        function.apply(above).getFirst().item() - function.apply(below).getFirst().item();
    assertThat(Math.abs(slope)).as("a direction that tells something").isGreaterThan(1e-3);
    assertThat(difference / (2 * step)).isCloseTo(slope, within(1e-6 * Math.abs(slope) + 1e-8));
  }

  private static List<Tensor> inF64(List<HostArray> inputs) {
    return inputs.stream()
        .map(HostArray::tensor)
        .map(tensor -> tensor.dtype() == DType.F32 ? tensor.cast(DType.F64) : tensor)
        .toList();
  }

  private static List<Literal> interpreted(Workload workload) {
    List<Literal> inputs =
        workload.inputs().stream().map(input -> input.tensor().toLiteral()).toList();
    return Interpreter.run(workload.graph(), inputs);
  }

  private static void assertClose(List<float[]> actual, List<Literal> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      Literal wanted = expected.get(i);
      float[] given = actual.get(i);
      assertThat(given).hasSize(wanted.size());
      double largest = 1e-3;
      for (int j = 0; j < given.length; j++) {
        largest = Math.max(largest, Math.abs(wanted.number(j)));
      }
      for (int j = 0; j < given.length; j++) {
        assertThat((double) given[j])
            .as("element %d of result %d", j, i)
            .isCloseTo(wanted.number(j), within(TOLERANCE * largest));
      }
    }
  }

  /** What a peer starts from is what the engine starts from. */
  @Test
  void inputsAreTheSameEachTime() {
    for (Workload workload : Workloads.of(Size.SMALL)) {
      List<HostArray> first = workload.inputs();
      List<HostArray> second = workload.inputs();
      assertThat(first)
          .extracting(HostArray::type)
          .isEqualTo(workload.graph().parameterTypes())
          .isEqualTo(second.stream().map(HostArray::type).toList());
      for (int i = 0; i < first.size(); i++) {
        assertThat(second.get(i).values()).isEqualTo(first.get(i).values());
      }
    }
  }
}
