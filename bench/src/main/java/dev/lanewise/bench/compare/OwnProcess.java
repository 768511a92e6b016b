package dev.lanewise.bench.compare;

import dev.lanewise.graph.runtime.Workers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The main class of the processes that run the engine, or the loops of plain Java. */
public final class OwnProcess {
  private OwnProcess() {}

  /**
   * Serves turns.
   *
   * @param args the candidate's name, then the assignment
   */
  public static void main(String[] args) throws IOException {
    TurnServer.serve(
        Arrays.asList(args).subList(1, args.length), factory(Candidate.valueOf(args[0])));
  }

  static TurnServer.Factory factory(Candidate candidate) {
    return switch (candidate) {
      case LANEWISE -> (workload, threads) -> workload.start(Workers.of(threads));
      case PLAIN_JAVA -> (workload, threads) -> workload.plainLoop().orElseThrow();
      case LIBTORCH, LIBTORCH_TUNED, LIBTORCH_MKL, LIBTORCH_MEMORY ->
          throw new IllegalArgumentException("[compare] " + candidate + " is a peer");
    };
  }

  /** The first argument, to be followed by an assignment. */
  static List<String> arguments(Candidate candidate) {
    return List.of(candidate.name());
  }
}
