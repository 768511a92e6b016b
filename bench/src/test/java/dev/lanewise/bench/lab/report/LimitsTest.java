package dev.lanewise.bench.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.bench.lab.kernel.Work;
import dev.lanewise.bench.lab.run.JmhText;
import dev.lanewise.bench.lab.run.LabFile;
import dev.lanewise.kernels.ElementType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
  private static final double SMALL = 16 << 10;
  private static final double LARGE = 1 << 20;

  @TempDir Path folder;

  /** Reads 8 bytes in a nanosecond when small and 4 when large, copies 4 and 2. */
  private Limits limits() {
    LabFile file =
        JmhText.file(
            folder,
            JmhText.result("roofline.read.f32", "LANEWISE", 4096, 9999, SMALL / 8),
            JmhText.result("roofline.read.f32", "LANEWISE", 1 << 18, LARGE / 4),
            JmhText.result("roofline.copy.f32", "LANEWISE", 2048, SMALL / 4),
            JmhText.result("roofline.copy.f32", "JDK_SEGMENT", 2048, 2 * SMALL),
            JmhText.result("roofline.copy.f32", "LANEWISE", 1 << 17, LARGE / 2),
            JmhText.result("roofline.fma.f32", "LANEWISE", 4096, 4096));
    return Limits.of(file.results(), 1, 0);
  }

  @Test
  void theBestSampleOfTheBestLoopCounts() {
    assertThat(limits().bandwidth(0, SMALL)).isCloseTo(8, within(0.01));
    assertThat(limits().bandwidth(0.5, SMALL)).isCloseTo(4, within(0.01));
    assertThat(limits().bandwidth(SMALL)).isCloseTo(8, within(0.01));
  }

  @Test
  void betweenMixesTheTimeOfAByteIsInterpolated() {
    double nanos = (1 / 8.0 + 1 / 4.0) / 2;
    assertThat(limits().bandwidth(0.25, SMALL)).isCloseTo(1 / nanos, within(0.01));
  }

  @Test
  void betweenWorkingSetsTooByTheirLogarithm() {
    double middle = Math.sqrt(SMALL * LARGE);
    double nanos = (1 / 8.0 + 1 / 4.0) / 2;
    assertThat(limits().bandwidth(0, middle)).isCloseTo(1 / nanos, within(0.01));
    assertThat(limits().bandwidth(0, 4)).as("below").isCloseTo(8, within(0.01));
    assertThat(limits().bandwidth(0, 1e12)).as("above").isCloseTo(4, within(0.01));
  }

  @Test
  void theLargerOfTheTwoTimesBinds() {
    Limits limits = limits();
    double peak = limits.peak(ElementType.F32);
    assertThat(peak).isPositive();
    Work light = new Work(1, SMALL, 0);
    assertThat(limits.nanos(light, ElementType.F32)).isCloseTo(SMALL / 8, within(1.0));
    Work heavy = new Work(1e9, SMALL, 0);
    assertThat(limits.nanos(heavy, ElementType.F32)).isCloseTo(1e9 / peak, within(1e-3));
    assertThat(limits.arithmeticNanos(heavy, ElementType.F64)).as("not measured").isNaN();
  }

  @Test
  void otherSettingsHaveNone() {
    LabFile file = JmhText.file(folder, JmhText.result("roofline.read.f32", "LANEWISE", 4096, 100));
    assertThat(Limits.of(file.results(), 2, 0).isKnown()).isFalse();
    assertThat(Limits.of(file.results(), 2, 0).nanos(new Work(1, 1, 1), ElementType.F32)).isNaN();
  }
}
