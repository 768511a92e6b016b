package dev.lanewise.graph.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operand types a type rule is asked about, and the checks that all rules share. */
final class Operands {
  private final Op op;
  private final List<TensorType> types;
  private final @Nullable StackTraceElement source;

  Operands(Op op, List<TensorType> types, @Nullable StackTraceElement source) {
    this.op = op;
    this.types = types;
    this.source = source;
  }

  int size() {
    return types.size();
  }

  TensorType get(int index) {
    return types.get(index);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
  void require(boolean condition, String detail, Object... arguments) {
    if (!condition) {
      throw new OpException(op.mnemonic(), detail.formatted(arguments), types, source);
    }
  }

  void count(int expected) {
    require(types.size() == expected, "takes %d operands, given %s", expected, types);
  }

  TensorType only() {
    count(1);
    return types.getFirst();
  }

  /** The common type of a fixed number of operands. */
  TensorType alike(int expected) {
    count(expected);
    TensorType first = types.getFirst();
    for (TensorType type : types) {
      require(type.equals(first), "operands must be of one type, given %s", types);
    }
    return first;
  }

  /** Axes must exist and be distinct. */
  void axes(Ints axes, TensorType type) {
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      require(axis >= 0 && axis < type.rank(), "axes %s are out of range for %s", axes, type);
    }
    require(axes.areDistinct(), "axes %s repeat one", axes);
  }

  /** An attribute with one entry for each axis. */
  void onePerAxis(String name, Ints attribute, TensorType type) {
    require(
        attribute.size() == type.rank(),
        "%s must have one entry for each axis of %s, was %s",
        name,
        type,
        attribute);
  }
}
