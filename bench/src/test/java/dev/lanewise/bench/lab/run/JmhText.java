package dev.lanewise.bench.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Files as the laboratory writes them, with results made up for tests. */
public final class JmhText {
  private JmhText() {}

  /** One result of one process, on one thread and the machine's own vectors. */
  public static String result(String kernel, String contestant, int size, double... nanos) {
    return result(kernel, contestant, size, List.of(nanos));
  }

  /** One result of several processes. */
  public static String result(String kernel, String contestant, int size, List<double[]> forks) {
    String raw = forks.stream().map(Arrays::toString).collect(Collectors.joining(",", "[", "]"));
    return """
    {"jmhVersion": "1.37", "benchmark": "dev.lanewise.bench.jmh.KernelBenchmark.call",
     "mode": "avgt", "threads": 1, "forks": %d, "jvmArgs": ["-Xmx3g"],
     "vmName": "A VM", "vmVersion": "25", "warmupTime": "1 s", "measurementIterations": 5,
     "measurementTime": "100 ms",
     "params": {"kernel": "%s", "contestant": "%s", "size": "%d", "lanes": "0"},
     "primaryMetric": {"score": 1.0, "scoreError": "NaN", "scoreUnit": "ns/op",
       "rawData": %s},
     "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.5}},
     "lanewise": {"processor": "A processor", "cores": 2, "memoryBytes": 1073741824,
       "os": "An OS", "blas": "A BLAS", "load": 1.5}}\
    """
        .formatted(forks.size(), kernel, contestant, size, raw);
  }

  /** A file of results. */
  public static LabFile file(Path folder, String... results) {
    try {
      Path file = Files.createTempFile(folder, "lab", ".json");
      Files.writeString(file, "[" + String.join(",\n", results) + "]");
      return LabFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
