package dev.lanewise.autodiff.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An IDX file that cannot be read, or does not hold what its header says. */
public final class IdxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  IdxException(String file, long offset, String problem, @Nullable Throwable cause) {
    super(file + ": byte " + offset + ": " + problem, cause);
    this.file = file;
    this.offset = offset;
  }

  /** A problem of the file as a whole: there is no place in it to point at. */
  IdxException(String file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
    this.offset = -1;
  }

  /** The file, as the caller named it. */
  public String file() {
    return file;
  }

  /** Where the file stops making sense, in bytes after any decompression; -1 when nowhere in it. */
  public long offset() {
    return offset;
  }
}
