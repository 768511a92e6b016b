package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A graph compiled to scalar code whatever its size, and memory to run it on. */
final class ScalarProgram {
  private static final int NONE = -1;

  private final Graph graph;
  private final int[] donors;
  private final Program program;

  ScalarProgram(Graph graph) {
    this(graph, graph.results().stream().mapToInt(_ -> NONE).toArray());
  }

  /**
   * @param donors for each result the parameter whose memory it takes, or -1
   */
  ScalarProgram(Graph graph, int[] donors) {
    this.graph = graph;
    this.donors = donors;
    this.program = Program.compileScalars(graph, donors);
  }

  /** One step on memory of its own. */
  List<Literal> run(List<Literal> arguments) {
    try (Arena arena = Arena.ofConfined()) {
      Frame frame = frame(arena);
      return run(frame, arguments, arena);
    }
  }

  /** A frame to run on. */
  Frame frame(Arena arena) {
    return new Frame(
        program,
        arena.allocate(Math.max(1, program.slabBytes()), MemoryPlanner.ALIGNMENT),
        MemorySegment.NULL,
        (chunks, body) -> {
          throw new AssertionError("there is nothing to spread");
        });
  }

  /** One step on a frame. */
  List<Literal> run(Frame frame, List<Literal> arguments, Arena arena) {
    List<MemorySegment> in = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      MemorySegment segment = allocate(arena, arguments.get(i).type());
      LiteralCodec.write(arguments.get(i), segment, 0);
      frame.setArgument(i, segment);
      in.add(segment);
    }
    List<MemorySegment> out = new ArrayList<>();
    for (int j = 0; j < donors.length; j++) {
      TensorType type = graph.resultTypes().get(j);
      out.add(donors[j] == NONE ? allocate(arena, type) : in.get(donors[j]));
      frame.setResult(j, out.get(j));
    }
    frame.run();
    List<Literal> results = new ArrayList<>();
    for (int j = 0; j < donors.length; j++) {
      results.add(LiteralCodec.read(graph.resultTypes().get(j), out.get(j), 0));
    }
    return results;
  }

  private static MemorySegment allocate(Arena arena, TensorType type) {
    return arena.allocate(Math.max(1, type.bytes()), MemoryPlanner.ALIGNMENT);
  }

  @Override
  public String toString() {
    return graph.name() + Arrays.toString(donors);
  }
}
