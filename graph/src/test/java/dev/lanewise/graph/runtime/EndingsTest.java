package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.user.Caller;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often the line of an ending is found, and what is said when it is not. */
class EndingsTest {
  private static final String SURE = "was closed at " + Caller.LINE;
  private static final String LIKELY = "was closed, most likely at " + Caller.LINE;
  private static final long START = -1_000;

  private final Endings.Account account = new Endings.Account("was closed", false);

  private String endAt(long nanos) {
    return Caller.call(() -> account.next(nanos)).text();
  }

  @Test
  void aThreadThatStartsGetsABurstOfLines() {
    for (int i = 0; i < Endings.BURST; i++) {
      assertThat(endAt(START)).as("ending %d", i).startsWith(SURE);
    }
    assertThat(endAt(START))
        .startsWith(LIKELY)
        .endsWith(" (-Dlanewise.memory.track=true makes it sure)");
  }

  @Test
  void thenAsManyAsTheRateAllows() {
    IntStream.range(0, Endings.BURST).forEach(_ -> endAt(START));
    long now = START;
    int sure = 0;
    int count = 5_000;
    for (int i = 0; i < count; i++) {
      now += Endings.NANOS_A_LINE / 50;
      sure += endAt(now).startsWith(SURE) ? 1 : 0;
    }
    assertThat(sure).isEqualTo(count / 50);
    assertThat(endAt(now + 1)).startsWith(LIKELY);
    assertThat(endAt(now + 1 + Endings.NANOS_A_LINE)).startsWith(SURE);
  }

  @Test
  void aRestIsPaidBackUpToABurst() {
    IntStream.range(0, Endings.BURST).forEach(_ -> endAt(START));
    long later = START + 100 * Endings.BURST * Endings.NANOS_A_LINE;
    for (int i = 0; i < Endings.BURST; i++) {
      assertThat(endAt(later)).as("ending %d", i).startsWith(SURE);
    }
    assertThat(endAt(later)).startsWith(LIKELY);
  }

  @Test
  void whoWantsEveryLineGetsIt() {
    Endings.Account every = new Endings.Account("was closed", true);
    for (int i = 0; i < 2 * Endings.BURST; i++) {
      assertThat(Caller.call(() -> every.next(START)).text()).startsWith(SURE);
    }
  }

  @Test
  void theClockIsNotReadForEveryEndingOfTooMany() {
    IntStream.range(0, Endings.BURST).forEach(_ -> endAt(START));
    assertThat(account.withoutClock()).as("as long as lines are found").isNull();
    Ending frequent = account.next(START);
    for (int i = 1; i < Endings.CLOCK_EVERY; i++) {
      assertThat(account.withoutClock()).isSameAs(frequent);
    }
    assertThat(account.withoutClock()).isNull();
  }

  @Test
  void manyEndingsInATightLoopAllHaveALine() {
    Endings endings = new Endings("was closed", false);
    for (int i = 0; i < 5 * Endings.BURST; i++) {
      assertThat(Caller.call(endings::next).text()).contains(Caller.LINE);
    }
  }
}
