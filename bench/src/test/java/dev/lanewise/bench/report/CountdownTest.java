package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CountdownTest {
  private final StringWriter text = new StringWriter();
  private long now;

  private Countdown countdown(boolean terminal) {
    return new Countdown(new PrintWriter(text), terminal, () -> now);
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aLogGetsALineEveryTenSeconds() {
    Countdown countdown = countdown(false);
    countdown.at("one", 0);
    pass(6);
    countdown.at("two", 0.1);
    pass(6);
    countdown.at("three", 0.2);
    countdown.end();
    assertThat(text.toString().lines())
        .containsExactly("  0 %  ? left  one", " 20 %  0:48 left  three");
  }

  @Test
  void aTerminalsLineIsRedrawnAndCleared() {
    Countdown countdown = countdown(true);
    countdown.at("a long one", 0);
    pass(1);
    countdown.at("two", 0.5);
    countdown.end();
    String empty = "[" + " ".repeat(16) + "]";
    String half = "[" + "=".repeat(8) + " ".repeat(8) + "]";
    assertThat(text.toString())
        .isEqualTo(
            "\r"
                + empty
                + "  0 %  ? left  a long one\r"
                + half
                + " 50 %  0:01 left  two    \r"
                + " ".repeat(43)
                + "\r");
  }

  @Test
  void hoursAreShownWhereThereAreAny() {
    assertThat(Countdown.clock(59)).isEqualTo("0:59");
    assertThat(Countdown.clock(3599)).isEqualTo("59:59");
    assertThat(Countdown.clock(3600)).isEqualTo("1:00:00");
  }
}
