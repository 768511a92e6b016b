package dev.lanewise.graph.runtime;

import dev.lanewise.graph.compile.Frame;
import dev.lanewise.graph.compile.Program;
import dev.lanewise.graph.ir.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner.Cleanable;
import org.jspecify.annotations.Nullable;

/**
 * What one running step of an executable needs for itself: a slab, a frame that refers to it, and
 * the arrays that the step holds.
 */
final class Workspace {
  final Frame frame;
  final HeldArrays arrays;

  /** Where the results of a step come from, or null if each is a block of its own. */
  private final @Nullable SmallResults smallResults;

  private final Signature signature;
  private final Cleanable slab;

  Workspace(Program program, Signature signature, MemorySegment constants, Workers workers) {
    this.signature = signature;
    MemoryPool pool = MemoryPool.shared();
    Block block = pool.take(program.slabBytes(), false, "workspace of " + signature);
    this.slab = Storage.CLEANER.register(this, new Storage(pool, block));
    this.arrays = new HeldArrays(signature);
    // Blocks of their own are what tracking is about.
    boolean small = SmallResults.serves(signature.resultBytes()) && !pool.isTracking();
    this.smallResults = small ? new SmallResults(pool, "results of " + signature) : null;
    this.frame = new Frame(program, block.segment, constants, workers::parallel);
  }

  /** New arrays for the results of a step, but for those that take over an argument's memory. */
  void allocate(@Nullable Array[] results) {
    Scope scope = Scope.current();
    for (int j = 0; j < results.length; j++) {
      if (!signature.takesOver(j)) {
        TensorType type = signature.resultType(j);
        results[j] =
            smallResults == null ? Array.allocate(type) : smallResults.allocate(type, scope);
      }
    }
  }

  /** Lets the memory of the results so far go back when they are closed. */
  void retireResults() {
    if (smallResults != null) {
      smallResults.retire();
    }
  }

  /** Gives the slab back; the workspace must not be used again. */
  void drop() {
    slab.clean();
    retireResults();
  }
}
