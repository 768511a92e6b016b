package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.addcmul;
import static org.bytedeco.pytorch.global.torch.gelu;

import dev.lanewise.bench.workload.HostArray;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** {@code gelu(x w + b)} and the gradients to x, w and b. */
final class GeluForwardAndBackward extends LibTorchTask {
  private final BytePointer tanh = new BytePointer("tanh");
  private final Tensor x;
  private final Tensor w;
  private final Tensor b;
  private final TensorVector at;
  private final TensorVector cotangent;

  GeluForwardAndBackward(List<HostArray> inputs) {
    this.x = parameter(inputs.get(0));
    this.w = parameter(inputs.get(1));
    this.b = parameter(inputs.get(2));
    this.at = new TensorVector(x, w, b);
    this.cotangent = new TensorVector(tensor(inputs.get(3)));
  }

  @Override
  List<Tensor> step() {
    Tensor y = gelu(addcmul(b, x, w), tanh);
    return concat(y, gradients(y, at, cotangent));
  }
}
