package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;

  private final StringWriter text = new StringWriter();
  private long now = 5 * SECOND;

  @Test
  void linesForALog() {
    Progress progress = progress(false, 12);
    now += 10 * SECOND;
    progress.step(new StepReport(1, 12, 25, 100, 2500, 1.25, 0.5));
    now += 30 * SECOND;
    progress.epoch(new EpochReport(1, 1.0, 0.75, 0.5, 0.875, 39.5));
    assertThat(lines())
        .containsExactly(
            "epoch  1/12 step 25/100  loss 1.2500  accuracy 50.00 %  250 samples/s  7:50 left",
            "epoch  1/12 train loss 1.0000  accuracy 75.00 %  test loss 0.5000  accuracy 87.50 %"
                + "  39.500 s");
  }

  @Test
  void aBarThatIsDrawnOverOnATerminal() {
    Progress progress = progress(true, 2);
    now += SECOND;
    progress.step(new StepReport(1, 2, 1, 4, 1000, 12.5, 0.125));
    now += SECOND;
    progress.step(new StepReport(1, 2, 4, 4, 4000, 1.5, 0.25));
    progress.epoch(new EpochReport(1, 1.5, 0.25, 1.25, 0.5, 2.0));
    String[] drawn = text.toString().split("\r", -1);
    assertThat(drawn).hasSize(4);
    assertThat(drawn[0]).isEmpty();
    assertThat(drawn[1])
        .isEqualTo(
            "epoch 1/2 [====            ] loss 12.5000  accuracy 12.50 %  1,000 samples/s"
                + "  0:07 left");
    assertThat(drawn[2].stripTrailing())
        .isEqualTo(
            "epoch 1/2 [================] loss 1.5000  accuracy 25.00 %  2,000 samples/s"
                + "  0:02 left");
    assertThat(drawn[2]).as("covers the line before").hasSameSizeAs(drawn[1]);
    assertThat(drawn[3]).startsWith("epoch 1/2 train loss 1.5000").endsWith(System.lineSeparator());
    assertThat(drawn[3].length()).isGreaterThan(drawn[2].length());
  }

  @Test
  void asksForStepsNoMoreOftenThanTheyCanBeRead() {
    Progress lines = progress(false, 1);
    now += 9 * SECOND;
    assertThat(lines.wantsStep()).isFalse();
    now += SECOND;
    assertThat(lines.wantsStep()).isTrue();
    lines.step(new StepReport(1, 1, 1, 10, 1, 1, 1));
    assertThat(lines.wantsStep()).isFalse();

    Progress bar = progress(true, 1);
    now += SECOND / 20;
    assertThat(bar.wantsStep()).isFalse();
    now += SECOND / 20;
    assertThat(bar.wantsStep()).isTrue();
  }

  @Test
  void theSecondEpochsRateIsItsOwn() {
    Progress progress = progress(false, 2);
    now += 100 * SECOND;
    progress.epoch(new EpochReport(1, 1, 1, 1, 1, 100));
    now += 10 * SECOND;
    progress.step(new StepReport(2, 2, 1, 10, 500, 1, 1));
    assertThat(lines().getLast()).contains("50 samples/s").contains("1:30 left");
  }

  @Test
  void hoursLeftAreShownAsHours() {
    Progress progress = progress(false, 100);
    now += 60 * SECOND;
    progress.step(new StepReport(1, 100, 1, 1, 1, 1, 1));
    assertThat(text.toString()).contains("1:39:00 left");
  }

  private Progress progress(boolean terminal, int epochs) {
    return new Progress(new PrintWriter(text, true), terminal, epochs, () -> now);
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }
}
