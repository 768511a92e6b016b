package dev.lanewise.bench.peers;

import static dev.lanewise.bench.workload.MlpStep.LEARNING_RATE;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.relu;

import dev.lanewise.bench.workload.HostArray;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/** A perceptron of linear layers and relu, its cross-entropy, and descent in place. */
final class MlpStep extends LibTorchTask {
  private final Scalar learningRate = new Scalar(LEARNING_RATE);
  private final Tensor images;
  private final Tensor labels;
  private final List<Tensor> parameters = new ArrayList<>();
  private final List<TensorOptional> biases = new ArrayList<>();
  private final TensorVector at;
  private final TensorVector noCotangent = new TensorVector();

  MlpStep(List<HostArray> inputs) {
    this.images = tensor(inputs.get(0));
    this.labels = tensor(inputs.get(1));
    for (int i = 2; i < inputs.size(); i += 2) {
      Tensor bias = parameter(inputs.get(i + 1));
      parameters.add(transposedParameter(inputs.get(i)));
      parameters.add(bias);
      biases.add(new TensorOptional(bias));
    }
    this.at = new TensorVector(parameters.toArray(Tensor[]::new));
  }

  @Override
  List<Tensor> step() {
    Tensor value = images;
    for (int layer = 0; layer < biases.size(); layer++) {
      value = linear(value, parameters.get(2 * layer), biases.get(layer));
      if (layer < biases.size() - 1) {
        value = relu(value);
      }
    }
    Tensor loss = cross_entropy_loss(value, labels);
    TensorVector gradients = gradients(loss, at, noCotangent);
    try (NoGradGuard _ = new NoGradGuard()) {
      for (int i = 0; i < parameters.size(); i++) {
        parameters.get(i).sub_(gradients.get(i), learningRate);
      }
    }
    return concat(loss, at);
  }
}
