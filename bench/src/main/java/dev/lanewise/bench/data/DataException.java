package dev.lanewise.bench.data;

import java.io.IOException;

/** Data that is not what it should be; the message names the file. */
public final class DataException extends IOException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }
}
