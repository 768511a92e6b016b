package dev.lanewise.graph.compile.emit;

import java.io.Serial;

/**
 * A loop that cannot be computed in vectors on this machine, or not by code that its compilers
 * finish. It runs all the same, interpreted.
 */
public final class UnsupportedLoopException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UnsupportedLoopException(String message) {
    super("[fused loop] " + message);
  }
}
