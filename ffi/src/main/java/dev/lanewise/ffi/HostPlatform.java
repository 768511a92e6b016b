package dev.lanewise.ffi;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A platform that the jar {@code org.bytedeco:openblas} is built for.
 *
 * @param classifier the jar's Maven classifier, also the name of the folder inside it
 * @param libraries the files to load, in this order; the last is OpenBLAS itself. The others are
 *     the Fortran run time, which a bare host does not have and which the libraries do not find for
 *     themselves: libgfortran says nothing of where its own dependencies lie.
 */
record HostPlatform(String classifier, List<String> libraries) {
  private static final List<HostPlatform> ALL =
      List.of(
          new HostPlatform(
              "linux-x86_64",
              List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0")),
          new HostPlatform(
              "linux-arm64", List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0")),
          new HostPlatform(
              "macosx-x86_64",
              List.of(
                  "libgcc_s.1.1.dylib",
                  "libquadmath.0.dylib",
                  "libgfortran.5.dylib",
                  "libopenblas.0.dylib")),
          new HostPlatform("macosx-arm64", List.of("libopenblas.0.dylib")),
          new HostPlatform("windows-x86_64", List.of("libopenblas.dll")));

  /** The platform of this JVM, or nothing if the jar has no library for it. */
  static Optional<HostPlatform> current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Optional<HostPlatform> of(String osName, String osArch) {
    String classifier = operatingSystem(osName) + "-" + architecture(osArch);
    return ALL.stream().filter(platform -> platform.classifier.equals(classifier)).findFirst();
  }

  /** The folder of the libraries inside the jar. */
  String resourceFolder() {
    return "org/bytedeco/openblas/" + classifier + "/";
  }

  /** The name of the jar as a module. */
  String moduleName() {
    return "org.bytedeco.openblas." + classifier.replace('-', '.');
  }

  /**
   * Where a user's programs keep what they can make again: {@code XDG_CACHE_HOME} or {@code
   * ~/.cache} on Linux, {@code ~/Library/Caches} on macOS, {@code LOCALAPPDATA} on Windows.
   */
  Path userCache(Map<String, String> environment, Path home) {
    if (classifier.startsWith("macosx")) {
      return home.resolve("Library", "Caches");
    }
    boolean windows = classifier.startsWith("windows");
    String named = environment.getOrDefault(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
    // The XDG specification asks for relative paths to be ignored.
    if (!named.isEmpty() && Path.of(named).isAbsolute()) {
      return Path.of(named);
    }
    return windows ? home.resolve("AppData", "Local") : home.resolve(".cache");
  }

  private static String operatingSystem(String osName) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "macosx";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  private static String architecture(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> osArch;
    };
  }
}
