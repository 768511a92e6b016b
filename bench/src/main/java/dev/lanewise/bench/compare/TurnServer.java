package dev.lanewise.bench.compare;

import dev.lanewise.bench.workload.Size;
import dev.lanewise.bench.workload.Task;
import dev.lanewise.bench.workload.Workload;
import dev.lanewise.bench.workload.Workloads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The process of one candidate: prepares a workload, warms up, says {@code ready} and what the
 * first step gave, and then answers each line it reads. To {@code turn} the answer is a turn's time
 * and allocation, to {@code peak} the peak memory of a step.
 */
public final class TurnServer {
  static final String READY = "ready ";
  static final String TURN = "turn";
  static final String PEAK = "peak";

  private TurnServer() {}

  /** Makes a candidate's task. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes the task ready.
     *
     * @param threads how many the task may use
     */
    Task create(Workload workload, int threads);
  }

  /** What a process is started for. */
  record Assignment(String workload, Size size, int threads, double warmUpSeconds) {
    static Assignment parse(List<String> words) {
      return new Assignment(
          words.get(0),
          Size.valueOf(words.get(1)),
          Integer.parseInt(words.get(2)),
          Double.parseDouble(words.get(3)));
    }

    List<String> words() {
      return List.of(
          workload, size.name(), Integer.toString(threads), Double.toString(warmUpSeconds));
    }
  }

  /**
   * Serves on standard input and output until there is no more to read.
   *
   * @param assignment the last four of the process's arguments
   */
  public static void serve(List<String> assignment, Factory factory) throws IOException {
    PrintStream out = System.out;
    // What a library has to say must not come between the answers.
    System.setOut(System.err);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      serve(Assignment.parse(assignment), factory, in, out);
    }
  }

  static void serve(Assignment assignment, Factory factory, BufferedReader in, PrintStream out)
      throws IOException {
    Workload workload = Workloads.named(assignment.workload(), assignment.size());
    try (Task task = factory.create(workload, assignment.threads())) {
      Fingerprint first = Fingerprint.of(task.results());
      TaskTimer timer = new TaskTimer(task, System::nanoTime);
      timer.warmUp(assignment.warmUpSeconds());
      say(out, READY + first.line());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        switch (line) {
          case TURN -> {
            Turn turn = timer.turn();
            say(out, turn.nanos() + " " + turn.heapBytes());
          }
          case PEAK -> say(out, Long.toString(task.peakBytes()));
          default -> throw new IOException("[compare] asked for \"" + line + "\"");
        }
      }
    }
  }

  private static void say(PrintStream out, String line) {
    out.println(line);
    out.flush();
  }
}
