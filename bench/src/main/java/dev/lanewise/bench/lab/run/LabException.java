package dev.lanewise.bench.lab.run;

/** A measurement that cannot go on; the message says why. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a reason. */
  public LabException(String message) {
    super(message);
  }
}
