package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.Random;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Random bits under a key. */
final class RandomBitsCall extends KernelCall {
  private final Operand key;
  private final Operand result;
  private final Chunks chunks;

  /** The result is dense, of 4 or 8 bytes an element; the key is two ints, or one that is both. */
  RandomBitsCall(Node node, Operand key, Operand result, Chunks chunks) {
    super(List.of(node), List.of(key.buffer()), List.of(result.buffer()));
    this.key = key;
    this.result = result;
    this.chunks = chunks;
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    MemorySegment keys = frame.segment(key.buffer());
    int key0 = keys.get(ValueLayout.JAVA_INT, key.at(0));
    int key1 = keys.get(ValueLayout.JAVA_INT, key.at(1));
    MemorySegment out = frame.segment(result.buffer());
    long from = chunks.from(chunk);
    if (result.width() == Integer.BYTES) {
      Random.bits32(key0, key1, out, result.at(from), from, chunks.length(chunk));
    } else {
      Random.bits64(key0, key1, out, result.at(from), from, chunks.length(chunk));
    }
  }

  @Override
  String describe() {
    return "threefry2x32-20";
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return chunks.total();
  }
}
