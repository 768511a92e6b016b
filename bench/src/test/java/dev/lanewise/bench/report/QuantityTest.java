package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void threeDigitsCount() {
    assertThat(Quantity.digits(0)).isEqualTo("0");
    assertThat(Quantity.digits(0.012345)).isEqualTo("0.0123");
    assertThat(Quantity.digits(1.5)).isEqualTo("1.5");
    assertThat(Quantity.digits(100)).isEqualTo("100");
    assertThat(Quantity.digits(-123456)).isEqualTo("-123456");
  }

  @Test
  void unitsFit() {
    assertThat(Quantity.bytes(16 << 10)).isEqualTo("16 KiB");
    assertThat(Quantity.bytes(512L << 20)).isEqualTo("512 MiB");
    assertThat(Quantity.nanos(12.5)).isEqualTo("12.5 ns");
    assertThat(Quantity.nanos(2_500_000)).isEqualTo("2.5 ms");
    assertThat(Quantity.nanos(7e12)).isEqualTo("7000 s");
    assertThat(Quantity.percent(0.256)).isEqualTo("26 %");
    assertThat(Quantity.percent(Double.NaN)).isEmpty();
  }
}
