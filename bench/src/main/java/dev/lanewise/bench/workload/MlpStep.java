package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Fn2;
import dev.lanewise.autodiff.Stepped;
import dev.lanewise.autodiff.Stepper;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndGrad;
import dev.lanewise.autodiff.nn.Activation;
import dev.lanewise.autodiff.nn.Linear;
import dev.lanewise.autodiff.nn.Losses;
import dev.lanewise.autodiff.nn.Mlp;
import dev.lanewise.autodiff.optim.Optimizer;
import dev.lanewise.autodiff.optim.Sgd;
import dev.lanewise.autodiff.optim.Updated;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.bench.model.Batch;
import dev.lanewise.bench.model.TrainingState;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A training step of a multilayer perceptron with relu: mean cross-entropy, its gradient, and plain
 * gradient descent that updates the parameters in place. Inputs the images, the labels, then weight
 * and bias of each layer; results the loss, then the new weights and biases.
 *
 * @param widths of the images, of each hidden layer and of the classes
 * @param batch samples in a step
 */
public record MlpStep(About about, List<Integer> widths, int batch) implements Workload {
  /** Low, so that thousands of steps on one batch stay among ordinary numbers. */
  public static final double LEARNING_RATE = 1e-3;

  private static final Optimizer OPTIMIZER = Sgd.of(LEARNING_RATE);

  /** Copies the list. */
  public MlpStep {
    widths = List.copyOf(widths);
  }

  @Override
  public List<HostArray> inputs() {
    SplittableRandom random = new SplittableRandom(6);
    List<HostArray> inputs = new ArrayList<>();
    inputs.add(HostArray.uniform(random, 0, 1, batch, widths.getFirst()));
    inputs.add(HostArray.labels(random, widths.getLast(), batch));
    for (int i = 1; i < widths.size(); i++) {
      double bound = 1 / Math.sqrt(widths.get(i - 1));
      inputs.add(HostArray.uniform(random, -bound, bound, widths.get(i - 1), widths.get(i)));
      inputs.add(HostArray.uniform(random, -bound, bound, widths.get(i)));
    }
    return inputs;
  }

  /** The products, forward and to the weights of every layer, and to the input of all but one. */
  @Override
  public Cost cost() {
    double flops = 0;
    for (int i = 1; i < widths.size(); i++) {
      double product = 2.0 * batch * widths.get(i - 1) * widths.get(i);
      flops += (i == 1 ? 2 : 3) * product;
    }
    Graph graph = graph();
    return new Cost(
        (long) batch * widths.getFirst(),
        FunctionWorkload.bytes(graph.parameterTypes())
            + FunctionWorkload.bytes(graph.resultTypes()),
        flops);
  }

  @Override
  public Graph graph() {
    return Autodiff.trace(MlpStep::flatStep, tensors());
  }

  private List<Tensor> tensors() {
    return inputs().stream().map(HostArray::tensor).toList();
  }

  private static Tensor loss(Mlp model, Batch batch) {
    return Losses.softmaxCrossEntropy(model.apply(batch.images()), batch.labels()).mean();
  }

  private static Stepped<TrainingState<Mlp>, Tensor> step(TrainingState<Mlp> state, Batch batch) {
    ValueAndGrad<Mlp> loss = Autodiff.valueAndGrad(MlpStep::loss).apply(state.model(), batch);
    Updated<Mlp> updated = OPTIMIZER.update(state.model(), loss.grad(), state.optimizer());
    return new Stepped<>(new TrainingState<>(updated.parameters(), updated.state()), loss.value());
  }

  /** The first step as a function from the inputs to the results. */
  static List<Tensor> flatStep(List<Tensor> in) {
    Stepped<TrainingState<Mlp>, Tensor> stepped = step(state(in), batch(in));
    List<Tensor> results = new ArrayList<>();
    results.add(stepped.result());
    results.addAll(Trees.leaves(stepped.state().model()));
    return results;
  }

  private static Batch batch(List<Tensor> in) {
    return new Batch(in.get(0), in.get(1));
  }

  private static TrainingState<Mlp> state(List<Tensor> in) {
    List<Linear> layers = new ArrayList<>();
    for (int i = 2; i < in.size(); i += 2) {
      layers.add(new Linear(in.get(i), in.get(i + 1)));
    }
    Mlp model = new Mlp(layers, Activation.RELU);
    return new TrainingState<>(model, OPTIMIZER.init(model));
  }

  @Override
  public Task start(Workers workers) {
    List<Tensor> in = tensors();
    Fn2<TrainingState<Mlp>, Batch, Stepped<TrainingState<Mlp>, Tensor>> step = MlpStep::step;
    return new StepperTask(
        Stepper.of(step, state(in), batch(in), CompileOptions.defaults().withWorkers(workers)));
  }

  /** Three loops around a sum are no product anybody would use. */
  @Override
  public Optional<Task> plainLoop() {
    return Optional.empty();
  }

  /** The name, for a test report. */
  @Override
  public String toString() {
    return name();
  }

  /** Trains in place. */
  private record StepperTask(Stepper<TrainingState<Mlp>, Batch, Tensor> stepper) implements Task {
    @Override
    public void run() {
      stepper.run();
    }

    @Override
    public List<float[]> results() {
      run();
      List<float[]> results = new ArrayList<>();
      results.add(stepper.result().toFloats());
      Trees.leaves(stepper.state().model()).forEach(leaf -> results.add(leaf.toFloats()));
      return results;
    }

    /** The state is an input that is updated in place. */
    @Override
    public long peakBytes() {
      return stepper.executable().workspaceBytes() + stepper.result().type().bytes();
    }

    @Override
    public void close() {
      stepper.close();
    }
  }
}
