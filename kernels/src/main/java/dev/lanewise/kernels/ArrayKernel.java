package dev.lanewise.kernels;

import java.lang.classfile.TypeKind;
import java.util.List;

/**
 * An elementwise kernel on arrays, in scalar code, with the same bits as on memory: for as long as
 * the vector code has not been compiled. May be used by any number of threads at once.
 */
public final class ArrayKernel {
  private final ArrayLoop loop;
  private final List<TypeKind> operands;
  private final TypeKind result;

  ArrayKernel(ArrayLoop loop, List<TypeKind> operands, TypeKind result) {
    this.loop = loop;
    this.operands = List.copyOf(operands);
    this.result = result;
  }

  /** Returns the number of operands, from one to three. */
  public int operandCount() {
    return operands.size();
  }

  /** Whether an operand is an array of the type of elements, and not of others as wide. */
  public boolean takes(int operand, ElementType type) {
    return operands.get(operand) == HeapTiles.kind(type);
  }

  /** Whether the result is an array of the type of elements, and not of others as wide. */
  public boolean gives(ElementType type) {
    return result == HeapTiles.kind(type);
  }

  /**
   * Computes the first {@code n} elements of {@code out}.
   *
   * @param a array with the first operand: {@code n} elements, or one if that serves all
   * @param b the second; any array where there is none
   * @param c the third; any array where there is none
   * @param out array for the result, which may be one of the operands
   * @throws IndexOutOfBoundsException if an array is too short
   * @throws ClassCastException if an array is of another type
   */
  public void run(Object a, Object b, Object c, Object out, int n) {
    loop.run(a, 0, b, 0, c, 0, out, 0, n);
  }
}
