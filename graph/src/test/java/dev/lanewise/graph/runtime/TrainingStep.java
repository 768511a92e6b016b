package dev.lanewise.graph.runtime;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A whole training step as one graph: a perceptron with ReLU, softmax cross-entropy, its
 * derivatives by hand, and gradient descent with momentum. The parameters are, for each layer,
 * weight, bias and their velocities, then the inputs and the one-hot labels; the results are the
 * new weights, biases and velocities in the same order, then the mean loss.
 */
final class TrainingStep {
  private final GraphBuilder b = new GraphBuilder();
  private final DType dtype;
  private final int batch;
  private final int[] widths;

  private TrainingStep(DType dtype, int batch, int... widths) {
    this.dtype = dtype;
    this.batch = batch;
    this.widths = widths;
  }

  /** The step for layers of the given widths, the inputs' first. */
  static Graph graph(DType dtype, int batch, int... widths) {
    return new TrainingStep(dtype, batch, widths).build();
  }

  /** Everything but inputs and labels is donated. */
  static CompileOptions donating(CompileOptions options, Graph graph) {
    CompileOptions result = options;
    for (int i = 0; i < graph.parameters().size() - 2; i++) {
      result = result.withDonation(i, i);
    }
    return result;
  }

  /** Small random weights, zero biases and velocities, random inputs, labels in turn. */
  static List<Literal> arguments(long seed, Graph graph) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TensorType> types = graph.parameterTypes();
    List<Literal> arguments = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      TensorType type = types.get(i);
      double[] values = new double[(int) type.size()];
      if (i == types.size() - 1) {
        int classes = type.shape().extent(1);
        for (int row = 0; row < type.shape().extent(0); row++) {
          values[row * classes + row % classes] = 1;
        }
      } else if (i == types.size() - 2 || i % 4 == 0) {
        double scale = i == types.size() - 2 ? 1 : 1 / Math.sqrt(type.shape().extent(0));
        for (int k = 0; k < values.length; k++) {
          values[k] = random.nextDouble(-scale, scale);
        }
      }
      arguments.add(Literal.ofReals(type, values));
    }
    return arguments;
  }

  private Graph build() {
    int layers = widths.length - 1;
    List<Value> weights = new ArrayList<>();
    List<Value> biases = new ArrayList<>();
    List<Value> velocities = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      weights.add(b.parameter(TensorType.of(dtype, widths[i], widths[i + 1])));
      biases.add(b.parameter(TensorType.of(dtype, widths[i + 1])));
      velocities.add(b.parameter(TensorType.of(dtype, widths[i], widths[i + 1])));
      velocities.add(b.parameter(TensorType.of(dtype, widths[i + 1])));
    }
    Value inputs = b.parameter(TensorType.of(dtype, batch, widths[0]));
    Value labels = b.parameter(TensorType.of(dtype, batch, widths[layers]));
    List<Value> activations = new ArrayList<>(List.of(inputs));
    Value logits = inputs;
    for (int i = 0; i < layers; i++) {
      logits = b.add(product(activations.get(i), 1, weights.get(i), 0), rows(biases.get(i)));
      activations.add(i == layers - 1 ? logits : b.add(Binary.MAX, logits, b.fullLike(logits, 0)));
    }
    Value shifted =
        b.sub(logits, columns(b.reduce(Reduction.Kind.MAX, logits, Ints.of(1)), logits));
    Value exps = b.add(Unary.EXP, shifted);
    Value sums = b.sum(exps, Ints.of(1));
    Value logs = b.sub(shifted, columns(b.add(Unary.LOG, sums), logits));
    Value loss = b.mul(b.neg(b.sum(b.mul(logs, labels), Ints.of(0, 1))), 1.0 / batch);
    Value delta = b.mul(b.sub(b.div(exps, columns(sums, logits)), labels), 1.0 / batch);
    Value[] results = new Value[4 * layers + 1];
    results[4 * layers] = loss;
    for (int i = layers - 1; i >= 0; i--) {
      Value weightGradient = product(activations.get(i), 0, delta, 0);
      Value biasGradient = b.sum(delta, Ints.of(0));
      if (i > 0) {
        Value back = product(delta, 1, weights.get(i), 1);
        Value active = b.add(Comparison.GT, activations.get(i), b.fullLike(back, 0));
        delta = b.select(active, back, b.fullLike(back, 0));
      }
      update(results, 4 * i, weights.get(i), velocities.get(2 * i), weightGradient);
      update(results, 4 * i + 1, biases.get(i), velocities.get(2 * i + 1), biasGradient);
    }
    return b.build("train", List.of(results));
  }

  private void update(Value[] results, int at, Value value, Value velocity, Value gradient) {
    Value faster = b.add(b.mul(velocity, 0.9), gradient);
    results[at] = b.sub(value, b.mul(faster, 0.1));
    results[at + 2] = faster;
  }

  private Value product(Value x, int contractX, Value y, int contractY) {
    return b.add(
        new DotGeneral(Ints.of(contractX), Ints.of(contractY), Ints.of(), Ints.of()), x, y);
  }

  private Value rows(Value bias) {
    return b.broadcast(bias, Shape.of(batch, bias.shape().extent(0)), Ints.of(1));
  }

  private Value columns(Value column, Value like) {
    return b.broadcast(column, like.shape(), Ints.of(0));
  }
}
