package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.lanewise.bench.compare.TurnServer;
import dev.lanewise.bench.workload.Task;
import dev.lanewise.bench.workload.Workload;
import java.io.IOException;
import java.util.Arrays;

/** The main class of the processes that run LibTorch. */
public final class LibTorchProcess {
  private LibTorchProcess() {}

  /**
   * Serves turns.
   *
   * @param args the assignment
   */
  public static void main(String[] args) throws IOException {
    TurnServer.serve(Arrays.asList(args), LibTorchProcess::task);
  }

  private static Task task(Workload workload, int threads) {
    set_num_threads(threads);
    return switch (workload.about().subject()) {
      case "gelu-forward-1m", "gelu-forward-16m" -> new GeluForward(workload.inputs());
      case "gelu-1m", "gelu-16m" -> new GeluForwardAndBackward(workload.inputs());
      case "softmax" -> new SoftmaxRows(workload.inputs());
      case "layer-norm" -> new LayerNormRows(workload.inputs());
      case "mlp" -> new MlpStep(workload.inputs());
      case "transformer" -> new TransformerStep(workload);
      case "tanh-chain" -> new TanhChain(workload);
      case "scalar-expression" -> new ScalarExpression(workload.inputs());
      default ->
          throw new IllegalArgumentException(
              "[peers] no counterpart to " + workload.about().subject());
    };
  }
}
