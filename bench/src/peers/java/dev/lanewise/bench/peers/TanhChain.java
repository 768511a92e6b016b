package dev.lanewise.bench.peers;

import dev.lanewise.bench.workload.HostArray;
import dev.lanewise.bench.workload.Workload;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * {@code tanh(z a + b)} over and over, each operation a call: what is timed is what a call costs.
 */
final class TanhChain extends LibTorchTask {
  private final int links;
  private final Tensor z;
  private final Tensor a;
  private final Tensor b;
  private final TensorVector at;
  private final TensorVector cotangent;

  TanhChain(Workload workload) {
    List<HostArray> inputs = workload.inputs();
    this.links = workload.about().settings().get("links");
    this.z = parameter(inputs.get(0));
    this.a = parameter(inputs.get(1));
    this.b = parameter(inputs.get(2));
    this.at = new TensorVector(z, a, b);
    this.cotangent = new TensorVector(tensor(inputs.get(3)));
  }

  @Override
  List<Tensor> step() {
    Tensor value = z;
    for (int i = 0; i < links; i++) {
      value = value.mul(a).add(b).tanh();
    }
    return concat(value, gradients(value, at, cotangent));
  }
}
