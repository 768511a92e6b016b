package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs passes over a graph, again and again until none of them changes anything. */
public final class Optimizer {
  /**
   * No graph seen so far needs more than a third of it. It bounds the time, not the correctness:
   * after any number of rounds the graph is right.
   */
  private static final int MAX_ROUNDS = 24;

  private final List<Pass> passes;
  private final boolean verifying;

  private Optimizer(List<Pass> passes, boolean verifying) {
    this.passes = List.copyOf(passes);
    this.verifying = verifying;
  }

  /** An optimizer of the given passes, in that order. */
  public static Optimizer of(List<Pass> passes) {
    return new Optimizer(passes, false);
  }

  /** The passes that keep every bit of every result. */
  public static Optimizer standard() {
    return of(
        List.of(new CommonSubexpressions(), new Simplify(), new ConstantFolding(), new DeadCode()));
  }

  /**
   * The passes that graphs go through before they are compiled: those that keep every bit, and
   * {@link SumsOfProducts}, whose sums are as exact.
   */
  public static Optimizer compiling() {
    List<Pass> passes = new ArrayList<>(standard().passes);
    passes.add(new SumsOfProducts());
    return of(passes);
  }

  /** The same passes, with the graph verified before the first and after each. */
  public Optimizer verifying() {
    return new Optimizer(passes, true);
  }

  /** The passes in order. */
  public List<Pass> passes() {
    return passes;
  }

  /**
   * The optimised graph; the same object if nothing changed.
   *
   * @throws dev.lanewise.graph.ir.GraphVerificationException if this verifies and the graph, or
   *     what a pass made of it, is not well formed
   */
  public Graph run(Graph graph) {
    return run(graph, null);
  }

  /** As {@link #run(Graph)}, telling of every pass that changed the graph, if anybody listens. */
  Graph run(Graph graph, @Nullable Consumer<PassStep> listener) {
    if (verifying) {
      Verifier.verify(graph);
    }
    Graph current = graph;
    int unchanged = 0;
    for (int run = 0; unchanged < passes.size() && run < MAX_ROUNDS * passes.size(); run++) {
      Pass pass = passes.get(run % passes.size());
      Graph before = current;
      current = run(pass, run / passes.size(), current, listener);
      unchanged = current == before ? unchanged + 1 : 0;
      if (verifying) {
        Verifier.verify(current, pass.name());
      }
    }
    return current;
  }

  private static Graph run(
      Pass pass, int round, Graph before, @Nullable Consumer<PassStep> listener) {
    if (listener == null) {
      return pass.run(before);
    }
    long start = System.nanoTime();
    Graph after = pass.run(before);
    long nanos = System.nanoTime() - start;
    if (after != before) {
      listener.accept(new PassStep(round, pass.name(), before, after, nanos));
    }
    return after;
  }
}
