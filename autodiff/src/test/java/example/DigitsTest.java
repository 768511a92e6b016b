package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Fn2;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndGrad;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.DType;
import org.junit.jupiter.api.Test;

/** The example of the documentation: private records, a method reference, no type arguments. */
class DigitsTest {
  private record Linear(Tensor weight, Tensor bias) {
    Tensor apply(Tensor x) {
      return x.matmul(weight).add(bias);
    }
  }

  private record Mlp(Linear hidden, Linear output) {
    Tensor apply(Tensor x) {
      return output.apply(hidden.apply(x).relu());
    }
  }

  private record Batch(Tensor images, Tensor labels) {}

  private static Tensor loss(Mlp model, Batch batch) {
    Tensor logits = model.apply(batch.images()).logSoftmax(-1);
    return logits.takeAlongAxis(batch.labels().unsqueeze(-1), -1).mean().neg();
  }

  private static Mlp model() {
    Key[] keys = Key.of(1).split(2);
    return new Mlp(
        new Linear(keys[0].normal(DType.F32, 4, 32), Tensor.zeros(DType.F32, 32)),
        new Linear(keys[1].normal(DType.F32, 32, 3).mul(0.1), Tensor.zeros(DType.F32, 3)));
  }

  private static Batch batch() {
    Key[] keys = Key.of(2).split(2);
    Tensor labels = keys[0].randint(0, 3, 64);
    Tensor noise = keys[1].normal(DType.F32, 64, 4).mul(0.1);
    return new Batch(labels.oneHot(4, DType.F32).add(noise), labels);
  }

  @Test
  void theExampleTypeChecksAndLearns() {
    var step = Autodiff.compile(Autodiff.valueAndGrad(DigitsTest::loss));
    Mlp model = model();
    Batch batch = batch();
    double first = loss(model, batch).item();
    for (int i = 0; i < 100; i++) {
      ValueAndGrad<Mlp> result = step.apply(model, batch);
      model = Trees.map((p, g) -> p.sub(g.mul(0.2)), model, result.grad());
    }
    double last = loss(model, batch).item();
    assertThat(last).isLessThan(0.1 * first);
    Tensor guesses = model.apply(batch.images()).argmax(-1);
    assertThat(guesses.eq(batch.labels()).cast(DType.F32).mean().item()).isEqualTo(1);
  }

  @Test
  void compiledAndPlainGradientsAgree() {
    Fn2<Mlp, Batch, ValueAndGrad<Mlp>> plain = Autodiff.valueAndGrad(DigitsTest::loss);
    ValueAndGrad<Mlp> expected = plain.apply(model(), batch());
    ValueAndGrad<Mlp> actual = Autodiff.compile(plain).apply(model(), batch());
    assertThat(actual.value().item()).isEqualTo(expected.value().item());
    assertThat(actual.grad().hidden().weight().toFloats())
        .containsExactly(expected.grad().hidden().weight().toFloats());
  }
}
