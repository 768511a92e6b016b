package dev.lanewise.autodiff.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
  @Test
  void linearIsAnAffineMapOfTheLastAxis() {
    Linear layer =
        new Linear(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3), Tensor.of(0.5, -1.0, 0.0));
    assertThat(layer.apply(Tensor.of(1.0, -1.0)).toDoubles()).containsExactly(-2.5, -4, -3);
    Tensor batch = Tensor.of(new double[] {1, 0, 0, 1, 2, 2, -1, 0}, 2, 2, 2);
    assertThat(layer.apply(batch).shape()).isEqualTo(Shape.of(2, 2, 3));
    assertThat(layer.apply(batch).toDoubles())
        .containsExactly(1.5, 1, 3, 4.5, 4, 6, 10.5, 13, 18, -0.5, -3, -3);
    assertThat(new Linear(layer.weight(), null).apply(Tensor.of(1.0, 0.0)).toDoubles())
        .containsExactly(1, 2, 3);
    assertThatThrownBy(() -> Linear.create(Key.of(0), DType.F32, 0, 3))
        .hasMessage("[linear] inputs and outputs must be positive, were 0 and 3");
  }

  @Test
  void mlpAppliesTheActivationBetweenLayersOnly() {
    Linear twice = new Linear(Tensor.of(new double[] {2}, 1, 1), Tensor.of(new double[] {0}, 1));
    Mlp mlp = new Mlp(List.of(twice, twice), Activation.RELU);
    assertThat(mlp.apply(Tensor.of(new double[] {-3, 3}, 2, 1)).toDoubles()).containsExactly(0, 12);
    Linear negative = new Linear(Tensor.of(new double[] {-2}, 1, 1), null);
    assertThat(
            new Mlp(List.of(twice, negative), Activation.RELU)
                .apply(Tensor.of(new double[] {3}, 1, 1))
                .toDoubles())
        .containsExactly(-12);
    assertThatThrownBy(() -> Mlp.create(Key.of(0), DType.F32, Activation.RELU, 4))
        .hasMessage("[mlp] an input and an output width are needed, given [4]");
  }

  @Test
  void aModelIsATreeWithNamesAndItsSeedDecidesIt() {
    Mlp mlp = Mlp.create(Key.of(1), DType.F32, Activation.TANH, 4, 3, 2);
    assertThat(Trees.named(mlp).keySet())
        .containsExactly("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias");
    Mlp same = Mlp.create(Key.of(1), DType.F32, Activation.TANH, 4, 3, 2);
    Mlp other = Mlp.create(Key.of(2), DType.F32, Activation.TANH, 4, 3, 2);
    float[] weight = mlp.layers().get(0).weight().toFloats();
    assertThat(same.layers().get(0).weight().toFloats()).containsExactly(weight);
    assertThat(other.layers().get(0).weight().toFloats()).isNotEqualTo(weight);
  }

  /** Each activation's derivative against central differences, away from kinks. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsHaveTheirDerivatives(Activation activation) {
    Tensor x = Tensor.of(-3.1, -0.7, -0.05, 0.05, 0.9, 4.2);
    double h = 1e-6;
    double[] above = activation.apply(x.add(h)).toDoubles();
    double[] below = activation.apply(x.sub(h)).toDoubles();
    double[] gradient = Autodiff.grad((Tensor z) -> activation.apply(z).sum()).apply(x).toDoubles();
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).isCloseTo((above[i] - below[i]) / (2 * h), within(1e-8));
    }
  }

  static Stream<Arguments> initializers() {
    // A weight of [64, 128]: fan in 64, fan out 128. A uniform's variance is bound^2 / 3.
    return Stream.of(
        Arguments.of("uniform", Initializer.uniform(0.3), 0.03),
        Arguments.of("normal", Initializer.normal(0.2), 0.04),
        Arguments.of("glorot uniform", Initializer.glorotUniform(), 2.0 / 192),
        Arguments.of("glorot normal", Initializer.glorotNormal(), 2.0 / 192),
        Arguments.of("he uniform", Initializer.heUniform(), 2.0 / 64),
        Arguments.of("he normal", Initializer.heNormal(), 2.0 / 64),
        Arguments.of("lecun normal", Initializer.lecunNormal(), 1.0 / 64));
  }

  @ParameterizedTest
  @MethodSource("initializers")
  void initializersHaveTheirVariance(String name, Initializer initializer, double variance) {
    Tensor weight = initializer.create(Key.of(3), DType.F64, Shape.of(64, 128));
    double[] values = weight.toDoubles();
    double mean = weight.mean().item();
    double square = 0;
    for (double value : values) {
      square += value * value;
    }
    // 8,192 draws: the standard error of the variance is at most sqrt(2 / 8192), 1.6 %.
    assertThat(square / values.length).as(name).isCloseTo(variance, within(0.06 * variance));
    assertThat(mean).as(name).isCloseTo(0, within(4 * Math.sqrt(variance / values.length)));
  }

  @Test
  void constantInitializersAndFans() {
    assertThat(Initializer.zeros().create(Key.of(0), DType.F32, Shape.of(2)).toFloats())
        .containsExactly(0, 0);
    assertThat(Initializer.ones().create(Key.of(0), DType.F32, Shape.of(2)).toFloats())
        .containsExactly(1, 1);
    assertThat(Initializer.fanIn(Shape.of(3, 3, 8, 16))).isEqualTo(72);
    assertThat(Initializer.fanOut(Shape.of(3, 3, 8, 16))).isEqualTo(144);
    assertThat(Initializer.fanIn(Shape.of(5))).isEqualTo(5);
    assertThat(Initializer.fanIn(Shape.scalar())).isEqualTo(1);
  }
}
