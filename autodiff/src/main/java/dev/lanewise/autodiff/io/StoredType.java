package dev.lanewise.autodiff.io;

import dev.lanewise.graph.ir.DType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The element types of safetensors files that can be read, and what they become. Types that tensors
 * do not have are widened to one that holds every value; there is none for U64.
 */
enum StoredType {
  F64(8, DType.F64),
  F32(4, DType.F32),
  F16(2, DType.F32),
  BF16(2, DType.BF16),
  I64(8, DType.I64),
  I32(4, DType.I32),
  I16(2, DType.I32),
  I8(1, DType.I32),
  U32(4, DType.I64),
  U16(2, DType.I32),
  U8(1, DType.I32),
  BOOL(1, DType.BOOL);

  private final int bytes;
  private final DType dtype;

  StoredType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  static @Nullable StoredType named(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  static StoredType of(DType dtype) {
    return switch (dtype) {
      case F64 -> F64;
      case F32 -> F32;
      case BF16 -> BF16;
      case I64 -> I64;
      case I32 -> I32;
      case BOOL -> BOOL;
    };
  }

  int bytes() {
    return bytes;
  }

  /** The element type of the tensor that is read. */
  DType dtype() {
    return dtype;
  }

  /** Copies one element from a file's bytes to a tensor's; both buffers advance. */
  void widen(ByteBuffer from, ByteBuffer to) {
    switch (this) {
      case F64, I64 -> to.putLong(from.getLong());
      case F32, I32 -> to.putInt(from.getInt());
      case BF16 -> to.putShort(from.getShort());
      case F16 -> to.putFloat(Float.float16ToFloat(from.getShort()));
      case I16 -> to.putInt(from.getShort());
      case I8 -> to.putInt(from.get());
      case U32 -> to.putLong(Integer.toUnsignedLong(from.getInt()));
      case U16 -> to.putInt(Short.toUnsignedInt(from.getShort()));
      case U8 -> to.putInt(Byte.toUnsignedInt(from.get()));
      case BOOL -> to.put((byte) (from.get() != 0 ? 1 : 0));
    }
  }
}
