package dev.lanewise.kernels;

/**
 * A vector loop with a scalar twin of the same bits. Until C2 has compiled it, vector code makes an
 * object of every vector (1 us an operation in the interpreter, 40 ns an element in C1's code),
 * while scalar code is at its peak after some milliseconds; so the twin runs until {@link
 * LoopWarmer} has seen that the vector loop is compiled.
 */
abstract class TwinLoop {
  /**
   * Elements after which a loop is worth compiling: some ten milliseconds of work. Most loops of a
   * graph are soon replaced by generated ones, which C2 had better compile first.
   */
  private static final long WORTH_WARMING = 2_000_000;

  /** How many times as much work a loop has to have done before C2 is asked once more. */
  private static final long PATIENCE = 4;

  /** Read by every call; whatever the vector loop needs has been written before it is set. */
  private volatile boolean warm;

  // Races lose a few counts, or ask twice, which does no harm.
  private long elements;
  private boolean asked;
  private boolean registered;
  private boolean ready;
  private long worthWarming = WORTH_WARMING;

  TwinLoop() {}

  /** Whether the vector loop is to run. */
  final boolean isWarm() {
    return warm;
  }

  /** Whether the vector loop is to run on {@code n} elements; if not, they are counted. */
  final boolean isWarm(long n) {
    if (warm) {
      return true;
    }
    count(n);
    return warm;
  }

  /** Chooses the form; a loop that is set cold counts anew. */
  final void setWarm(boolean warm) {
    elements = 0;
    asked = false;
    this.warm = warm;
  }

  private void count(long n) {
    if (!registered) {
      // Not in the constructor: a loop that is to be warm at once has to be whole.
      registered = true;
      LoopForm.register(this);
    }
    elements += n;
    if (elements > worthWarming && !asked) {
      asked = true;
      LoopWarmer.ask(this);
    }
  }

  /**
   * Has the loop ask again when its twin has computed several times as much: C2 did not get to it,
   * as happens while much else starts, or does not compile it at all.
   */
  final void askAgainLater() {
    worthWarming = PATIENCE * Math.max(worthWarming, elements);
    asked = false;
  }

  /** Returns how many elements the scalar twin has computed. */
  final long elements() {
    return elements;
  }

  /** Has the vector loop made, unless it has been already; to be done before it is set warm. */
  final synchronized void makeReady() {
    if (!ready) {
      prepare();
      ready = true;
    }
  }

  /** Makes the vector loop, if that has not been made with this object. */
  void prepare() {}

  /**
   * Runs every path of the vector loop on private memory, some ten vectors each. Called by one
   * thread at a time, after {@link #makeReady}.
   */
  abstract void rehearse(Rehearsal memory);
}
