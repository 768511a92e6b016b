package dev.lanewise.autodiff.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not valid safetensors, or does not hold what was asked of it. */
public final class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  SafetensorsException(Path file, String detail) {
    super("[safetensors] " + file + ": " + detail);
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }
}
