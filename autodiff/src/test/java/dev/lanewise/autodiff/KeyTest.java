package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final int N = 40_000;

  @Test
  void theSameKeyGivesTheSameNumbers() {
    double[] first = Key.of(42).uniform(DType.F64, 5).toDoubles();
    assertThat(Key.of(42).uniform(DType.F64, 5).toDoubles()).containsExactly(first);
    assertThat(Key.of(43).uniform(DType.F64, 5).toDoubles()).doesNotContain(first);
    assertThat(Key.of(42L << 32).uniform(DType.F64, 5).toDoubles()).doesNotContain(first);
    Fn<Key, Tensor> draw = key -> key.uniform(DType.F64, 5);
    assertThat(Autodiff.compile(draw).apply(Key.of(42)).toDoubles())
        .as("symbolic")
        .containsExactly(first);
  }

  /** Known answers of Threefry-2x32-20 from the Random123 distribution: key 0, counter 0. */
  @Test
  void theBitsAreThreefrys() {
    int first = 0x6b200159;
    int second = 0x99ba4efe;
    assertThat(Key.of(0).bits(DType.I32, 1).toInts()).containsExactly(first ^ second);
    assertThat(Key.of(0).bits(DType.I64, 1).toLongs())
        .containsExactly((long) first << 32 | Integer.toUnsignedLong(second));
  }

  @Test
  void derivedKeysDiffer() {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 4; seed++) {
      Key key = Key.of(seed);
      assertThat(seen.add(text(key))).isTrue();
      for (Key split : key.split(5)) {
        assertThat(seen.add(text(split))).isTrue();
      }
      for (int i = -2; i < 8; i++) {
        assertThat(seen.add(text(key.foldIn(i)))).as("seed %d, number %d", seed, i).isTrue();
      }
    }
    assertThat(text(Key.of(1).foldIn(Tensor.of(3)))).isEqualTo(text(Key.of(1).foldIn(3)));
    assertThatThrownBy(() -> Key.of(1).foldIn(Tensor.of(3L)))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[foldIn] takes an I32 scalar, given I64[]");
  }

  private static String text(Key key) {
    return Arrays.toString(key.data().toInts());
  }

  @Test
  void uniformLiesInItsIntervalOnItsLattice() {
    float[] single = Key.of(1).uniform(DType.F32, N).toFloats();
    double sum = 0;
    for (float u : single) {
      assertThat(u).isBetween(0f, Math.nextDown(1f));
      assertThat(u * 0x1p24f).isEqualTo((float) Math.rint(u * 0x1p24));
      sum += u;
    }
    // Six standard deviations of the mean of n uniforms.
    assertThat(sum / N).isCloseTo(0.5, within(6 * Math.sqrt(1.0 / 12 / N)));
    for (double u : Key.of(1).uniform(DType.F64, 1000).toDoubles()) {
      assertThat(u).isBetween(0.0, Math.nextDown(1.0));
      assertThat(u * 0x1p53).isEqualTo(Math.rint(u * 0x1p53));
    }
    for (double u : Key.of(1).uniform(DType.BF16, 1000).toDoubles()) {
      assertThat(u * 256).isEqualTo(Math.rint(u * 256));
    }
  }

  @Test
  void uniformNeverReachesItsUpperBound() {
    // Between these two only one float lies, and rounding would often give the upper.
    float low = 1f;
    float high = Math.nextUp(Math.nextUp(1f));
    float[] values = Key.of(2).uniformBetween(DType.F32, low, high, 1000).toFloats();
    for (float value : values) {
      assertThat(value).isGreaterThanOrEqualTo(low).isLessThan(high);
    }
    assertThatThrownBy(() -> Key.of(1).uniformBetween(DType.F32, 1, 1, 3))
        .hasMessageContaining("[uniformBetween] [1.0, 1.0) is empty");
    assertThatThrownBy(() -> Key.of(1).uniform(DType.I32, 3))
        .hasMessageContaining("[uniform] a floating type is needed, given I32");
  }

  @Test
  void normalHasItsMoments() {
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      double[] z = Key.of(3).normal(dtype, N).toDoubles();
      double mean = Arrays.stream(z).average().orElseThrow();
      double square = Arrays.stream(z).map(x -> x * x).average().orElseThrow();
      double fourth = Arrays.stream(z).map(x -> x * x * x * x).average().orElseThrow();
      // Variances of z, z^2 and z^4 are 1, 2 and 96.
      assertThat(mean).isCloseTo(0, within(6 / Math.sqrt(N)));
      assertThat(square).isCloseTo(1, within(6 * Math.sqrt(2.0 / N)));
      assertThat(fourth).isCloseTo(3, within(6 * Math.sqrt(96.0 / N)));
      assertThat(z).doesNotContain(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }
  }

  @Test
  void truncatedNormalStaysInItsBounds() {
    double[] z = Key.of(4).truncatedNormal(DType.F64, -0.5, 2, N).toDoubles();
    for (double value : z) {
      assertThat(value).isBetween(-0.5, 2.0);
    }
    // Mean (phi(a) - phi(b)) / (Phi(b) - Phi(a)) of the truncated distribution.
    double mean =
        (0.3520653267642995 - 0.05399096651318806) / (0.9772498680518208 - 0.3085375387259869);
    assertThat(Arrays.stream(z).average().orElseThrow()).isCloseTo(mean, within(6 / Math.sqrt(N)));
  }

  @Test
  void bernoulliHasItsProbability() {
    double share = Key.of(5).bernoulli(0.3, N).cast(DType.F64).mean().item();
    assertThat(share).isCloseTo(0.3, within(6 * Math.sqrt(0.21 / N)));
    assertThat(Key.of(5).bernoulli(0, 100).any().item()).isZero();
    assertThat(Key.of(5).bernoulli(1, 100).all().item()).isEqualTo(1);
    Tensor each = Key.of(5).bernoulli(Tensor.of(0.0, 1.0));
    assertThat(each.toBooleans()).containsExactly(false, true);
    assertThatThrownBy(() -> Key.of(5).bernoulli(1.5))
        .hasMessageContaining("[bernoulli] a probability is needed, given 1.5");
  }

  @Test
  void randintCoversItsRange() {
    int[] values = Key.of(6).randint(-2, 3, N).toInts();
    for (int value = -2; value < 3; value++) {
      int wanted = value;
      double share = Arrays.stream(values).filter(v -> v == wanted).count() / (double) N;
      assertThat(share).isCloseTo(0.2, within(6 * Math.sqrt(0.16 / N)));
    }
    assertThat(Arrays.stream(values).allMatch(v -> v >= -2 && v < 3)).isTrue();
    int[] wide = Key.of(7).randint(Integer.MIN_VALUE, Integer.MAX_VALUE, 1000).toInts();
    assertThat(Arrays.stream(wide).filter(v -> v < 0).count()).isBetween(400L, 600L);
    assertThatThrownBy(() -> Key.of(7).randint(3, 3, 1))
        .hasMessageContaining("[randint] [3, 3) is empty");
  }

  @Test
  void categoricalFollowsTheSoftmax() {
    Tensor logits = Tensor.of(0.0, Math.log(2), Math.log(5), Double.NEGATIVE_INFINITY);
    int[] drawn = Key.of(8).categorical(logits.broadcastTo(N, 4), -1).toInts();
    double[] expected = {0.125, 0.25, 0.625, 0};
    for (int k = 0; k < 4; k++) {
      int wanted = k;
      double share = Arrays.stream(drawn).filter(v -> v == wanted).count() / (double) N;
      assertThat(share).isCloseTo(expected[k], within(6 * Math.sqrt(0.25 / N)));
    }
    double mean = Key.of(9).gumbel(DType.F64, N).mean().item();
    assertThat(mean).isCloseTo(0.5772156649015329, within(6 * Math.PI / Math.sqrt(6.0 * N)));
  }

  @Test
  void gradientsFlowThroughSamples() {
    Fn2<Tensor, Key, Tensor> f = (scale, key) -> key.normal(DType.F64, 3).mul(scale).sum();
    Key key = Key.of(10);
    assertThat(Autodiff.grad(f).apply(Tensor.of(2.0), key).item())
        .isCloseTo(key.normal(DType.F64, 3).sum().item(), within(1e-14));
  }

  @Test
  void theDataAreChecked() {
    assertThatThrownBy(() -> new Key(Tensor.of(1f, 2f)))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[key] must be I32[2], was F32[2]");
    assertThat(Key.of(1).normal(DType.F32).shape()).isEqualTo(Shape.scalar());
  }
}
