package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.addcmul;
import static org.bytedeco.pytorch.global.torch.gelu;

import dev.lanewise.bench.workload.HostArray;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** {@code gelu(x w + b)}; the affine map is one pass with addcmul, which beats two. */
final class GeluForward extends LibTorchTask {
  private final BytePointer tanh = new BytePointer("tanh");
  private final NoGradGuard noGradients = new NoGradGuard();
  private final Tensor x;
  private final Tensor w;
  private final Tensor b;

  GeluForward(List<HostArray> inputs) {
    this.x = tensor(inputs.get(0));
    this.w = tensor(inputs.get(1));
    this.b = tensor(inputs.get(2));
  }

  @Override
  List<Tensor> step() {
    assert !noGradients.isNull();
    return List.of(gelu(addcmul(b, x, w), tanh));
  }
}
