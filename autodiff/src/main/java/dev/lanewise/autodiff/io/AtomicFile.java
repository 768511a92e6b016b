package dev.lanewise.autodiff.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files that appear whole or not at all: beside their place, then renamed. If writing fails,
 * what was there before is still there.
 */
final class AtomicFile {
  private static final AtomicLong COUNT = new AtomicLong();

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  static void write(Path file, Content content) throws IOException {
    Path place = file.toAbsolutePath();
    Path parent = place.getParent();
    if (parent == null || Files.isDirectory(place)) {
      throw new IOException("[safetensors] " + file + " is a directory");
    }
    // Not createTempFile, which would leave the file readable by its owner alone.
    String unique = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    Path beside = parent.resolve("." + place.getFileName() + "." + unique + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(channel);
        channel.force(true);
      }
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
