package dev.lanewise.graph.runtime;

import dev.lanewise.graph.compile.Frame;
import dev.lanewise.graph.compile.Program;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner.Cleanable;

/**
 * What one running step of an executable needs for itself: a slab, a frame that refers to it, and
 * the arrays that the step holds.
 */
final class Workspace {
  final Frame frame;
  final HeldArrays arrays;
  private final Cleanable slab;

  Workspace(Program program, Signature signature, MemorySegment constants, Workers workers) {
    MemoryPool pool = MemoryPool.shared();
    Block block = pool.take(program.slabBytes(), false, "workspace of " + signature);
    this.slab = Storage.CLEANER.register(this, new Storage(pool, block));
    this.arrays = new HeldArrays(signature);
    this.frame = new Frame(program, block.segment, constants, workers::parallel);
  }

  /** Gives the slab back; the workspace must not be used again. */
  void drop() {
    slab.clean();
  }
}
