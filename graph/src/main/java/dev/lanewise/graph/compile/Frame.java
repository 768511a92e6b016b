package dev.lanewise.graph.compile;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * One running step: the memory it runs on. Reused by later steps, so that running allocates
 * nothing; used by one step at a time.
 */
public final class Frame {
  /** Runs chunks of work on some threads. */
  @FunctionalInterface
  public interface Parallel {
    /** Runs {@code body} for {@code 0 .. chunks - 1}, and returns when all are done. */
    void run(int chunks, IntConsumer body);
  }

  private final KernelCall[] calls;
  private final IntConsumer[] bodies;
  private final Parallel parallel;
  private final MemorySegment slab;
  private final MemorySegment constants;
  private final MemorySegment[] arguments;
  private final MemorySegment[] results;

  /**
   * @param slab at least {@link Program#slabBytes()} of native memory for this frame alone
   * @param constants what {@link Program#writeConstants} wrote
   * @param parallel what spreads the chunks of large kernels
   */
  public Frame(Program program, MemorySegment slab, MemorySegment constants, Parallel parallel) {
    this.calls = program.calls().stream().map(KernelCall::forFrame).toArray(KernelCall[]::new);
    this.slab = slab;
    this.constants = constants;
    this.parallel = parallel;
    this.arguments = new MemorySegment[program.parameterCount()];
    this.results = new MemorySegment[program.resultCount()];
    this.bodies = new IntConsumer[calls.length];
    for (int i = 0; i < calls.length; i++) {
      KernelCall call = calls[i];
      bodies[i] = chunk -> call.run(this, chunk);
    }
    clear();
  }

  /** Sets the memory of an argument for the next run. */
  public void setArgument(int index, MemorySegment segment) {
    arguments[index] = segment;
  }

  /** Sets the memory of a result for the next run. */
  public void setResult(int index, MemorySegment segment) {
    results[index] = segment;
  }

  /** Runs all kernel calls. */
  public void run() {
    for (int i = 0; i < calls.length; i++) {
      KernelCall call = calls[i];
      int chunks = call.chunks();
      if (chunks == 1) {
        call.run(this, 0);
      } else if (chunks > 1) {
        parallel.run(chunks, bodies[i]);
      }
    }
  }

  /** Forgets the memory of arguments and results. */
  public void clear() {
    Arrays.fill(arguments, MemorySegment.NULL);
    Arrays.fill(results, MemorySegment.NULL);
  }

  /** The segment a buffer lies in, {@link Buffer#offset()} bytes from its start. */
  MemorySegment segment(Buffer buffer) {
    return switch (buffer.place()) {
      case SLAB -> slab;
      case CONSTANT -> constants;
      case ARGUMENT -> arguments[buffer.index()];
      case RESULT -> results[buffer.index()];
      case UNPLACED -> throw new IllegalStateException(buffer + " has no place");
    };
  }
}
