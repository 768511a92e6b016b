package dev.lanewise.graph.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces of one executable that no step is using. There are as many in all as steps have
 * run at once; idle ones are given up when memory is short.
 */
final class WorkspacePool {
  private final Supplier<Workspace> maker;
  private final List<Workspace> idle = new ArrayList<>();

  WorkspacePool(Supplier<Workspace> maker) {
    this.maker = maker;
  }

  Workspace take() {
    Workspace workspace = takeIdle();
    return workspace == null ? maker.get() : workspace;
  }

  private synchronized @Nullable Workspace takeIdle() {
    return idle.isEmpty() ? null : idle.removeLast();
  }

  synchronized void give(Workspace workspace) {
    idle.add(workspace);
  }

  void dropIdle() {
    List<Workspace> dropped;
    synchronized (this) {
      dropped = List.copyOf(idle);
      idle.clear();
    }
    dropped.forEach(Workspace::drop);
  }
}
