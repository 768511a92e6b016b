package dev.lanewise.graph.ir;

import java.util.List;

/** Graphs that no builder makes. */
public final class BrokenGraphs {
  private BrokenGraphs() {}

  /** A graph whose result is a value of another graph. */
  public static Graph withForeignResult() {
    Value foreign = new GraphBuilder().parameter(TensorType.scalar(DType.F32));
    return new Graph("broken", List.of(), List.of(), List.of(foreign), 0);
  }
}
