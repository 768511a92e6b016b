package dev.lanewise.graph.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation was given operands or attributes it does not take. The message opens with the
 * operation's name and ends with the user's line where it is known; the same facts are fields.
 */
public final class OpException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String op;
  private final transient List<TensorType> operandTypes;
  private final @Nullable StackTraceElement source;

  /**
   * @param op the operation's mnemonic
   * @param detail what was expected and what was given
   * @param operandTypes the types of the operands, as far as known
   * @param source the user's line, if known
   */
  public OpException(
      String op, String detail, List<TensorType> operandTypes, @Nullable StackTraceElement source) {
    super("[" + op + "] " + detail + (source == null ? "" : "\n    at " + source));
    this.op = op;
    this.operandTypes = List.copyOf(operandTypes);
    this.source = source;
  }

  /** An error in an operation's attributes, before operands are known. */
  public OpException(String op, String detail) {
    this(op, detail, List.of(), null);
  }

  /** The mnemonic of the operation. */
  public String op() {
    return op;
  }

  /** The types of the operands given; empty if the error lies in the attributes. */
  public List<TensorType> operandTypes() {
    return operandTypes == null ? List.of() : operandTypes;
  }

  /** The user's line, or null if it is not known. */
  public @Nullable StackTraceElement source() {
    return source;
  }
}
