package dev.lanewise.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that an option names. */
final class OutputFolder {
  private OutputFolder() {}

  /**
   * Makes sure that files can be written there, before hours of training are spent on what cannot
   * be stored.
   *
   * @param option the option, for complaints
   * @throws UsageException if the folder cannot be made or written to
   */
  static Path prepare(String option, Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(option + " " + folder + ": not a folder");
    }
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".lanewise", ".tmp"));
    } catch (IOException e) {
      throw new UsageException(option + " " + folder + ": cannot be written to");
    }
    return folder;
  }
}
