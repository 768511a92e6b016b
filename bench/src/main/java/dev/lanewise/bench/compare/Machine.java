package dev.lanewise.bench.compare;

import com.sun.management.OperatingSystemMXBean;
import dev.lanewise.ffi.NativeLibrary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where something was measured.
 *
 * @param processor the model, as far as the system says
 * @param memoryBytes of the machine
 * @param jvm name and version
 * @param blas the library that the engine's products may use, and its core
 * @param loadAverage of the last minute; negative if the system does not say
 */
public record Machine(
    String processor,
    int cores,
    long memoryBytes,
    String os,
    String jvm,
    String blas,
    double loadAverage) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** The machine and what it is doing now. */
  public static Machine now() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        processorModel().orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        NativeLibrary.describe(),
        system.getSystemLoadAverage());
  }

  private static Optional<String> processorModel() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
