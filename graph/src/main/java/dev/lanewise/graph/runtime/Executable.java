package dev.lanewise.graph.runtime;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.compile.Frame;
import dev.lanewise.graph.compile.ProductPolicy;
import dev.lanewise.graph.compile.Products;
import dev.lanewise.graph.compile.Program;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.optimize.Optimizer;
import java.lang.StackWalker.StackFrame;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled graph. Any number of threads may run one at once; each running step has a workspace of
 * its own, planned when the graph was compiled and reused by later steps.
 *
 * <p>Donation: a donated parameter's memory becomes that of its result, which saves the allocation
 * and often the copy. If a step fails while it runs (an index out of bounds), the elements of
 * donated arguments and of results are unspecified.
 */
public final class Executable {
  private final Graph graph;
  private final Signature signature;
  private final Program program;
  private final WorkspacePool workspaces;

  private Executable(Graph graph, CompileOptions options) {
    this.graph = graph;
    this.signature = new Signature(graph, options.donations());
    this.program = compile(graph, options, signature.donors());
    MemoryPool pool = MemoryPool.shared();
    Block block = pool.take(program.constantBytes(), false, "constants of " + graph.name());
    program.writeConstants(block.segment);
    Storage.CLEANER.register(this, new Storage(pool, block));
    this.workspaces = workspaces(program, signature, block.segment, options.workers());
    pool.register(workspaces);
  }

  /** Static, because what the pool keeps must not keep the executable reachable. */
  private static WorkspacePool workspaces(
      Program program, Signature signature, MemorySegment constants, Workers workers) {
    return new WorkspacePool(() -> new Workspace(program, signature, constants, workers));
  }

  private static Program compile(Graph graph, CompileOptions options, int[] donorOfResult) {
    Products products =
        switch (options.products()) {
          case JAVA -> Products.JAVA;
          case OPENBLAS -> {
            if (!NativeLibrary.isAvailable()) {
              throw new IllegalStateException(
                  "[" + graph.name() + "] OpenBLAS was asked for: " + NativeLibrary.describe());
            }
            yield Products.OPENBLAS;
          }
          case AUTO -> ProductPolicy.automatic();
        };
    Graph lowered = options.optimize() ? Optimizer.standard().run(graph) : graph;
    return Program.compile(lowered, products, donorOfResult);
  }

  /**
   * Compiles a graph.
   *
   * @throws IllegalArgumentException if a donation does not fit the graph
   * @throws IllegalStateException if OpenBLAS is asked for and cannot be loaded
   */
  public static Executable compile(Graph graph, CompileOptions options) {
    return new Executable(graph, options);
  }

  /** Compiles a graph with {@link CompileOptions#defaults()}. */
  public static Executable compile(Graph graph) {
    return compile(graph, CompileOptions.defaults());
  }

  /** The graph as it was given. */
  public Graph graph() {
    return graph;
  }

  /** The bytes of workspace that one running step takes, beside its arguments and results. */
  public long workspaceBytes() {
    return program.slabBytes();
  }

  /** Every kernel in order: the operations it computes, its buffers and how it computes them. */
  public String explain() {
    return program.explain();
  }

  /**
   * Runs one step, into new arrays.
   *
   * @param arguments one for each parameter; a donated one is closed to further use
   * @return one array for each result
   * @throws IllegalArgumentException if an argument has the wrong type, or a donated one is given
   *     twice
   * @throws IllegalStateException if an argument is closed, or in use by another running step where
   *     one of the two writes it
   * @throws IndexOutOfBoundsException if an index that the graph demands to be in range is not
   * @throws MemoryBudgetException if there is no memory for the results or the workspace
   */
  public List<Array> run(List<Array> arguments) {
    Array[] in = arguments.toArray(Array[]::new);
    Array[] out = new Array[signature.resultCount()];
    signature.requireCounts(in.length, out.length);
    boolean done = false;
    try {
      for (int j = 0; j < out.length; j++) {
        out[j] =
            signature.takesOver(j)
                ? in[signature.donorOf(j)]
                : Array.allocate(signature.resultType(j));
      }
      step(in, out, true);
      done = true;
      return List.of(out);
    } finally {
      if (!done) {
        closeOwn(out);
      }
    }
  }

  /** Closes the results that were allocated for a step that failed. */
  private void closeOwn(@Nullable Array[] results) {
    for (int j = 0; j < results.length; j++) {
      Array result = results[j];
      if (result != null && !signature.takesOver(j)) {
        result.close("was the result of a step that failed", null);
      }
    }
  }

  /**
   * Runs one step into arrays of the caller's, allocating nothing once a step has run.
   *
   * @param arguments one for each parameter
   * @param results one for each result: the very argument that is donated to it, which is then
   *     updated in place, or else an array that is no argument and no other result
   * @throws IllegalArgumentException if an array has the wrong type, or one that is written is
   *     given twice
   * @throws IllegalStateException if an array is closed, or in use by another running step where
   *     one of the two writes it
   * @throws IndexOutOfBoundsException if an index that the graph demands to be in range is not
   */
  public void run(Array[] arguments, Array[] results) {
    step(arguments, results, false);
  }

  /**
   * Holds every array, runs, and lets go of them.
   *
   * @param surrender whether results that took over an argument become new arrays
   */
  private void step(Array[] arguments, Array[] results, boolean surrender) {
    Workspace workspace = workspaces.take();
    try {
      HeldArrays held = workspace.arrays;
      held.hold(arguments, results);
      try {
        run(workspace.frame, held);
        if (surrender) {
          surrender(results);
        }
      } finally {
        held.release();
      }
    } finally {
      workspaces.give(workspace);
      Reference.reachabilityFence(this);
    }
  }

  private void run(Frame frame, HeldArrays held) {
    for (int i = 0; i < signature.parameterCount(); i++) {
      frame.setArgument(i, held.argument(i).storage().segment());
    }
    for (int j = 0; j < signature.resultCount(); j++) {
      frame.setResult(j, held.result(j).storage().segment());
    }
    try {
      frame.run();
    } finally {
      frame.clear();
    }
  }

  private void surrender(Array[] results) {
    StackFrame line = null;
    for (int j = 0; j < results.length; j++) {
      if (signature.takesOver(j)) {
        line = line == null ? CallSite.capture() : line;
        results[j] = results[j].donate(line);
      }
    }
  }

  @Override
  public String toString() {
    return "Executable " + signature;
  }
}
