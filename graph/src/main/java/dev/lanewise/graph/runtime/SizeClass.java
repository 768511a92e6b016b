package dev.lanewise.graph.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The free blocks of one capacity. There are four capacities between a power of two and the next,
 * so at most a fifth of a block is slack. Guarded by the pool's lock, but for the pure functions.
 */
final class SizeClass {
  /** Small blocks are cut from allocations of this size, so that a scalar is not one of its own. */
  private static final long CHUNK_BYTES = 64 << 10;

  /** One class for each multiple of 64 to 256 bytes, then four to a doubling up to 2^62. */
  static final int COUNT = 4 + 4 * (62 - 8);

  private final long capacity;
  private @Nullable Block free;
  private final List<Chunk> chunks = new ArrayList<>();

  SizeClass(long capacity) {
    this.capacity = capacity;
  }

  /** The index of the smallest class whose blocks hold so many bytes. */
  static int indexOf(long bytes) {
    if (bytes <= 256) {
      return (int) Math.max(0, (bytes - 1) >> 6);
    }
    int log = 63 - Long.numberOfLeadingZeros(bytes - 1);
    int quarter = (int) ((bytes - 1) >> (log - 2)) & 3;
    return 4 * (log - 7) + quarter;
  }

  /** The capacity of the blocks of a class. */
  static long capacityOf(int index) {
    if (index < 4) {
      return 64L * (index + 1);
    }
    int log = index / 4 + 7;
    return (long) (index % 4 + 5) << (log - 2);
  }

  long capacity() {
    return capacity;
  }

  int blocksPerChunk() {
    return (int) Math.max(1, CHUNK_BYTES / capacity);
  }

  long chunkBytes() {
    return blocksPerChunk() * capacity;
  }

  void add(Chunk chunk) {
    chunks.add(chunk);
    for (Block block : chunk.blocks) {
      push(block);
    }
  }

  void push(Block block) {
    block.next = free;
    free = block;
  }

  @Nullable Block pop() {
    Block block = free;
    if (block != null) {
      free = block.next;
      block.next = null;
    }
    return block;
  }

  /** Takes out every chunk of which no block is in use. */
  List<Chunk> removeIdleChunks() {
    List<Chunk> idle = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (chunk.inUse == 0) {
        idle.add(chunk);
      }
    }
    if (!idle.isEmpty()) {
      chunks.removeAll(idle);
      Block kept = null;
      for (Block block = free; block != null; ) {
        Block next = block.next;
        if (block.chunk.inUse > 0) {
          block.next = kept;
          kept = block;
        }
        block = next;
      }
      free = kept;
    }
    return idle;
  }
}
