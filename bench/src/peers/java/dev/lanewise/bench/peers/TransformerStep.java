package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import dev.lanewise.bench.workload.HostArray;
import dev.lanewise.bench.workload.LayerNorm;
import dev.lanewise.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/** A pre-norm block with LibTorch's own fused attention, its mean square and all gradients. */
final class TransformerStep extends LibTorchTask {
  private final BytePointer tanh = new BytePointer("tanh");
  private final TensorOptional noMask = new TensorOptional();
  private final DoubleOptional usualScale = new DoubleOptional();
  private final TensorVector noCotangent = new TensorVector();
  private final int heads;
  private final long[] columns;

  /** The sequences, then gain or weight and bias of every layer in turn. */
  private final List<Tensor> all = new ArrayList<>();

  private final List<TensorOptional> optional = new ArrayList<>();
  private final TensorVector at;

  TransformerStep(Workload workload) {
    // All but the positions, which the fused attention knows.
    List<HostArray> inputs = workload.inputs().subList(0, workload.inputs().size() - 1);
    this.heads = workload.about().settings().get("heads");
    for (HostArray input : inputs) {
      Tensor tensor = input.type().rank() == 2 ? transposedParameter(input) : parameter(input);
      all.add(tensor);
      optional.add(new TensorOptional(tensor));
    }
    this.columns = new long[] {all.get(1).numel()};
    this.at = new TensorVector(all.toArray(Tensor[]::new));
  }

  @Override
  List<Tensor> step() {
    Tensor x = all.getFirst();
    Tensor attended = x.add(attention(norm(x, 1)));
    Tensor hidden = gelu(affine(norm(attended, 7), 9), tanh);
    Tensor y = attended.add(affine(hidden, 11));
    Tensor loss = y.square().mean();
    return concat(loss, gradients(loss, at, noCotangent));
  }

  private Tensor attention(Tensor x) {
    long batch = x.size(0);
    long tokens = x.size(1);
    long width = x.size(2);
    Tensor projected =
        affine(x, 3).view(batch, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4);
    Tensor mixed =
        scaled_dot_product_attention(
            projected.select(0, 0),
            projected.select(0, 1),
            projected.select(0, 2),
            noMask,
            0,
            true,
            usualScale,
            false);
    return affine(mixed.transpose(1, 2).reshape(batch, tokens, width), 5);
  }

  private Tensor norm(Tensor x, int gain) {
    return layer_norm(
        x, columns, optional.get(gain), optional.get(gain + 1), LayerNorm.EPSILON, false);
  }

  private Tensor affine(Tensor x, int weight) {
    return linear(x, all.get(weight), optional.get(weight + 1));
  }
}
