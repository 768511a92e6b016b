package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import org.junit.jupiter.api.Test;

/** Convolutions and pooling as users write them. */
class TensorWindowsTest {
  private static Tensor counting(int... extents) {
    return Samples.counting(extents).cast(DType.F32);
  }

  @Test
  void aFilterIsNotReversed() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5}, 1, 1, 5);
    Tensor w = Tensor.of(new float[] {1, 0, -1}, 1, 1, 3);
    assertThat(x.conv(w).toFloats()).containsExactly(-2, -2, -2);
    assertThat(x.conv(w, ConvOptions.DEFAULTS.withSamePadding()).toFloats())
        .containsExactly(-2, -2, -2, -2, 4);
    assertThat(x.conv(w, ConvOptions.DEFAULTS.withSamePadding().withStride(2)).toFloats())
        .containsExactly(-2, -2, 4);
    assertThat(x.conv(w, ConvOptions.DEFAULTS.withDilation(2)).toFloats()).containsExactly(-4);
  }

  @Test
  void theBatchMayBeMissing() {
    Tensor x = counting(2, 4, 4);
    Tensor w = counting(3, 2, 2, 2);
    Tensor one = x.conv(w);
    assertThat(one.shape()).isEqualTo(Shape.of(3, 3, 3));
    assertThat(one.toFloats()).containsExactly(x.unsqueeze(0).conv(w).toFloats());
    Tensor back = one.convTranspose(w, ConvOptions.DEFAULTS);
    assertThat(back.shape()).isEqualTo(x.shape());
  }

  @Test
  void aTransposedConvolutionTakesAnOutputsShapeToItsInputs() {
    ConvOptions options = ConvOptions.DEFAULTS.withStride(2).withPadding(1);
    Tensor w = counting(3, 2, 3, 3);
    assertThat(counting(1, 2, 7, 8).conv(w, options).shape()).isEqualTo(Shape.of(1, 3, 4, 4));
    Tensor y = counting(1, 3, 4, 4);
    assertThat(y.convTranspose(w, options).shape()).isEqualTo(Shape.of(1, 2, 7, 7));
    assertThat(y.convTranspose(w, options, 0, 1).shape()).isEqualTo(Shape.of(1, 2, 7, 8));
  }

  @Test
  void elementTypesArePromoted() {
    Tensor x = Samples.counting(1, 1, 4).cast(DType.F32);
    Tensor w = Samples.counting(1, 1, 2).cast(DType.F64);
    assertThat(x.conv(w).dtype()).isEqualTo(DType.F64);
  }

  @Test
  void poolingTakesTheLastAxes() {
    Tensor x = counting(2, 4, 4);
    assertThat(x.maxPool(PoolOptions.of(2, 2)).shape()).isEqualTo(Shape.of(2, 2, 2));
    Tensor row = Tensor.of(new float[] {3, 1, 2, 5, 4}, 5);
    assertThat(row.maxPool(PoolOptions.of(2)).toFloats()).containsExactly(3, 5);
    assertThat(row.maxPool(PoolOptions.of(2).withCeilMode()).toFloats()).containsExactly(3, 5, 4);
    assertThat(row.minPool(PoolOptions.of(3).withStride(1)).toFloats()).containsExactly(1, 1, 2);
    MaxPool pooled = row.maxPoolWithIndices(PoolOptions.of(3).withStride(2));
    assertThat(pooled.values().toFloats()).containsExactly(3, 5);
    assertThat(pooled.indices().toInts()).containsExactly(0, 3);
  }

  @Test
  void averagesCountPaddingUnlessToldNotTo() {
    Tensor row = Tensor.of(new float[] {3, 6, 9}, 3);
    PoolOptions options = PoolOptions.of(2).withPadding(1);
    assertThat(row.avgPool(options).toFloats()).containsExactly(1.5f, 7.5f);
    assertThat(row.avgPool(options.withoutCountingPadding()).toFloats()).containsExactly(3, 7.5f);
    // What a last window reaches beyond the padding does not count.
    assertThat(row.avgPool(PoolOptions.of(2).withCeilMode()).toFloats()).containsExactly(4.5f, 9);
  }

  @Test
  void adaptivePoolingDividesEvenly() {
    Tensor row = Tensor.of(new float[] {1, 2, 3, 4, 5}, 5);
    assertThat(row.adaptiveMaxPool(2).toFloats()).containsExactly(3, 5);
    assertThat(row.adaptiveAvgPool(2).toFloats()).containsExactly(2, 4);
    assertThat(counting(4, 6).adaptiveAvgPool(2, 3).shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Tensor x = counting(1, 3, 8, 8);
    assertThatThrownBy(() -> x.conv(counting(4, 2, 3, 3)))
        .isInstanceOf(OpException.class)
        .hasMessageStartingWith(
            "[convolution] 1 groups of filters F32[4, 2, 3, 3] take 2 channels, given F32[1, 3, 8,"
                + " 8]");
    assertThatThrownBy(() -> x.conv(counting(4, 3)))
        .isInstanceOf(OpException.class)
        .hasMessageStartingWith("[conv] takes [batch, channels, space...]");
    assertThatThrownBy(() -> x.conv(counting(4, 3, 3, 3), ConvOptions.DEFAULTS.withStride(1, 1, 1)))
        .hasMessageStartingWith(
            "[conv] stride must have 1 or 2 entries of at least 1, was [1, 1, 1]");
    assertThatThrownBy(() -> x.conv(counting(4, 3, 3, 3), ConvOptions.DEFAULTS.withGroups(0)))
        .hasMessageStartingWith("[conv] groups must be at least 1, was 0");
    assertThatThrownBy(() -> x.maxPool(PoolOptions.of(2, 2, 2, 2, 2)))
        .hasMessageStartingWith("[maxPool] windows of 5 axes do not fit F32[1, 3, 8, 8]");
    assertThatThrownBy(() -> x.avgPool(PoolOptions.of(2, 2).withPadding(2)))
        .hasMessageStartingWith("[avgPool] padding [2, 2] is more than half of [2, 2]");
    assertThatThrownBy(() -> x.adaptiveMaxPool(0))
        .hasMessageStartingWith("[adaptiveMaxPool] [0] parts do not fit F32[1, 3, 8, 8]");
    assertThatThrownBy(
            () -> x.convTranspose(counting(3, 2, 3, 3), ConvOptions.DEFAULTS.withSamePadding()))
        .hasMessageStartingWith("[convTranspose] needs its padding in numbers");
  }
}
