package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.layer_norm;

import dev.lanewise.bench.workload.HostArray;
import dev.lanewise.bench.workload.LayerNorm;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/** LibTorch's own layer norm and the gradients to its argument, gain and bias. */
final class LayerNormRows extends LibTorchTask {
  private final Tensor x;
  private final long[] columns;
  private final TensorOptional gain;
  private final TensorOptional bias;
  private final TensorVector at;
  private final TensorVector cotangent;

  LayerNormRows(List<HostArray> inputs) {
    this.x = parameter(inputs.get(0));
    Tensor gains = parameter(inputs.get(1));
    Tensor biases = parameter(inputs.get(2));
    this.columns = new long[] {gains.numel()};
    this.gain = new TensorOptional(gains);
    this.bias = new TensorOptional(biases);
    this.at = new TensorVector(x, gains, biases);
    this.cotangent = new TensorVector(tensor(inputs.get(3)));
  }

  @Override
  List<Tensor> step() {
    Tensor y = layer_norm(x, columns, gain, bias, LayerNorm.EPSILON, false);
    return concat(y, gradients(y, at, cotangent));
  }
}
