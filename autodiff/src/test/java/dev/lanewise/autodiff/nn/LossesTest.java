package dev.lanewise.autodiff.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.OpException;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final Tensor LOGITS = Tensor.of(new double[] {1, 2, 3, -1, 0.5, 0}, 2, 3);

  @Test
  void softmaxCrossEntropyIsMinusTheLogarithmOfTheProbability() {
    double first = -Math.log(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)));
    double second = -Math.log(Math.exp(-1) / (Math.exp(-1) + Math.exp(0.5) + 1));
    assertThat(Losses.softmaxCrossEntropy(LOGITS, Tensor.of(2, 0)).toDoubles())
        .containsExactly(new double[] {first, second}, within(1e-14));
    Tensor oneHot = Tensor.of(new double[] {0, 0, 1, 1, 0, 0}, 2, 3);
    assertThat(Losses.softmaxCrossEntropy(LOGITS, oneHot).toDoubles())
        .containsExactly(new double[] {first, second}, within(1e-14));
  }

  @Test
  void softmaxCrossEntropyHasTheGradientSoftmaxMinusOneHot() {
    Tensor gradient =
        Autodiff.grad((Tensor z) -> Losses.softmaxCrossEntropy(z, Tensor.of(2, 0)).sum())
            .apply(LOGITS);
    double[] expected = LOGITS.softmax(-1).toDoubles();
    expected[2] -= 1;
    expected[3] -= 1;
    assertThat(gradient.toDoubles()).containsExactly(expected, within(1e-14));
  }

  @Test
  void softmaxCrossEntropySurvivesHugeLogits() {
    Tensor huge = Tensor.of(new double[] {1e4, -1e4, 0}, 1, 3);
    assertThat(Losses.softmaxCrossEntropy(huge, Tensor.of(new int[] {1}, 1)).toDoubles())
        .containsExactly(2e4);
  }

  @Test
  void labelsMustFitTheLogits() {
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy(LOGITS, Tensor.of(1, 2, 0)))
        .isInstanceOf(OpException.class)
        .hasMessage(
            "[softmaxCrossEntropy] labels must be integers with one class for each row of logits:"
                + " F64[2, 3] with I32[3]");
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy(LOGITS, Tensor.of(0, 3)).toDoubles())
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("3");
  }

  @Test
  void binaryCrossEntropyAgreesWithItsDefinitionAndDoesNotOverflow() {
    Tensor logits = Tensor.of(-2.0, 0.0, 3.0);
    Tensor targets = Tensor.of(0.0, 1.0, 0.25);
    double[] expected = new double[3];
    for (int i = 0; i < 3; i++) {
      double p = 1 / (1 + Math.exp(-logits.toDoubles()[i]));
      double t = targets.toDoubles()[i];
      expected[i] = -t * Math.log(p) - (1 - t) * Math.log(1 - p);
    }
    assertThat(Losses.binaryCrossEntropyWithLogits(logits, targets).toDoubles())
        .containsExactly(expected, within(1e-14));
    assertThat(
            Losses.binaryCrossEntropyWithLogits(Tensor.of(800.0, -800.0), Tensor.of(0.0, 1.0))
                .toDoubles())
        .containsExactly(800, 800);
    Fn<Tensor, Tensor> gradient =
        Autodiff.grad(
            (Tensor z) -> Losses.binaryCrossEntropyWithLogits(z, Tensor.of(0.0, 1.0)).sum());
    assertThat(gradient.apply(Tensor.of(800.0, 0.0)).toDoubles())
        .containsExactly(new double[] {1, -0.5}, within(1e-15));
  }

  @Test
  void regressionLosses() {
    Tensor prediction = Tensor.of(1.0, 5.0, -2.0);
    Tensor target = Tensor.of(1.5, 2.0, -2.0);
    assertThat(Losses.squaredError(prediction, target).toDoubles()).containsExactly(0.25, 9, 0);
    assertThat(Losses.meanSquaredError(prediction, target).item())
        .isCloseTo(9.25 / 3, within(1e-15));
    assertThat(Losses.absoluteError(prediction, target).toDoubles()).containsExactly(0.5, 3, 0);
    assertThat(Losses.huber(prediction, target, 1).toDoubles()).containsExactly(0.125, 2.5, 0);
    assertThatThrownBy(() -> Losses.squaredError(prediction, Tensor.of(1.0)))
        .hasMessage("[squaredError] shapes differ: F64[3] with F64[]");
    assertThatThrownBy(() -> Losses.huber(prediction, target, 0))
        .hasMessage("[huber] delta must be positive, was 0.0");
  }
}
