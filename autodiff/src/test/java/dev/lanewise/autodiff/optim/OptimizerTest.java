package dev.lanewise.autodiff.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Each optimiser against its formulas, written out for one number. */
class OptimizerTest {
  private static double gradient(double p) {
    return 2 * (p - 3) + Math.sin(p);
  }

  private static Tensor gradient(Tensor p) {
    return p.sub(3).mul(2).add(p.sin());
  }

  /** Runs an optimiser for some steps from two starting points at once. */
  private static double[] run(Optimizer optimizer, int steps) {
    Tensor p = Tensor.of(0.5, -4.0);
    OptimizerState<Tensor> state = optimizer.init(p);
    for (int i = 0; i < steps; i++) {
      Updated<Tensor> updated = optimizer.update(p, gradient(p), state);
      p = updated.parameters();
      state = updated.state();
    }
    assertThat(state.step().item()).isEqualTo(steps);
    return p.toDoubles();
  }

  private static void assertClose(double[] given, DoubleUnaryOperator reference) {
    assertThat(given[0]).isCloseTo(reference.applyAsDouble(0.5), within(1e-12));
    assertThat(given[1]).isCloseTo(reference.applyAsDouble(-4.0), within(1e-12));
  }

  @Test
  void plainGradientDescent() {
    assertClose(
        run(Sgd.of(0.1), 7),
        start -> {
          double p = start;
          for (int t = 0; t < 7; t++) {
            p -= 0.1 * gradient(p);
          }
          return p;
        });
  }

  @Test
  void momentumWithWeightDecayInBothForms() {
    for (boolean nesterov : new boolean[] {false, true}) {
      assertClose(
          run(new Sgd(Schedule.constant(0.05), 0.9, nesterov, 0.01), 9),
          start -> {
            double p = start;
            double v = 0;
            for (int t = 0; t < 9; t++) {
              double g = gradient(p) + 0.01 * p;
              v = 0.9 * v + g;
              p -= 0.05 * (nesterov ? g + 0.9 * v : v);
            }
            return p;
          });
    }
  }

  @Test
  void adamInBothForms() {
    for (boolean decoupled : new boolean[] {false, true}) {
      Schedule rate = Schedule.exponential(0.1, 0.9);
      assertClose(
          run(new Adam(rate, 0.8, 0.95, 1e-6, 0.1, decoupled), 9),
          start -> {
            double p = start;
            double m = 0;
            double v = 0;
            for (int t = 1; t <= 9; t++) {
              double lr = 0.1 * Math.pow(0.9, t - 1);
              double g = gradient(p);
              if (decoupled) {
                p -= lr * 0.1 * p;
              } else {
                g += 0.1 * p;
              }
              m = 0.8 * m + 0.2 * g;
              v = 0.95 * v + 0.05 * g * g;
              double mHat = m / (1 - Math.pow(0.8, t));
              double vHat = v / (1 - Math.pow(0.95, t));
              p -= lr * mHat / (Math.sqrt(vHat) + 1e-6);
            }
            return p;
          });
    }
  }

  @Test
  void aStepIsTheSameWhenItIsCompiled() {
    Adam adam = Adam.of(0.01);
    Map<String, Tensor> parameters =
        Map.of("w", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2), "count", Tensor.of(7));
    Map<String, Tensor> gradient =
        Map.of("w", Tensor.of(new float[] {-1, 0, 0.5f, 9}, 2, 2), "count", Tensor.of(0));
    Updated<Map<String, Tensor>> direct = adam.update(parameters, gradient, adam.init(parameters));
    Updated<Map<String, Tensor>> compiled =
        Autodiff.compile((Map<String, Tensor> p) -> adam.update(p, gradient, adam.init(p)))
            .apply(parameters);
    assertThat(compiled.parameters().get("w").toFloats())
        .containsExactly(direct.parameters().get("w").toFloats(), within(1e-7f));
    assertThat(compiled.parameters().get("count").toInts()).containsExactly(7);
  }

  @Test
  void gradientsAreClippedTogether() {
    List<Tensor> gradient = List.of(Tensor.of(3.0), Tensor.of(0.0, 4.0), Tensor.of(1));
    assertThat(Gradients.globalNorm(gradient).item()).isEqualTo(5);
    List<Tensor> clipped = Gradients.clipByGlobalNorm(gradient, 1);
    assertThat(clipped.get(0).item()).isCloseTo(0.6, within(1e-15));
    assertThat(clipped.get(1).toDoubles()).containsExactly(new double[] {0, 0.8}, within(1e-15));
    assertThat(clipped.get(2).dtype()).isEqualTo(DType.I32);
    assertThat(Gradients.clipByGlobalNorm(gradient, 10).get(0).item()).isEqualTo(3);
    assertThat(Gradients.clipByGlobalNorm(Tensor.of(0.0, 0.0), 1).toDoubles())
        .containsExactly(0, 0);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> Sgd.withMomentum(0.1, 1))
        .hasMessage("[sgd] momentum must be in [0, 1), was 1.0");
    assertThatThrownBy(() -> new Sgd(Schedule.constant(1), 0, true, 0))
        .hasMessage("[sgd] Nesterov's form needs momentum");
    assertThatThrownBy(() -> new Adam(Schedule.constant(1), 0.9, 0.99, -1, 0, false))
        .hasMessage("[adam] epsilon must be finite and not negative, was -1.0");
    assertThatThrownBy(() -> Gradients.clipByGlobalNorm(Tensor.of(1.0), 0))
        .hasMessage("[clipByGlobalNorm] the maximum must be positive, was 0.0");
    Sgd sgd = Sgd.of(0.1);
    Tensor p = Tensor.of(1.0, 2.0);
    assertThatThrownBy(() -> sgd.update(List.of(p), List.of(p, p), sgd.init(List.of(p))))
        .hasMessageStartingWith("[sgd] the gradient is no tree like the parameters");
    assertThatThrownBy(
            () -> sgd.update(List.of(p), List.of(Tensor.of(1.0, 2.0, 3.0)), sgd.init(List.of(p))))
        .hasMessage("[sgd] 0 of the gradient is F64[3], of the parameters F64[2]");
  }
}
