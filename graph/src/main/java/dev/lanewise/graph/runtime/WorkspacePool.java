package dev.lanewise.graph.runtime;

import dev.lanewise.graph.event.Events;
import dev.lanewise.graph.event.WorkspaceGrowthEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces of one executable that no step is using. There are as many in all as steps have
 * run at once; idle ones are given up when memory is short.
 */
final class WorkspacePool {
  private final String graph;
  private final long workspaceBytes;
  private final Supplier<Workspace> maker;
  private final List<Workspace> idle = new ArrayList<>();
  private int count;

  /** One idle workspace out of the list: a lone thread takes and gives it without the lock. */
  private final AtomicReference<@Nullable Workspace> first = new AtomicReference<>();

  /**
   * @param graph the name of what is run, for people
   * @param workspaceBytes the native memory of each
   */
  WorkspacePool(String graph, long workspaceBytes, Supplier<Workspace> maker) {
    this.graph = graph;
    this.workspaceBytes = workspaceBytes;
    this.maker = maker;
  }

  Workspace take() {
    Workspace workspace = first.getAndSet(null);
    if (workspace == null) {
      workspace = takeIdle();
    }
    return workspace == null ? grow() : workspace;
  }

  private Workspace grow() {
    WorkspaceGrowthEvent event = Events.workspaceGrowth();
    Workspace workspace = maker.get();
    int now;
    synchronized (this) {
      now = ++count;
    }
    if (event != null) {
      event.finish(graph, workspaceBytes, now);
    }
    return workspace;
  }

  private synchronized @Nullable Workspace takeIdle() {
    return idle.isEmpty() ? null : idle.removeLast();
  }

  void give(Workspace workspace) {
    if (!first.compareAndSet(null, workspace)) {
      addIdle(workspace);
    }
  }

  private synchronized void addIdle(Workspace workspace) {
    idle.add(workspace);
  }

  void dropIdle() {
    List<Workspace> dropped;
    synchronized (this) {
      dropped = new ArrayList<>(idle);
      idle.clear();
      Workspace one = first.getAndSet(null);
      if (one != null) {
        dropped.add(one);
      }
      count -= dropped.size();
    }
    dropped.forEach(Workspace::drop);
  }
}
