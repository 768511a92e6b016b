package dev.lanewise.autodiff.data;

import org.jspecify.annotations.Nullable;

/** The element types of an IDX file; multi-byte elements are stored big-endian. */
public enum IdxType {
  /** Code 0x08: 0 to 255, held in a {@code byte[]} whose values must be read as unsigned. */
  UNSIGNED_BYTE(0x08, 1),
  /** Code 0x09: two's complement, 8 bits. */
  BYTE(0x09, 1),
  /** Code 0x0B: two's complement, 16 bits. */
  SHORT(0x0B, 2),
  /** Code 0x0C: two's complement, 32 bits. */
  INT(0x0C, 4),
  /** Code 0x0D: IEEE 754 binary32. */
  FLOAT(0x0D, 4),
  /** Code 0x0E: IEEE 754 binary64. */
  DOUBLE(0x0E, 8);

  private final int code;
  private final int bytes;

  IdxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The third byte of the file's magic number. */
  public int code() {
    return code;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  static @Nullable IdxType ofCode(int code) {
    for (IdxType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
