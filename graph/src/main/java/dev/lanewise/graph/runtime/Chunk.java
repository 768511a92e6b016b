package dev.lanewise.graph.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One native allocation, cut into blocks of one size class. Guarded by the pool's lock. */
final class Chunk {
  private final Arena arena;
  final SizeClass sizeClass;
  final Block[] blocks;

  /** Blocks handed out. */
  int inUse;

  /** Allocates the memory, which comes zeroed; 64-byte aligned. */
  Chunk(SizeClass sizeClass) {
    this.sizeClass = sizeClass;
    // Shared, not confined, because the cleaner's thread or a worker may be the one to free it.
    // All blocks come from one kind of arena, so kernels see one kind of memory session.
    this.arena = Arena.ofShared();
    this.blocks = new Block[sizeClass.blocksPerChunk()];
    MemorySegment whole =
        arena.allocate(sizeClass.chunkBytes() + Block.SLACK, MemoryPool.ALIGNMENT);
    for (int i = 0; i < blocks.length; i++) {
      long from = i * sizeClass.capacity();
      blocks[i] = new Block(whole.asSlice(from, sizeClass.capacity() + Block.SLACK), this);
    }
  }

  long bytes() {
    return sizeClass.chunkBytes();
  }

  /** Gives the memory back to the operating system; none of the blocks may be in use. */
  void free() {
    arena.close();
  }
}
