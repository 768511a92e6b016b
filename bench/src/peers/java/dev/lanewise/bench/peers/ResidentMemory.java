package dev.lanewise.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How far the resident memory of the process rises during a step. The allocator has to give freed
 * blocks back at once for this to be what the step holds at its peak.
 */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  /** Resets the high-water mark, see proc(5). */
  private static final String HIGH_WATER_MARK = "5";

  private static final int STEPS = 7;
  private static final long BYTES_IN_A_KIBIBYTE = 1024;

  private ResidentMemory() {}

  /** The least rise of several steps: others in the process may allocate too. 0 without /proc. */
  static long peakOf(Runnable step) {
    if (!Files.exists(CLEAR)) {
      return 0;
    }
    try {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < STEPS; i++) {
        long before = kibibytes("VmRSS:");
        Files.writeString(CLEAR, HIGH_WATER_MARK);
        step.run();
        least = Math.min(least, kibibytes("VmHWM:") - before);
      }
      return least * BYTES_IN_A_KIBIBYTE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long kibibytes(String field) throws IOException {
    List<String> lines = Files.readAllLines(STATUS);
    String line = lines.stream().filter(l -> l.startsWith(field)).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
