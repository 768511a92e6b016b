package dev.lanewise.bench.lab.run;

import dev.lanewise.bench.lab.kernel.Contestant;
import java.util.List;

/**
 * What one process measures.
 *
 * @param kernel the name of an experiment
 * @param size of the problem
 * @param threads that call at once, each on memory of its own
 * @param lanes bits of a vector; 0 for what the machine prefers
 */
public record LabCase(String kernel, Contestant contestant, int size, int threads, int lanes) {
  /** Flags that make the JVM use vectors of so many bits. */
  List<String> flags() {
    if (lanes == 0) {
      return List.of();
    }
    // Other processors than x86 do not know of AVX.
    return List.of(
        "-XX:+IgnoreUnrecognizedVMOptions",
        "-XX:UseAVX=" + (lanes == Integer.SIZE * 16 ? 3 : 2),
        "-XX:MaxVectorSize=" + lanes / Byte.SIZE);
  }

  /** In a few words. */
  public String text() {
    return kernel
        + " "
        + size
        + ", "
        + contestant.title()
        + (threads == 1 ? "" : ", " + threads + " threads")
        + (lanes == 0 ? "" : ", " + lanes + " bits");
  }
}
