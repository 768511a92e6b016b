package dev.lanewise.autodiff.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Fn2;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndGrad;
import dev.lanewise.autodiff.io.Safetensors;
import dev.lanewise.autodiff.nn.Activation;
import dev.lanewise.autodiff.nn.Linear;
import dev.lanewise.autodiff.nn.Losses;
import dev.lanewise.autodiff.nn.Mlp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A training run of PyTorch's, followed step by step in F64. */
class TorchTrainTest {
  private static final int BATCH = 32;

  /** Images and their labels. */
  public record Batch(Tensor images, Tensor labels) {}

  /** All that changes during training. */
  public record State(Mlp model, OptimizerState<Mlp> optimizer) {}

  /** The outcome of a step. */
  public record Step(State state, Tensor loss, Tensor gradientNorm) {}

  private static final Sgd SGD = Sgd.withMomentum(0.1, 0.9);

  private static Tensor loss(Mlp model, Batch batch) {
    return Losses.softmaxCrossEntropy(model.apply(batch.images()), batch.labels()).mean();
  }

  private static Step step(State state, Batch batch) {
    ValueAndGrad<Mlp> result =
        Autodiff.valueAndGrad(TorchTrainTest::loss).apply(state.model(), batch);
    Updated<Mlp> updated = SGD.update(state.model(), result.grad(), state.optimizer());
    return new Step(
        new State(updated.parameters(), updated.state()),
        result.value(),
        Gradients.globalNorm(result.grad()));
  }

  @Test
  void followsPyTorchForFourHundredSteps() throws Exception {
    JsonNode expected =
        new ObjectMapper().readTree(TorchTrainTest.class.getResourceAsStream(resource("json")));
    List<Batch> batches = batches();
    Mlp initial = weights("init.safetensors");
    State state = new State(initial, SGD.init(initial));
    Fn2<State, Batch, Step> compiled = Autodiff.compile(TorchTrainTest::step);
    int steps = expected.get("steps").intValue();
    for (int i = 0; i < steps; i++) {
      Step result = compiled.apply(state, batches.get(i % batches.size()));
      assertThat(result.loss().item())
          .as("loss at step %d", i)
          .isCloseTo(expected.get("loss").get(i).doubleValue(), within(1e-8));
      assertThat(result.gradientNorm().item())
          .as("gradient norm at step %d", i)
          .isCloseTo(expected.get("grad_norm_before_clip").get(i).doubleValue(), within(1e-8));
      state = result.state();
    }
    Mlp last = weights("final.safetensors");
    for (int layer = 0; layer < 2; layer++) {
      Linear given = state.model().layers().get(layer);
      Linear wanted = last.layers().get(layer);
      assertThat(given.weight().toDoubles())
          .usingComparatorWithPrecision(1e-6)
          .containsExactly(wanted.weight().toDoubles());
      assertThat(given.bias().toDoubles())
          .usingComparatorWithPrecision(1e-6)
          .containsExactly(wanted.bias().toDoubles());
    }
  }

  private static String resource(String suffix) {
    return "/cases/torch-train/mlp_digits_sgd_f64." + suffix;
  }

  /** PyTorch keeps a weight as [outputs, inputs]. */
  private static Mlp weights(String suffix) throws IOException, URISyntaxException {
    Path file = Path.of(TorchTrainTest.class.getResource(resource(suffix)).toURI());
    Map<String, Tensor> stored = Safetensors.load(file);
    return new Mlp(
        List.of(
            new Linear(stored.get("0.weight").t(), stored.get("0.bias")),
            new Linear(stored.get("2.weight").t(), stored.get("2.bias"))),
        Activation.RELU);
  }

  /** Batch i is the rows from 32 i on, modulo 1792, divided by 16, as PyTorch had them. */
  private static List<Batch> batches() throws IOException {
    List<Batch> batches = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    TorchTrainTest.class.getResourceAsStream("/data/digits.csv.gz")),
                StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      for (int from = 0; from + BATCH <= 1792; from += BATCH) {
        double[] images = new double[BATCH * 64];
        int[] labels = new int[BATCH];
        for (int row = 0; row < BATCH; row++) {
          String[] fields = lines.get(from + row).split(",", -1);
          for (int pixel = 0; pixel < 64; pixel++) {
            images[64 * row + pixel] = Double.parseDouble(fields[pixel]) / 16;
          }
          labels[row] = (int) Double.parseDouble(fields[64]);
        }
        batches.add(new Batch(Tensor.of(images, BATCH, 64), Tensor.of(labels, BATCH)));
      }
    }
    return batches;
  }
}
