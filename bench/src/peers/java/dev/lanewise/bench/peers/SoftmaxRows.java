package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.softmax;

import dev.lanewise.bench.workload.HostArray;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Softmax over the last axis and the gradient to its argument. */
final class SoftmaxRows extends LibTorchTask {
  private final Tensor x;
  private final TensorVector at;
  private final TensorVector cotangent;

  SoftmaxRows(List<HostArray> inputs) {
    this.x = parameter(inputs.get(0));
    this.at = new TensorVector(x);
    this.cotangent = new TensorVector(tensor(inputs.get(1)));
  }

  @Override
  List<Tensor> step() {
    Tensor y = softmax(x, -1);
    return concat(y, gradients(y, at, cotangent));
  }
}
