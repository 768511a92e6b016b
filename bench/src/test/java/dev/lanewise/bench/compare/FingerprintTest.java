package dev.lanewise.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Fingerprint ONE =
      Fingerprint.of(List.of(new float[] {1, -2, 3.5f}, new float[] {0}));

  @Test
  void aLineBringsItAcross() {
    assertThat(ONE.sums()).containsExactly(2.5, 6.5, 0.0, 0.0);
    assertThat(Fingerprint.parse(ONE.line())).isEqualTo(ONE);
  }

  @Test
  void orderAndRoundingDoNotCount() {
    assertThat(ONE.agreesWith(Fingerprint.of(List.of(new float[] {3.5f, 1, -2}, new float[] {0}))))
        .isTrue();
    assertThat(
            ONE.agreesWith(
                Fingerprint.of(List.of(new float[] {1.001f, -2, 3.499f}, new float[] {0}))))
        .isTrue();
  }

  @Test
  void aMistakeIsSeen() {
    List<List<float[]>> mistakes =
        List.of(
            List.of(new float[] {1, 2, 3.5f}, new float[] {0}),
            List.of(new float[] {1, -2, 3.5f}, new float[] {1e-3f}),
            List.of(new float[] {1.1f, -2, 3.5f}, new float[] {0}),
            List.of(new float[] {Float.NaN, -2, 3.5f}, new float[] {0}),
            List.of(new float[] {1, -2, 3.5f}));
    for (List<float[]> results : mistakes) {
      assertThat(Fingerprint.of(results).agreesWith(ONE)).isFalse();
      assertThat(ONE.agreesWith(Fingerprint.of(results))).isFalse();
    }
    Fingerprint nan = Fingerprint.of(List.of(new float[] {Float.NaN}));
    assertThat(nan.agreesWith(nan)).isFalse();
  }
}
