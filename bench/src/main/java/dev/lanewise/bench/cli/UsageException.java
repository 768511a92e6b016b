package dev.lanewise.bench.cli;

/** Something the user can put right; the message is one clear sentence. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
