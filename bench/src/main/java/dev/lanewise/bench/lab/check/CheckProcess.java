package dev.lanewise.bench.lab.check;

import com.sun.management.ThreadMXBean;
import dev.lanewise.bench.lab.kernel.Body;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Memory;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.bench.lab.kernel.WarmUp;
import dev.lanewise.bench.lab.suite.Catalog;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The main class of the process that runs a kernel to check it: a wrong one may crash the JVM. */
public final class CheckProcess {
  /** Around the lanes of vectors, and beyond the first pages. */
  static final int[] SIZES = {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 127, 1003, 4099};

  /** The first line of an answer that is none. */
  static final String FAILED = "failed";

  /** Of the calls that get the kernel compiled. */
  private static final int WARM_SIZE = 4096;

  private static final int COUNTED_CALLS = 1000;
  private static final long SEED = 7;

  private CheckProcess() {}

  /**
   * Checks.
   *
   * @param args the experiment, then the file for what was found: a difference a line, and last the
   *     bytes that a call allocates; or, if it cannot be checked, why, after {@link #FAILED}
   */
  public static void main(String[] args) throws IOException {
    List<String> found;
    try {
      found = check(Catalog.find(args[0]));
    } catch (RuntimeException | LinkageError e) {
      found = List.of(FAILED, e.toString());
    }
    Files.write(Path.of(args[1]), found);
  }

  static List<String> check(Experiment experiment) {
    List<String> found = new ArrayList<>();
    for (int size : SIZES) {
      difference(experiment, size).ifPresent(text -> found.add("n = " + size + ": " + text));
    }
    double bytes;
    try (Arena arena = Arena.ofConfined()) {
      Memory memory = Memory.allocate(arena, experiment.operands().apply(WARM_SIZE), SEED);
      Body body = experiment.start(Contestant.LANEWISE, memory, WARM_SIZE);
      WarmUp.run(body);
      bytes = allocatedByACall(body);
    }
    for (int size : SIZES) {
      difference(experiment, size)
          .ifPresent(text -> found.add("n = " + size + ", compiled: " + text));
    }
    found.add(Double.toString(bytes));
    return found;
  }

  private static Optional<String> difference(Experiment experiment, int size) {
    try (Arena arena = Arena.ofConfined()) {
      List<Operand> operands = experiment.operands().apply(size);
      Memory expected = Memory.allocate(arena, operands, SEED);
      Memory actual = Memory.allocate(arena, operands, SEED);
      experiment.twin().run(expected.segments(), size);
      experiment.start(Contestant.LANEWISE, actual, size).run();
      return experiment.agreement().firstDifference(actual, expected);
    } catch (RuntimeException e) {
      return Optional.of(e.toString().replaceAll("\\R", " "));
    }
  }

  private static double allocatedByACall(Body body) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < COUNTED_CALLS; i++) {
      body.run();
    }
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / COUNTED_CALLS;
  }
}
