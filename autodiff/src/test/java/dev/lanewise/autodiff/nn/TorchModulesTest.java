package dev.lanewise.autodiff.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.ConvOptions;
import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.Fn2;
import dev.lanewise.autodiff.MaxPool;
import dev.lanewise.autodiff.PoolOptions;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndPullback;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Layers with filters, and pooling, against PyTorch's results and gradients in F64. */
class TorchModulesTest {
  private static final double RELATIVE = 1e-9;

  /** A layer and what it is applied to, to differentiate by both. */
  public record Applied<M>(M layer, Tensor x) {}

  private static List<JsonNode> cases(String file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> cases = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(TorchModulesTest.class.getResourceAsStream("/cases/" + file));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(mapper.readTree(line));
      }
    }
    assertThat(cases).isNotEmpty();
    return cases;
  }

  private static Tensor tensor(JsonNode json) {
    Shape shape = Shape.of(ints(json.get("shape")));
    boolean integer = json.get("dtype").asText().startsWith("int");
    double[] data = new double[(int) shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = json.get("data").get(i).asDouble();
    }
    Tensor reals = Tensor.from(Literal.ofReals(new TensorType(DType.F64, shape), data));
    return integer ? reals.cast(DType.I32) : reals;
  }

  private static Ints ints(JsonNode json) {
    if (!json.isArray()) {
      return Ints.of(json.asInt());
    }
    int[] values = new int[json.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = json.get(i).asInt();
    }
    return Ints.of(values);
  }

  private static void assertClose(String what, Tensor actual, JsonNode expected) {
    Tensor wanted = tensor(expected);
    assertThat(actual.shape()).as(what).isEqualTo(wanted.shape());
    Literal a = actual.cast(DType.F64).toLiteral();
    Literal e = wanted.cast(DType.F64).toLiteral();
    for (int i = 0; i < e.size(); i++) {
      double allowed = RELATIVE * Math.max(1, Math.abs(e.real(i)));
      assertThat(Math.abs(a.real(i) - e.real(i))).as("%s, %d", what, i).isLessThan(allowed);
    }
  }

  /** The value and the gradients of one case. */
  private static <M> Applied<M> check(JsonNode test, M layer, Fn2<M, Tensor, Tensor> apply) {
    String name = test.get("repr").asText();
    Tensor x = tensor(test.get("args").get(0).get("tensor"));
    ValueAndPullback<Applied<M>, Tensor> y =
        Autodiff.vjp((Applied<M> at) -> apply.apply(at.layer(), at.x()), new Applied<>(layer, x));
    assertClose(name, y.value(), test.get("outputs").get(0));
    Applied<M> gradient = y.pullback().apply(tensor(test.get("cotangents").get(0)));
    assertClose(name + ", by x", gradient.x(), test.get("input_grads").get(0));
    return gradient;
  }

  private static void checkConv(JsonNode test, ConvOptions options) {
    JsonNode state = test.get("state_dict");
    Conv layer =
        new Conv(
            tensor(state.get("weight")),
            state.has("bias") ? tensor(state.get("bias")) : null,
            options);
    Conv gradient = check(test, layer, Conv::apply).layer();
    assertClose("by weight", gradient.weight(), test.get("param_grads").get("weight"));
    if (state.has("bias")) {
      assertClose(
          "by bias", Objects.requireNonNull(gradient.bias()), test.get("param_grads").get("bias"));
    }
  }

  @Test
  void dilatedConvolutionInGroups() throws IOException {
    for (JsonNode test : cases("torch-modules/extra_Conv2d_groups_dil.jsonl.gz")) {
      checkConv(test, ConvOptions.DEFAULTS.withPadding(2).withDilation(2).withGroups(2));
    }
  }

  @Test
  void depthwiseConvolution() throws IOException {
    for (JsonNode test : cases("torch-modules/extra_Conv2d_depthwise.jsonl.gz")) {
      checkConv(test, ConvOptions.DEFAULTS.withPadding(1).withGroups(4));
    }
  }

  @Test
  void transposedConvolution() throws IOException {
    for (JsonNode test : cases("torch-modules/nn_ConvTranspose1d.jsonl.gz")) {
      JsonNode state = test.get("state_dict");
      ConvTranspose layer =
          new ConvTranspose(
              tensor(state.get("weight")),
              tensor(state.get("bias")),
              ConvOptions.DEFAULTS,
              Ints.of(0));
      boolean batched = test.get("args").get(0).get("tensor").get("shape").size() == 3;
      ConvTranspose gradient =
          check(test, layer, (l, x) -> batched ? l.apply(x) : l.apply(x.unsqueeze(0)).squeeze(0))
              .layer();
      assertClose("by weight", gradient.weight(), test.get("param_grads").get("weight"));
      assertClose(
          "by bias", Objects.requireNonNull(gradient.bias()), test.get("param_grads").get("bias"));
    }
  }

  @Test
  void batchNormInTraining() throws IOException {
    for (String file : List.of("extra_BatchNorm2d", "nn_BatchNorm3d")) {
      for (JsonNode test : cases("torch-modules/" + file + ".jsonl.gz")) {
        JsonNode state = test.get("state_dict");
        BatchNorm layer =
            new BatchNorm(
                tensor(state.get("weight")),
                tensor(state.get("bias")),
                tensor(state.get("running_mean")),
                tensor(state.get("running_var")),
                0.1,
                1e-5);
        boolean training = test.get("mode").asText().equals("train");
        BatchNorm gradient =
            check(test, layer, (l, x) -> training ? l.train(x).result() : l.apply(x)).layer();
        JsonNode gradients = test.get("param_grads");
        assertClose("gain", Objects.requireNonNull(gradient.gain()), gradients.get("weight"));
        assertClose("bias", Objects.requireNonNull(gradient.bias()), gradients.get("bias"));
        if (training) {
          BatchNorm next = layer.train(tensor(test.get("args").get(0).get("tensor"))).layer();
          JsonNode after = test.get("state_dict_after");
          assertClose("running mean", next.runningMean(), after.get("running_mean"));
          assertClose("running variance", next.runningVariance(), after.get("running_var"));
        }
      }
    }
  }

  @Test
  void maxPooling() throws IOException {
    for (JsonNode test : cases("torch-ops/nn.functional.max_pool2d.jsonl.gz")) {
      JsonNode kwargs = test.get("kwargs");
      int size = kwargs.get("kernel_size").asInt();
      PoolOptions plain =
          PoolOptions.of(size, size)
              .withStride(kwargs.get("stride").asInt())
              .withPadding(ints(kwargs.get("padding")).toArray())
              .withDilation(ints(kwargs.get("dilation")).toArray());
      PoolOptions options = kwargs.get("ceil_mode").asBoolean() ? plain.withCeilMode() : plain;
      Tensor x = tensor(test.get("args").get(0).get("tensor"));
      Tensor ct = tensor(test.get("cotangents").get(0));
      MaxPool pooled = x.maxPoolWithIndices(options);
      assertClose(kwargs.toString(), pooled.values(), test.get("outputs").get(0));
      if (kwargs.get("return_indices").asBoolean()) {
        assertClose(kwargs + " indices", pooled.indices(), test.get("outputs").get(1));
      }
      Fn<Tensor, Tensor> weighted = at -> at.maxPool(options).mul(ct).sum();
      Fn<Tensor, Tensor> gradient = Autodiff.grad(weighted);
      assertClose(kwargs + " gradient", gradient.apply(x), test.get("grads").get("0"));
      Tensor u = tensor(test.get("second").get("u").get(0));
      Tensor second = Autodiff.grad((Tensor at) -> gradient.apply(at).mul(u).sum()).apply(x);
      assertClose(kwargs + " second", second, test.get("second").get("grads").get("0"));
    }
  }
}
