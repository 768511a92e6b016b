package dev.lanewise.bench.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source files of every module. */
final class Sources {
  /** Tests run in the folder of this module. */
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> MODULES =
      List.of("kernels", "ffi", "graph", "autodiff", "bench");

  /** Output of jextract, committed as it comes. */
  private static final Path GENERATED = Path.of("ffi/src/main/java/dev/lanewise/ffi/openblas");

  private Sources() {}

  /** All Java files but the generated ones, relative to {@link #resolve}. */
  static List<Path> written() {
    return MODULES.stream()
        .map(module -> PROJECT.resolve(module).resolve("src"))
        .flatMap(Sources::walk)
        .filter(file -> file.toString().endsWith(".java"))
        .map(PROJECT::relativize)
        .filter(file -> !file.startsWith(GENERATED))
        .sorted()
        .toList();
  }

  /** Where a relative file is. */
  static Path resolve(Path file) {
    return PROJECT.resolve(file);
  }

  static String read(Path file) {
    try {
      return Files.readString(resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
