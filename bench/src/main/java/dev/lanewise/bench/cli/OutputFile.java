package dev.lanewise.bench.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that an option names. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Makes sure that the file can be written, before minutes are spent on what cannot be stored.
   *
   * @throws UsageException if it cannot
   */
  static Path check(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new UsageException(option + " " + file + ": is a folder");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(option + " " + file + ": its folder is not there");
    }
    if (!Files.isWritable(folder)) {
      throw new UsageException(option + " " + file + ": its folder cannot be written to");
    }
    return file;
  }
}
