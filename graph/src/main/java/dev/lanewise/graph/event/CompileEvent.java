package dev.lanewise.graph.event;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A graph has been compiled: optimised, lowered to kernels, and its memory planned. */
@Name("dev.lanewise.Compile")
@Label("Compile")
@Category({"Lanewise", "Compiler"})
@Description("A graph was optimised, lowered to kernels, and its memory planned")
public final class CompileEvent extends Event {
  private static final CompileEvent PROBE = new CompileEvent();

  @Label("Graph")
  @Nullable String graph;

  @Label("Nodes")
  @Description("Nodes of the graph as it was given")
  int nodes;

  @Label("Optimised Nodes")
  @Description("Nodes of the graph after the last pass")
  int optimisedNodes;

  @Label("Passes")
  @Description("How often a pass changed the graph")
  int passes;

  @Label("Kernels")
  @Description("Kernel calls of a step")
  int kernels;

  @Label("Operations")
  @Description("Operations of a step, counted from the shapes")
  long flops;

  @Label("Bytes Moved")
  @Description("Bytes that the kernels of a step read and write")
  @DataAmount(DataAmount.BYTES)
  long bytesMoved;

  @Label("Workspace")
  @Description("Memory that a running step takes beside its arguments and results")
  @DataAmount(DataAmount.BYTES)
  long workspaceBytes;

  @Label("Constants")
  @Description("Memory of constants, which all steps share")
  @DataAmount(DataAmount.BYTES)
  long constantBytes;

  private CompileEvent() {}

  static @Nullable CompileEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    CompileEvent event = new CompileEvent();
    event.begin();
    return event;
  }

  /** The graph has been optimised, by so many changes. */
  public void optimised(int passes) {
    this.passes = passes;
  }

  /**
   * The graph of a name and size, and of another size after optimisation, is about to be lowered.
   */
  public void lowering(String graph, int nodes, int optimisedNodes) {
    this.graph = graph;
    this.nodes = nodes;
    this.optimisedNodes = optimisedNodes;
  }

  /** The compilation ends here; records it if it was long enough. */
  public void finish(
      int kernels, long flops, long bytesMoved, long workspaceBytes, long constantBytes) {
    end();
    if (shouldCommit()) {
      this.kernels = kernels;
      this.flops = flops;
      this.bytesMoved = bytesMoved;
      this.workspaceBytes = workspaceBytes;
      this.constantBytes = constantBytes;
      commit();
    }
  }
}
