package dev.lanewise.graph.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.explain.Explanation.Boundary;
import dev.lanewise.graph.explain.Explanation.Kernel;
import dev.lanewise.graph.explain.Explanation.Memory;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static Explanation sample() {
    Kernel product =
        new Kernel(
            "OpenBLAS gemm 128 x 784 by 784 x 256",
            List.of("%2: F32[128, 256] = dotGeneral(%0, %1)"),
            List.of("dotGeneral"),
            Backend.OPENBLAS,
            "",
            2,
            1_204_224,
            131_072,
            51_380_224,
            List.of(new Memory("%0", "arg0", 401_408), new Memory("%1", "arg1", 802_816)),
            List.of(new Memory("%2", "slab+0", 131_072)),
            List.of());
    Kernel fused =
        new Kernel(
            "loop of 128 rows of 256",
            List.of("%3: F32[128, 256] = tanh(%2)", "%4: F32[128, 256] = mul(%3, %3)"),
            List.of("tanh", "mul", "tanh", "mul", "add"),
            Backend.TILES,
            "generating",
            1,
            131_072,
            900,
            999,
            List.of(new Memory("%2", "slab+0", 131_072)),
            List.of(new Memory("%4", "result0", 900)),
            List.of("phase 1 of 2: keeps %3"));
    Boundary boundary = new Boundary("%2", 131_072, 0, 1, "its epilogue is too wide");
    return new Explanation(
        "step", List.of(product, fused), List.of(boundary), 262_144, 64, List.of());
  }

  @Test
  void textIsAligned() {
    assertThat(sample())
        .hasToString(
            """
            step: 2 kernel calls, 262,144 bytes of workspace, 64 of constants
            a step takes 51,381,223 operations and moves 1,467,268 bytes, of which it reads 1,335,296 and writes 131,972

            kernels
              #  operations          by        tier        chunks      read  written   flops
              0  dotGeneral          OpenBLAS  -                2  1.15 MiB  128 KiB  51.4 M
              1  2 tanh, 2 mul, add  tiles     generating       1   128 KiB    900 B     999

            what they compute, from what, to where
                0  OpenBLAS gemm 128 x 784 by 784 x 256
                     %2: F32[128, 256] = dotGeneral(%0, %1)
                     %0 arg0 (401408 bytes), %1 arg1 (802816 bytes) -> %2 slab+0 (131072 bytes)
                1  loop of 128 rows of 256
                     %3: F32[128, 256] = tanh(%2)
                     %4: F32[128, 256] = mul(%3, %3)
                     phase 1 of 2: keeps %3
                     %2 slab+0 (131072 bytes) -> %4 result0 (900 bytes)

            boundaries: what goes through memory, and why
              from  to  value    bytes  because
                 0   1  %2     128 KiB  its epilogue is too wide
            """);
  }

  @Test
  void totalsAreSums() {
    assertThat(sample().flops()).isEqualTo(51_380_224 + 999);
    assertThat(sample().bytesRead()).isEqualTo(1_204_224 + 131_072);
    assertThat(sample().bytesWritten()).isEqualTo(131_072 + 900);
  }

  @Test
  void nothingIsExplainedByItsTotals() {
    assertThat(new Explanation("empty", List.of(), List.of(), 0, 0, List.of("not a thing")))
        .hasToString(
            """
            empty: 0 kernel calls, 0 bytes of workspace, 0 of constants
            a step takes 0 operations and moves 0 bytes, of which it reads 0 and writes 0
            not a thing
            """);
  }

  @Test
  void theSameTextInEveryLocale() {
    Locale before = Locale.getDefault();
    String expected = sample().toString();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(sample()).hasToString(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void quantitiesHaveThreeDigits() {
    assertThat(List.of(0L, 999L, 1_023L, 1_024L, 10_240L, 102_400L, 1_048_063L, 1_048_064L))
        .extracting(Quantity::bytes)
        .containsExactly(
            "0 B", "999 B", "1023 B", "1.00 KiB", "10.0 KiB", "100 KiB", "1.00 MiB", "1.00 MiB");
    assertThat(List.of(0L, 999L, 1_000L, 9_994L, 9_995L, 99_949L, 99_950L, 999_499L, 999_500L))
        .extracting(Quantity::count)
        .containsExactly(
            "0", "999", "1.00 k", "9.99 k", "10.0 k", "99.9 k", "100 k", "999 k", "1.00 M");
    assertThat(Quantity.bytes(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
    assertThat(Quantity.count(Long.MAX_VALUE)).isEqualTo("9.22 E");
  }
}
