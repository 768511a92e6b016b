package dev.lanewise.bench.lab.run;

import dev.lanewise.bench.compare.ClassPaths;
import dev.lanewise.bench.compare.Comparison;
import dev.lanewise.bench.compare.Machine;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures cases with JMH, each in a process of its own. If there are several processes for each
 * case, they take turns: all cases once, then all again, so that what else the machine does falls
 * on all of them.
 */
public final class Laboratory {
  private static final String BENCHMARK = "dev\\.lanewise\\.bench\\.jmh\\.KernelBenchmark\\.call";

  /** Where JMH finds the class path for its processes. */
  private static final String CLASS_PATH = "java.class.path";

  /** Other measurements may go on on the machine; the load that is reported tells. */
  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  private final Protocol protocol;
  private final String classPath;
  private final Optional<Path> peers;
  private final Map<LabCase, List<BenchmarkResult>> results = new LinkedHashMap<>();
  private final Map<LabCase, Double> loads = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  private Laboratory(Protocol protocol, String classPath, Optional<Path> peers) {
    this.protocol = protocol;
    this.peers = peers;
    this.classPath = classPath;
  }

  /**
   * Measures.
   *
   * @param more entries for the processes' class path, before our own
   * @param peers the folder of the peers, if they take part
   * @return a file's contents: what was measured, and where
   * @throws LabException if no case could be measured
   */
  public static LabFile run(
      List<LabCase> cases,
      Protocol protocol,
      List<String> more,
      Optional<Path> peers,
      Comparison.ProgressListener listener) {
    List<String> entries = new ArrayList<>(more);
    peers.ifPresent(folder -> entries.addAll(ClassPaths.peers(folder)));
    entries.addAll(ClassPaths.own());
    Laboratory laboratory =
        new Laboratory(protocol, String.join(File.pathSeparator, entries), peers);
    Machine machine = Machine.now();
    String before = System.getProperty(CLASS_PATH, "");
    String lock = System.setProperty(IGNORE_LOCK, "true");
    System.setProperty(CLASS_PATH, laboratory.classPath);
    try {
      laboratory.measure(cases, listener);
    } finally {
      System.setProperty(CLASS_PATH, before);
      if (lock == null) {
        System.clearProperty(IGNORE_LOCK);
      } else {
        System.setProperty(IGNORE_LOCK, lock);
      }
    }
    return laboratory.file(machine);
  }

  private void measure(List<LabCase> cases, Comparison.ProgressListener listener) {
    int total = protocol.forks() * cases.size();
    int done = 0;
    for (int fork = 0; fork < protocol.forks(); fork++) {
      for (LabCase one : cases) {
        listener.at(one.text(), (double) done++ / total);
        measure(one);
      }
    }
    if (results.isEmpty()) {
      throw new LabException("nothing could be measured: " + String.join("; ", failures));
    }
  }

  private void measure(LabCase one) {
    List<String> flags = new ArrayList<>();
    flags.add("--add-modules=jdk.incubator.vector");
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("-Xmx3g");
    flags.addAll(one.flags());
    if (one.contestant().isPeer()) {
      // Where its native libraries are taken out to.
      peers.ifPresent(
          folder -> flags.add("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache")));
    }
    ForkOutput output = new ForkOutput();
    try {
      Collection<RunResult> run =
          new Runner(
                  new OptionsBuilder()
                      .include("^" + BENCHMARK + "$")
                      .param("kernel", one.kernel())
                      .param("contestant", one.contestant().name())
                      .param("size", Integer.toString(one.size()))
                      .param("lanes", Integer.toString(one.lanes()))
                      .threads(one.threads())
                      .forks(1)
                      .jvmArgs(flags.toArray(String[]::new))
                      .warmupIterations(protocol.warmUpSeconds() > 0 ? 1 : 0)
                      .warmupTime(time(protocol.warmUpSeconds()))
                      .measurementIterations(protocol.samples())
                      .measurementTime(time(protocol.sampleSeconds()))
                      .addProfiler(GCProfiler.class)
                      .shouldFailOnError(true)
                      .build(),
                  output)
              .run();
      for (RunResult result : run) {
        results.computeIfAbsent(one, _ -> new ArrayList<>()).addAll(result.getBenchmarkResults());
      }
      loads.put(one, Machine.now().loadAverage());
    } catch (RunnerException e) {
      failures.add(one.text() + ": " + output.lastLines());
    }
  }

  private static TimeValue time(double seconds) {
    return TimeValue.milliseconds(Math.max(1, Math.round(1000 * seconds)));
  }

  private LabFile file(Machine machine) {
    List<LabFile.Entry> entries = new ArrayList<>();
    for (Map.Entry<LabCase, List<BenchmarkResult>> measured : results.entrySet()) {
      List<BenchmarkResult> forks = measured.getValue();
      RunResult merged = new RunResult(forks.getFirst().getParams(), forks);
      entries.add(new LabFile.Entry(jmh(merged), loads.get(measured.getKey())));
    }
    return LabFile.of(machine, entries, failures);
  }

  /** What JMH itself writes of a result. */
  private static String jmh(RunResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(List.of(result));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
