package dev.lanewise.bench.lab.check;

import dev.lanewise.bench.compare.ClassPaths;
import dev.lanewise.bench.lab.run.LabException;
import dev.lanewise.bench.report.Quantity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a kernel was found to be.
 *
 * @param differences from the twin, a sentence each
 * @param heapBytes that a call allocates once it is compiled
 * @param methods compiled methods with vector operations
 */
public record KernelCheck(
    List<String> differences, double heapBytes, List<IntrinsicLog.Method> methods) {
  /** A call that allocates more makes objects of its vectors, or of something else. */
  private static final double FEW_BYTES = 64;

  private static final int MINUTES = 5;
  private static final int LINES_OF_COMPLAINT = 15;

  /** Copies the lists. */
  public KernelCheck {
    differences = List.copyOf(differences);
    methods = List.copyOf(methods);
  }

  /**
   * Checks a kernel in a process of its own.
   *
   * @param experiment its name
   * @param classPath entries before our own
   * @throws LabException if the process ends before it has an answer: the kernel crashed it, or is
   *     not there
   */
  public static KernelCheck of(String experiment, List<String> classPath) throws IOException {
    Path log = Files.createTempFile("lanewise-check", ".log");
    Path answer = Files.createTempFile("lanewise-check", ".txt");
    try {
      run(experiment, classPath, log, answer);
      List<String> found = Files.readAllLines(answer);
      if (found.isEmpty()) {
        throw new LabException("the kernel ended the process that checks it:" + end(log));
      }
      if (found.getFirst().equals(CheckProcess.FAILED)) {
        throw new LabException("the kernel cannot be checked: " + found.getLast());
      }
      return new KernelCheck(
          found.subList(0, found.size() - 1),
          Double.parseDouble(found.getLast()),
          IntrinsicLog.read(Files.readAllLines(log)));
    } finally {
      Files.delete(log);
      Files.delete(answer);
    }
  }

  private static void run(String experiment, List<String> classPath, Path log, Path answer)
      throws IOException {
    List<String> entries = new ArrayList<>(classPath);
    entries.addAll(ClassPaths.own());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+PrintCompilation",
                "-XX:+PrintIntrinsics",
                // One thread of each compiler, so that the lines of a method stay together.
                "-XX:CICompilerCount=2",
                "--class-path",
                String.join(File.pathSeparator, entries),
                CheckProcess.class.getName(),
                experiment,
                answer.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new LabException("the kernel takes more than " + MINUTES + " minutes to check");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static String end(Path log) throws IOException {
    List<String> lines =
        Files.readAllLines(log).stream()
            .filter(line -> !line.matches("^ *(\\d+ +\\d+|@|!) .*"))
            .toList();
    int first = Math.max(0, lines.size() - LINES_OF_COMPLAINT);
    return System.lineSeparator()
        + String.join(System.lineSeparator(), lines.subList(first, lines.size()));
  }

  /** Whether it computes what its twin does. */
  public boolean isCorrect() {
    return differences.isEmpty();
  }

  /** Whether it allocates next to nothing. */
  public boolean isUnboxed() {
    return heapBytes <= FEW_BYTES;
  }

  /** Whether every vector operation became instructions. */
  public boolean isIntrinsic() {
    return methods.stream().allMatch(method -> method.calls().isEmpty());
  }

  /** The findings in a few sentences: correctness, allocation, instructions. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        isCorrect()
            ? "correct: as its twin at "
                + CheckProcess.SIZES.length
                + " sizes, interpreted and compiled"
            : "wrong: "
                + String.join("; ", differences.subList(0, Math.min(5, differences.size()))));
    sentences.add(
        (isUnboxed() ? "unboxed: " : "boxed: ")
            + Quantity.digits(heapBytes)
            + " bytes allocated a call");
    int operations = methods.stream().mapToInt(IntrinsicLog.Method::instructions).sum();
    if (methods.isEmpty()) {
      sentences.add("intrinsics: no vector operation was compiled");
    } else if (isIntrinsic()) {
      sentences.add("intrinsics: all " + operations + " vector operations are instructions");
    } else {
      for (IntrinsicLog.Method method : methods) {
        if (!method.calls().isEmpty()) {
          sentences.add(
              "intrinsics: calls instead of instructions in "
                  + method.name()
                  + ": "
                  + String.join(", ", method.calls()));
        }
      }
    }
    return sentences;
  }
}
