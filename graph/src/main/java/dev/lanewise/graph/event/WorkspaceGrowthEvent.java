package dev.lanewise.graph.event;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A compiled graph has got one more workspace, because more of its steps run at once. */
@Name("dev.lanewise.WorkspaceGrowth")
@Label("Workspace Growth")
@Category({"Lanewise", "Runtime"})
@Description("A compiled graph got one more workspace, because more of its steps ran at once")
public final class WorkspaceGrowthEvent extends Event {
  private static final WorkspaceGrowthEvent PROBE = new WorkspaceGrowthEvent();

  @Label("Graph")
  @Nullable String graph;

  @Label("Workspace")
  @Description("Memory of the new workspace")
  @DataAmount(DataAmount.BYTES)
  long workspaceBytes;

  @Label("Workspaces")
  @Description("How many the graph has now")
  int workspaces;

  private WorkspaceGrowthEvent() {}

  static @Nullable WorkspaceGrowthEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    WorkspaceGrowthEvent event = new WorkspaceGrowthEvent();
    event.begin();
    return event;
  }

  /** The workspace has been made; records it if that took long enough. */
  public void finish(String graph, long workspaceBytes, int workspaces) {
    end();
    if (shouldCommit()) {
      this.graph = graph;
      this.workspaceBytes = workspaceBytes;
      this.workspaces = workspaces;
      commit();
    }
  }
}
