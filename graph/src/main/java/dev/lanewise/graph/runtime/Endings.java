package dev.lanewise.graph.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Makes the endings of one kind, with the user's line as often as that costs next to nothing. To
 * find a line takes half a microsecond, as long as a small step does. So a thread gets it the first
 * {@link #BURST} times, and then as often as {@link #NANOS_A_LINE} allows; an ending between has
 * the line found last, says so, and is not even allocated.
 */
final class Endings {
  /** How often a thread that never stops gets a line: this makes its every step 0.5 % longer. */
  static final long NANOS_A_LINE = 100_000;

  /** How many lines a thread gets at once that has not ended anything for a while. */
  static final int BURST = 1_000;

  /** How often a thread that ends arrays too often looks whether it still does. */
  static final int CLOCK_EVERY = 8;

  /** Threads share an account, so that they leave nothing behind when they end. A power of two. */
  private static final int ACCOUNTS = 64;

  private final Account[] accounts = new Account[ACCOUNTS];

  /**
   * @param verb what happens: "was closed with its scope"
   * @param always whether to find every line
   */
  Endings(String verb, boolean always) {
    for (int i = 0; i < ACCOUNTS; i++) {
      accounts[i] = new Account(verb, always);
    }
  }

  /** An ending that happens now, on this thread. */
  Ending next() {
    Account account = accounts[(int) Thread.currentThread().threadId() & (ACCOUNTS - 1)];
    Ending known = account.withoutClock();
    return known != null ? known : account.next(System.nanoTime());
  }

  /** The lines that some threads have had. What they do at the same time may count once. */
  static final class Account {
    private final String verb;
    private final boolean always;

    /** When the thread had been given no more lines than {@link #NANOS_A_LINE} allows. */
    private long paidUntil = Long.MIN_VALUE;

    private @Nullable Ending frequent;

    /** Endings until the clock is read again. */
    private int unread;

    Account(String verb, boolean always) {
      this.verb = verb;
      this.always = always;
    }

    /** Reading the clock costs 20 ns, a twentieth of a step, so it is not always done. */
    @Nullable Ending withoutClock() {
      if (unread == 0) {
        return null;
      }
      unread--;
      return frequent;
    }

    Ending next(long now) {
      Ending known = frequent;
      long due = Math.max(paidUntil, now - BURST * NANOS_A_LINE) + NANOS_A_LINE;
      if (known != null && due > now && !always) {
        unread = CLOCK_EVERY - 1;
        return known;
      }
      paidUntil = due;
      Ending.Found found = new Ending.Found(verb, CallSite.capture());
      // As text, since a frame would keep the user's classes from being unloaded.
      frequent = new Ending.Frequent(verb, CallSite.describe(found.line()));
      return found;
    }
  }
}
