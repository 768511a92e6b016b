package dev.lanewise.graph.ir;

/**
 * Two operands of one type, elementwise; the result is {@link DType#BOOL}. As in IEEE 754, every
 * comparison with NaN is false but {@link #NE}. Truth values are ordered false before true.
 */
public enum Comparison implements Op {
  /** {@code x == y}. */
  EQ,
  /** {@code x != y}. */
  NE,
  /** {@code x < y}. */
  LT,
  /** {@code x <= y}. */
  LE,
  /** {@code x > y}. */
  GT,
  /** {@code x >= y}. */
  GE;

  @Override
  public String mnemonic() {
    return Op.camelCase(name());
  }

  /** The comparison that holds of (y, x) where this one holds of (x, y). */
  public Comparison swapped() {
    return switch (this) {
      case EQ, NE -> this;
      case LT -> GT;
      case LE -> GE;
      case GT -> LT;
      case GE -> LE;
    };
  }
}
