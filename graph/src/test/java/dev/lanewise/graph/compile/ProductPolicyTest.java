package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.ir.DType;
import org.junit.jupiter.api.Test;

/** {@link ProductPolicy}: whom it chooses for the processors and sizes that were measured. */
class ProductPolicyTest {
  @Test
  void aProcessorDecidesFirst() {
    assertThat(ProductPolicy.among("SkylakeX")).isEqualTo(Products.FASTER);
    assertThat(ProductPolicy.among("Cooperlake")).isEqualTo(Products.OPENBLAS);
    assertThat(ProductPolicy.among("Haswell")).isEqualTo(Products.JAVA);
    assertThat(ProductPolicy.automatic())
        .isIn(NativeLibrary.isAvailable() ? Products.values() : new Products[] {Products.JAVA});
  }

  @Test
  void sizesDecideWhereBothAreFastSomewhere() {
    assertThat(ProductPolicy.isFasterInJava(product(DType.F32, false, 128, 512, 784))).isTrue();
    assertThat(ProductPolicy.isFasterInJava(product(DType.F32, true, 784, 512, 128))).isTrue();
    assertThat(ProductPolicy.isFasterInJava(product(DType.F32, false, 64, 64, 64))).isFalse();
    assertThat(ProductPolicy.isFasterInJava(product(DType.F32, false, 128, 10, 256))).isFalse();
    assertThat(ProductPolicy.isFasterInJava(product(DType.F32, true, 256, 10, 128))).isTrue();
    assertThat(ProductPolicy.isFasterInJava(product(DType.F64, false, 128, 512, 784))).isFalse();
  }

  private static Product product(DType dtype, boolean transposed, int m, int n, int k) {
    MatrixView left = new MatrixView(transposed, transposed ? m : k, 0);
    return new Product(dtype, 1, m, n, k, left, new MatrixView(false, n, 0));
  }
}
