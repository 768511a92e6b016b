package dev.lanewise.graph.runtime;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.compile.Frame;
import dev.lanewise.graph.compile.Loops;
import dev.lanewise.graph.compile.ProductPolicy;
import dev.lanewise.graph.compile.Products;
import dev.lanewise.graph.compile.Program;
import dev.lanewise.graph.compile.scalar.ScalarGraphs;
import dev.lanewise.graph.event.CompileEvent;
import dev.lanewise.graph.event.Events;
import dev.lanewise.graph.event.ExecutionEvent;
import dev.lanewise.graph.explain.Explanation;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.optimize.Optimizer;
import dev.lanewise.graph.optimize.OptimizerTrace;
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
  private static final Endings DONATIONS =
      new Endings("was donated to a step", MemoryPool.shared().isTracking());

  private static final Ending FAILED =
      new Ending.Found("was the result of a step that failed", null);

  private final Graph graph;
  private final Signature signature;
  private final Program program;
  private final WorkspacePool workspaces;

  private Executable(Graph graph, CompileOptions options) {
    CompileEvent event = Events.compile();
    this.graph = graph;
    this.signature = new Signature(graph, options.donations());
    this.program = compile(graph, options, signature.donors(), event);
    MemoryPool pool = MemoryPool.shared();
    Block block = pool.take(program.constantBytes(), false, "constants of " + graph.name());
    program.writeConstants(block.segment);
    Storage.CLEANER.register(this, new Storage(pool, block));
    this.workspaces = workspaces(program, signature, block.segment, options.workers());
    pool.register(workspaces);
    if (event != null) {
      event.finish(
          program.kernelCount(),
          program.flops(),
          program.bytesMoved(),
          program.slabBytes(),
          program.constantBytes());
    }
  }

  /** Static, because what the pool keeps must not keep the executable reachable. */
  private static WorkspacePool workspaces(
      Program program, Signature signature, MemorySegment constants, Workers workers) {
    return new WorkspacePool(
        signature.name(),
        program.slabBytes(),
        () -> new Workspace(program, signature, constants, workers));
  }

  private static Program compile(
      Graph graph, CompileOptions options, int[] donorOfResult, @Nullable CompileEvent event) {
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
    Graph lowered = options.optimize() ? optimise(graph, event) : graph;
    if (event != null) {
      event.lowering(graph.name(), graph.nodes().size(), lowered.nodes().size());
    }
    String refusal = refusal(lowered, options);
    if (refusal == null) {
      return Program.compileScalars(lowered, donorOfResult);
    }
    Loops loops =
        !options.fuse()
            ? Loops.NONE
            : options.tier() == Tier.INTERPRETED ? Loops.TILES : Loops.TIERED;
    Program program =
        Program.compile(lowered, products, loops, donorOfResult)
            .withNote("not scalar code: " + refusal);
    if (options.tier() == Tier.COMPILED) {
      await(program, graph.name());
    }
    return program;
  }

  /** Why a graph is not compiled to scalar code, or null if it is. */
  private static @Nullable String refusal(Graph graph, CompileOptions options) {
    if (!options.scalars()) {
      return "the options forbid it";
    }
    return options.tier() == Tier.INTERPRETED
        ? "nothing is to be generated"
        : ScalarGraphs.refusal(graph);
  }

  private static void await(Program program, String name) {
    try {
      program.awaitSettled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "[" + name + "] interrupted while its kernels were compiled", e);
    }
  }

  private static Graph optimise(Graph graph, @Nullable CompileEvent event) {
    if (event == null) {
      return Optimizer.compiling().run(graph);
    }
    OptimizerTrace trace = OptimizerTrace.of(Optimizer.compiling(), graph);
    event.optimised(trace.steps().size());
    return trace.output();
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

  /**
   * Whether every fused loop runs as a generated kernel by now, but for those that cannot be one.
   */
  public boolean isCompiled() {
    return program.isSettled();
  }

  /**
   * Waits until {@link #isCompiled}. With {@link Tier#INTERPRETED} it is from the start, since
   * nothing is generated.
   *
   * @throws IllegalStateException if the thread is interrupted while it waits
   */
  public void awaitCompiled() {
    await(program, graph.name());
  }

  /** The bytes of workspace that one running step takes, beside its arguments and results. */
  public long workspaceBytes() {
    return program.slabBytes();
  }

  /**
   * What a step runs, as it is now: every kernel with what it computes and by whom, the values that
   * go through memory between kernels and why, bytes moved, operations and workspace. Its text is
   * for people.
   */
  public Explanation explain() {
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
    return List.of(runToArrays(arguments.toArray(Array[]::new)));
  }

  /** As {@link #run(List)}; the Java array is not changed. */
  public List<Array> run(Array[] arguments) {
    return List.of(runToArrays(arguments));
  }

  /** As {@link #run(Array[])}, with the results in a Java array. */
  public Array[] runToArrays(Array[] arguments) {
    Array[] results = new Array[signature.resultCount()];
    boolean done = false;
    Workspace workspace = workspaces.take();
    try {
      workspace.allocate(results);
      step(workspace, arguments, results, true);
      done = true;
      return results;
    } finally {
      if (!done) {
        closeOwn(results);
        workspace.retireResults();
      }
      workspaces.give(workspace);
      Reference.reachabilityFence(this);
    }
  }

  /** Closes the results that were allocated for a step that failed. */
  private void closeOwn(@Nullable Array[] results) {
    for (int j = 0; j < results.length; j++) {
      Array result = results[j];
      if (result != null) {
        result.close(FAILED);
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
    Workspace workspace = workspaces.take();
    try {
      step(workspace, arguments, results, false);
    } finally {
      workspaces.give(workspace);
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Holds every array, runs, and lets go of them.
   *
   * @param fresh whether results that take over no argument were allocated for this step, and those
   *     that do are not given but become new arrays
   */
  private void step(Workspace workspace, Array[] arguments, Array[] results, boolean fresh) {
    ExecutionEvent event = Events.execution();
    HeldArrays held = workspace.arrays;
    held.hold(arguments, results, fresh);
    try {
      run(workspace.frame, held);
      if (fresh) {
        surrender(held, results);
      }
    } finally {
      held.release();
    }
    if (event != null) {
      event.finish(
          graph.name(),
          program.kernelCount(),
          program.flops(),
          program.bytesMoved(),
          program.slabBytes());
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

  private void surrender(HeldArrays held, Array[] results) {
    Ending how = null;
    for (int j = 0; j < results.length; j++) {
      if (signature.takesOver(j)) {
        how = how == null ? DONATIONS.next() : how;
        results[j] = held.result(j).donate(how);
      }
    }
  }

  @Override
  public String toString() {
    return "Executable " + signature;
  }
}
