package dev.lanewise.graph.runtime;

/**
 * An allocation would pass the budget of native memory, even after everything unused was given
 * back. The message lists the largest holders. Unlike an {@link OutOfMemoryError} nothing is
 * broken: the program may close arrays and go on.
 */
public final class MemoryBudgetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long requested;
  private final long budget;

  MemoryBudgetException(String message, long requested, long budget) {
    super(message);
    this.requested = requested;
    this.budget = budget;
  }

  /** The bytes that were asked for. */
  public long requested() {
    return requested;
  }

  /** The budget in bytes. */
  public long budget() {
    return budget;
  }
}
