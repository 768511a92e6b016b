package dev.lanewise.graph.runtime;

import java.lang.StackWalker.StackFrame;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A piece of native memory that the pool hands out: 64-byte aligned, its capacity a multiple of 64
 * bytes. Behind the capacity the segment goes on for {@link #SLACK} bytes that belong to somebody
 * else: they may be read, for whatever they hold, so that a kernel may load a full vector wherever
 * an element begins, and must not be written. The links and flags belong to the {@link MemoryPool}
 * and are guarded by its lock.
 */
final class Block {
  /** Bytes behind a block that may be read: a vector of 512 bits. */
  static final long SLACK = 64;

  final MemorySegment segment;
  final Chunk chunk;

  /** Whether the memory is known to be all zeros: true until it is handed out the first time. */
  boolean zeroed = true;

  /** Neighbours in the list of blocks in use; {@code next} alone links the list of free ones. */
  @Nullable Block previous;

  @Nullable Block next;

  /** What the block holds, for the report of the largest holders. */
  String holder = "";

  /** Where it was taken, when tracking is on. */
  @Nullable StackFrame line;

  Block(MemorySegment segment, Chunk chunk) {
    this.segment = segment;
    this.chunk = chunk;
  }

  long capacity() {
    return segment.byteSize() - SLACK;
  }
}
