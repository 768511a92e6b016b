package dev.lanewise.graph.event;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * A step of a compiled graph has run. Steps may take microseconds, so unless a recording says
 * otherwise only those of a tenth of a millisecond and more are kept, without stack traces.
 */
@Name("dev.lanewise.Execution")
@Label("Execution")
@Category({"Lanewise", "Runtime"})
@Description("A step of a compiled graph ran")
@StackTrace(false)
@Threshold("100 us")
public final class ExecutionEvent extends Event {
  private static final ExecutionEvent PROBE = new ExecutionEvent();

  @Label("Graph")
  @Nullable String graph;

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
  @Description("Memory that the step took beside its arguments and results")
  @DataAmount(DataAmount.BYTES)
  long workspaceBytes;

  private ExecutionEvent() {}

  static @Nullable ExecutionEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    ExecutionEvent event = new ExecutionEvent();
    event.begin();
    return event;
  }

  /** The step ends here; records it if it was long enough. */
  public void finish(String graph, int kernels, long flops, long bytesMoved, long workspaceBytes) {
    end();
    if (shouldCommit()) {
      this.graph = graph;
      this.kernels = kernels;
      this.flops = flops;
      this.bytesMoved = bytesMoved;
      this.workspaceBytes = workspaceBytes;
      commit();
    }
  }
}
