package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndGrad;
import dev.lanewise.autodiff.nn.Linear;
import dev.lanewise.autodiff.tree.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The mean square of what a transformer block makes of a batch of sequences, and its gradient to
 * the block's parameters and to the sequences. Inputs the sequences, then the parameters: gain and
 * bias of the first norm, weight and bias of the projection and of the attention's output, gain and
 * bias of the second norm, weight and bias of the way up and of the way down; last the positions.
 * Results the loss, then a gradient for each input but the positions, in their order.
 *
 * @param x F32[batch, tokens, width]
 * @param block the block
 */
public record TransformerStep(Tensor x, TransformerBlock block) {

  /** The sizes of a block and of what goes in. */
  record Extents(int batch, int tokens, int width, int heads, int hidden) {
    /**
     * Of the products alone: 2 m n k each, forward and, to both operands, backward. All scores are
     * counted, also those that the mask hides.
     */
    double flops() {
      double rows = (double) batch * tokens;
      double parameters = 4.0 * width * width + 2.0 * width * hidden;
      double scores = 2.0 * rows * tokens * width;
      return 3 * 2 * (rows * parameters + scores);
    }
  }

  static FunctionWorkload of(About about, Extents extents) {
    return FunctionWorkload.of(
        about.multiplyingMatrices().with("heads", extents.heads()),
        extents.flops(),
        () -> inputs(extents),
        in -> lossAndGradients(extents.heads(), in));
  }

  private Tensor loss(Tensor positions) {
    return block.apply(x, positions).square().mean();
  }

  /** The block whose parameters stand among the inputs. */
  static TransformerBlock block(int heads, List<Tensor> in) {
    return new TransformerBlock(
        new LayerNorm(in.get(1), in.get(2)),
        new CausalAttention(
            new Linear(in.get(3), in.get(4)), new Linear(in.get(5), in.get(6)), heads),
        new LayerNorm(in.get(7), in.get(8)),
        new Linear(in.get(9), in.get(10)),
        new Linear(in.get(11), in.get(12)));
  }

  private static List<Tensor> lossAndGradients(int heads, List<Tensor> in) {
    ValueAndGrad<TransformerStep> loss =
        Autodiff.valueAndGrad(TransformerStep::loss)
            .apply(new TransformerStep(in.get(0), block(heads, in)), in.get(13));
    List<Tensor> results = new ArrayList<>();
    results.add(loss.value());
    results.addAll(Trees.leaves(loss.grad()));
    return results;
  }

  private static List<HostArray> inputs(Extents extents) {
    int width = extents.width();
    int hidden = extents.hidden();
    SplittableRandom random = new SplittableRandom(7);
    return List.of(
        HostArray.normal(random, 1, extents.batch(), extents.tokens(), width),
        HostArray.uniform(random, 0.9, 1.1, width),
        HostArray.normal(random, 0.02, width),
        weight(random, width, 3 * width),
        HostArray.normal(random, 0.02, 3 * width),
        weight(random, width, width),
        HostArray.normal(random, 0.02, width),
        HostArray.uniform(random, 0.9, 1.1, width),
        HostArray.normal(random, 0.02, width),
        weight(random, width, hidden),
        HostArray.normal(random, 0.02, hidden),
        weight(random, hidden, width),
        HostArray.normal(random, 0.02, width),
        HostArray.counting(extents.tokens()));
  }

  private static HostArray weight(SplittableRandom random, int from, int to) {
    return HostArray.normal(random, 1 / Math.sqrt(from), from, to);
  }
}
