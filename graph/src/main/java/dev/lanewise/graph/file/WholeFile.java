package dev.lanewise.graph.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Writes files that appear whole or not at all: beside their place, then renamed. */
public final class WholeFile {
  private static final AtomicLong COUNT = new AtomicLong();

  private WholeFile() {}

  /**
   * Writes a file over what was there.
   *
   * @throws IOException if it cannot be written; what was there before is still there
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path place = file.toAbsolutePath();
    // Not createTempFile, which would leave the file readable by its owner alone.
    String unique = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    Path beside = place.resolveSibling("." + place.getFileName() + "." + unique + ".part");
    try {
      Files.write(beside, bytes, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      try {
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
