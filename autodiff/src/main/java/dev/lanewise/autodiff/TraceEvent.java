package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Graph;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/**
 * A function has been traced. Handed out by {@link FlightRecording}, since it cannot be loaded
 * where there is no Flight Recorder.
 */
@Name("dev.lanewise.Trace")
@Label("Trace")
@Category({"Lanewise", "Compiler"})
@Description("A function was called with symbolic tensors and became a graph")
final class TraceEvent extends Event {
  private static final TraceEvent PROBE = new TraceEvent();

  @Label("Graph")
  @Nullable String graph;

  @Label("Nodes")
  int nodes;

  @Label("Parameters")
  @Description("Parameters of the graph, captured tensors included")
  int parameters;

  @Label("Captured Tensors")
  @Description("Tensors from outside that the function uses")
  int captures;

  @Label("Results")
  int results;

  private TraceEvent() {}

  static @Nullable TraceEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    TraceEvent event = new TraceEvent();
    event.begin();
    return event;
  }

  /** The trace ends here; records it if it was long enough. */
  void finish(Graph graph, int captures) {
    end();
    if (shouldCommit()) {
      this.graph = graph.name();
      this.nodes = graph.nodes().size();
      this.parameters = graph.parameters().size();
      this.captures = captures;
      this.results = graph.results().size();
      commit();
    }
  }
}
