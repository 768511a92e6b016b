package dev.lanewise.autodiff.io;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Moves the elements of tensors between channels, little-endian, and memory, in native order. */
final class TensorBytes {
  private static final int CHUNK = 1 << 16;

  private TensorBytes() {}

  /** Reads one tensor from a channel at its first element. */
  static Tensor read(ReadableByteChannel channel, SafetensorsHeader.Entry entry)
      throws IOException {
    TensorType type = new TensorType(entry.type().dtype(), entry.shape());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment elements = arena.allocate(Math.max(1, type.bytes()), 8);
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      int perChunk = CHUNK / entry.type().bytes();
      long size = type.size();
      for (long done = 0; done < size; ) {
        int count = (int) Math.min(perChunk, size - done);
        readFully(channel, chunk.clear().limit(count * entry.type().bytes()));
        chunk.flip();
        int width = type.dtype().bytes();
        ByteBuffer target =
            elements
                .asSlice(done * width, (long) count * width)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
          entry.type().widen(chunk, target);
        }
        done += count;
      }
      return Tensor.from(Array.copyOf(type, elements.asSlice(0, type.bytes())));
    }
  }

  /** Writes the elements of a concrete tensor. */
  static void write(WritableByteChannel channel, Tensor tensor) throws IOException {
    TensorType type = tensor.type();
    StoredType stored = StoredType.of(type.dtype());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment elements = arena.allocate(Math.max(1, type.bytes()), 8);
      tensor.array().copyTo(elements.asSlice(0, type.bytes()));
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      int width = stored.bytes();
      for (long done = 0; done < type.bytes(); ) {
        long bytes = Math.min(CHUNK, type.bytes() - done);
        ByteBuffer source =
            elements.asSlice(done, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
        chunk.clear();
        for (long i = 0; i < bytes; i += width) {
          stored.widen(source, chunk);
        }
        writeFully(channel, chunk.flip());
        done += bytes;
      }
    }
  }

  static void readFully(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
