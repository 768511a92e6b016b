package dev.lanewise.autodiff;

/**
 * A symbolic tensor was used where it cannot be: its elements were asked for, the trace it belongs
 * to is over, or another thread is tracing.
 */
public final class TracingException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TracingException(String message) {
    super(message);
  }
}
