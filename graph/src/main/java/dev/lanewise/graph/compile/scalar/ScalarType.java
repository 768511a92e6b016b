package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.ir.DType;
import java.lang.classfile.TypeKind;

/** What the virtual machine computes a scalar with. */
enum ScalarType {
  /** Of I32, and of BOOL as 0 or 1. */
  INT(TypeKind.INT),
  /** Of I64. */
  LONG(TypeKind.LONG),
  /** Of F32, and of BF16 as the F32 of the same value. */
  FLOAT(TypeKind.FLOAT),
  /** Of F64, and of what is rounded later. */
  DOUBLE(TypeKind.DOUBLE);

  private final TypeKind kind;

  ScalarType(TypeKind kind) {
    this.kind = kind;
  }

  static ScalarType of(DType dtype) {
    return switch (dtype) {
      case F32, BF16 -> FLOAT;
      case F64 -> DOUBLE;
      case I32, BOOL -> INT;
      case I64 -> LONG;
    };
  }

  TypeKind kind() {
    return kind;
  }

  /** The local variables that one takes. */
  int slots() {
    return kind.slotSize();
  }
}
