package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TensorReductionsTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  /** [[0, 1, 2], [3, 4, 5]]. */
  private static final Tensor X = Samples.counting(2, 3);

  @Test
  void reducesAllAxesOrSome() {
    assertThat(X.sum().item()).isEqualTo(15);
    assertThat(X.sum(0).toDoubles()).containsExactly(3, 5, 7);
    assertThat(X.sum(-1).toDoubles()).containsExactly(3, 12);
    assertThat(X.sum(1, 0).item()).isEqualTo(15);
    assertThat(X.add(1).prod(1).toDoubles()).containsExactly(6, 120);
    assertThat(X.max(0).toDoubles()).containsExactly(3, 4, 5);
    assertThat(X.min(1).toDoubles()).containsExactly(0, 3);
    assertThat(X.mean().item()).isEqualTo(2.5);
    assertThat(X.gt(0).all().toBooleans()).containsExactly(false);
    assertThat(X.gt(0).all(1).toBooleans()).containsExactly(false, true);
    assertThat(X.gt(4).any(0).toBooleans()).containsExactly(false, false, true);
    assertThat(Tensor.of(5).sum().item()).isEqualTo(5);
  }

  @Test
  void keptAxesHaveExtentOne() {
    Shape column = Shape.of(2, 1);
    Shape all = Shape.of(1, 1);
    int[] both = {0, 1};
    assertThat(X.sum(1, true).shape()).isEqualTo(column);
    assertThat(X.sum(both, true).shape()).isEqualTo(all);
    assertThat(X.prod(-1, true).shape()).isEqualTo(column);
    assertThat(X.prod(both, true).shape()).isEqualTo(all);
    assertThat(X.max(1, true).shape()).isEqualTo(column);
    assertThat(X.max(both, true).shape()).isEqualTo(all);
    assertThat(X.min(1, true).shape()).isEqualTo(column);
    assertThat(X.min(both, true).shape()).isEqualTo(all);
    assertThat(X.mean(1, true).toDoubles()).containsExactly(1, 4);
    assertThat(X.mean(both, true).shape()).isEqualTo(all);
    assertThat(X.gt(0).all(1, true).shape()).isEqualTo(column);
    assertThat(X.gt(0).any(1, true).shape()).isEqualTo(column);
    assertThat(X.gt(0).all(both, true).shape()).isEqualTo(all);
    assertThat(X.gt(0).any(both, true).shape()).isEqualTo(all);
    assertThat(X.variance(1, true).shape()).isEqualTo(column);
    assertThat(X.std(1, true).shape()).isEqualTo(column);
    assertThat(X.norm(1, true).shape()).isEqualTo(column);
    assertThat(X.norm(both, true).shape()).isEqualTo(all);
    assertThat(X.logSumExp(1, true).shape()).isEqualTo(column);
    assertThat(X.logSumExp(both, true).shape()).isEqualTo(all);
    assertThat(X.sum(1, false).shape()).isEqualTo(Shape.of(2));
  }

  @Test
  void emptyReductionsHaveTheirNeutralElement() {
    Tensor empty = Tensor.zeros(DType.F64, 0, 2);
    assertThat(empty.sum(0).toDoubles()).containsExactly(0, 0);
    assertThat(empty.prod(0).toDoubles()).containsExactly(1, 1);
    assertThat(empty.max(0).toDoubles()).containsExactly(-INF, -INF);
    assertThat(empty.min(0).toDoubles()).containsExactly(INF, INF);
    assertThat(empty.mean(0).toDoubles()).containsExactly(NAN, NAN);
    assertThat(empty.logSumExp(0).toDoubles()).containsExactly(-INF, -INF);
    assertThat(empty.gt(0).all().toBooleans()).containsExactly(true);
    assertThat(empty.gt(0).any().toBooleans()).containsExactly(false);
  }

  @Test
  void nanPropagates() {
    Tensor x = Tensor.of(1, NAN, 3);
    assertThat(x.max().item()).isNaN();
    assertThat(x.min().item()).isNaN();
    assertThat(x.sum().item()).isNaN();
    assertThat(x.logSumExp().item()).isNaN();
    assertThat(x.argmax(0).item()).isEqualTo(1);
  }

  @Test
  void findsTheFirstExtreme() {
    Tensor x = Tensor.of(new double[] {3, 1, 3, 1, 2, 0}, 2, 3);
    assertThat(x.argmax(1).toInts()).containsExactly(0, 1);
    assertThat(x.argmin(-1).toInts()).containsExactly(1, 2);
    assertThat(x.argmax(0).toInts()).containsExactly(0, 1, 0);
    assertThatThrownBy(() -> Tensor.zeros(DType.F32, 2, 0).argmax(1))
        .hasMessageContaining("[argmax] axis 1 of F32[2, 0] is empty");
  }

  @Test
  void varianceHasTwoPassesAndACorrection() {
    Tensor x = Tensor.of(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4);
    assertThat(x.variance().item()).isEqualTo(1.25);
    assertThat(x.variance(new int[] {0}, false, 1).item()).isEqualTo(5.0 / 3);
    assertThat(x.std().item()).isEqualTo(Math.sqrt(1.25));
    assertThat(x.std(new int[] {0}, true, 1).toDoubles()).containsExactly(Math.sqrt(5.0 / 3));
    assertThat(Tensor.of(7.0).unsqueeze(0).variance(new int[] {0}, false, 1).item()).isNaN();
    assertThat(Tensor.of(3.0, 4.0).norm().item()).isEqualTo(5);
    assertThat(X.norm(1).toDoubles()).containsExactly(Math.sqrt(5), Math.sqrt(50));
  }

  @Test
  void logSumExpIsRightAtInfinitiesAndFarFromZero() {
    Tensor x =
        Tensor.of(new double[][] {{1000, 1000}, {-1000, -1001}, {-INF, -INF}, {INF, 0}, {-INF, 5}});
    Samples.assertClose(
        x.logSumExp(1).toDoubles(),
        new double[] {
          1000 + Math.log(2), -1000 + Math.log1p(Math.exp(-1)), -INF, INF, 5,
        },
        1e-15,
        "logSumExp");
    Fn<Tensor, Tensor> sum = a -> a.logSumExp(1).sum();
    double[] slopes = Autodiff.grad(sum).apply(x.slice(0, 0, 3)).toDoubles();
    double e = Math.exp(-1);
    Samples.assertClose(
        slopes, new double[] {0.5, 0.5, 1 / (1 + e), e / (1 + e), 0, 0}, 1e-15, "gradient");
  }

  @Test
  void softmaxSumsToOneAndShiftsItsArgument() {
    Tensor x = Tensor.of(new double[][] {{1, 2, 3}, {1000, 1001, 1002}, {-INF, 0, 0}});
    double[] soft = x.softmax(-1).toDoubles();
    double total = Math.exp(-2) + Math.exp(-1) + 1;
    double[] row = {Math.exp(-2) / total, Math.exp(-1) / total, 1 / total};
    double[] expected = {row[0], row[1], row[2], row[0], row[1], row[2], 0, 0.5, 0.5};
    Samples.assertClose(soft, expected, 1e-15, "softmax");
    double[] logs = x.logSoftmax(1).toDoubles();
    Samples.assertClose(
        logs, Arrays.stream(expected).map(Math::log).toArray(), 1e-14, "logSoftmax");
    assertThat(Tensor.of(0.0, -2000.0).logSoftmax(0).toDoubles()).containsExactly(0, -2000);
  }

  /** A shift by the largest element must be a constant to differentiation. */
  @Test
  void softmaxPullsNoGradientThroughItsShift() {
    Fn<Tensor, Tensor> first = x -> x.softmax(0).get(0);
    Tensor x = Tensor.of(2.0, 2.0, -1.0);
    double[] p = x.softmax(0).toDoubles();
    Samples.assertClose(
        Autodiff.grad(first).apply(x).toDoubles(),
        new double[] {p[0] * (1 - p[0]), -p[0] * p[1], -p[0] * p[2]},
        1e-15,
        "gradient at a tie");
  }

  @Test
  void axesAreChecked() {
    assertThatThrownBy(() -> X.sum(2))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[sum] axis 2 is out of range for F64[2, 3]");
    assertThatThrownBy(() -> X.max(-3)).hasMessageContaining("[max] axis -3 is out of range");
    assertThatThrownBy(() -> X.prod(0, -2))
        .hasMessageContaining("[prod] axes [0, -2] of F64[2, 3] name one twice");
    assertThatThrownBy(() -> X.all()).hasMessageContaining("[all] does not take F64[2, 3]");
    assertThatThrownBy(() -> X.gt(0).sum())
        .hasMessageContaining("[sum] does not take BOOL[2, 3]: cast it first");
    assertThatThrownBy(() -> Tensor.of(1, 2).mean())
        .hasMessageContaining("[mean] takes floating tensors, given I32[2]: cast it first");
    assertThatThrownBy(() -> X.softmax(5)).hasMessageContaining("axis 5 is out of range");
    assertThatThrownBy(() -> X.extent(2))
        .hasMessageContaining("[extent] axis 2 is out of range for F64[2, 3]");
  }

  @Test
  void largeSumsAgreeWithASortedOne() {
    SplittableRandom random = new SplittableRandom(11);
    Tensor x = Samples.uniform(random, -1, 1, 100_000);
    double exact =
        Arrays.stream(x.toDoubles())
            .mapToObj(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .doubleValue();
    assertThat(x.sum().item()).isCloseTo(exact, within(1e-10));
  }
}
