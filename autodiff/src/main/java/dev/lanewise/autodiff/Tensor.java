package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Scope;
import java.util.List;

/**
 * An immutable tensor: an element type, a shape, and elements in row-major order.
 *
 * <p>A tensor is <em>concrete</em>, and then operations on it run at once, or <em>symbolic</em>,
 * and then it stands for a value in a function under trace (see {@link Autodiff}) and operations on
 * it are recorded. The same code works on both. Only a concrete tensor can be asked for its
 * elements.
 *
 * <p>Operations that are given what they do not take throw an {@link OpException} that names the
 * operation, the types and the user's line.
 *
 * <p>Equality of tensors is identity; {@link #eq} compares elements.
 *
 * <p>The memory of a concrete tensor is off the heap. It goes back when the {@code Scope} it was
 * made in closes, when it is closed, or when it becomes unreachable.
 */
public abstract sealed class Tensor extends TensorCreation
    implements TensorArithmetic,
        TensorMath,
        TensorReductions,
        TensorProducts,
        TensorShapes,
        TensorWindows,
        TensorIndexing
    permits ConcreteTensor, SymbolicTensor {
  private final TensorType type;

  Tensor(TensorType type) {
    this.type = type;
  }

  /** A tensor over an array, which it shares: closing either closes both. */
  public static Tensor from(Array array) {
    return new StoredTensor(array);
  }

  /** A tensor of the elements of a literal. */
  public static Tensor from(Literal literal) {
    return HostData.from(literal);
  }

  /** The element type and shape. */
  public final TensorType type() {
    return type;
  }

  /** The element type. */
  public final DType dtype() {
    return type.dtype();
  }

  /** The shape. */
  public final Shape shape() {
    return type.shape();
  }

  /** The number of axes. */
  public final int rank() {
    return type.rank();
  }

  /**
   * The extent of an axis; a negative one counts from the end.
   *
   * @throws OpException if there is no such axis
   */
  public final int extent(int axis) {
    return type.shape().extent(Axes.normalize("extent", axis, type));
  }

  /** The number of elements. */
  public final long size() {
    return type.size();
  }

  /** Whether this has no elements yet, because it stands for a value in a function under trace. */
  public final boolean isSymbolic() {
    return this instanceof SymbolicTensor;
  }

  // Joining and choosing.

  /** Joined along an existing axis; the other extents are equal. Element types are promoted. */
  public static Tensor concat(int axis, Tensor... tensors) {
    return Joining.concat(axis, List.of(tensors));
  }

  /** Joined along an existing axis; the other extents are equal. Element types are promoted. */
  public static Tensor concat(int axis, List<Tensor> tensors) {
    return Joining.concat(axis, tensors);
  }

  /** Joined along a new axis, with that number in the result; the shapes are equal. */
  public static Tensor stack(int axis, Tensor... tensors) {
    return Joining.stack(axis, List.of(tensors));
  }

  /** Joined along a new axis, with that number in the result; the shapes are equal. */
  public static Tensor stack(int axis, List<Tensor> tensors) {
    return Joining.stack(axis, tensors);
  }

  /**
   * {@code condition ? onTrue : onFalse}, elementwise and with broadcasting. Both branches are
   * computed; a derivative of the branch not taken that is infinite or NaN makes NaN, so keep the
   * arguments of such a branch harmless with another {@code where}.
   *
   * @param condition BOOL
   */
  public static Tensor where(Tensor condition, Tensor onTrue, Tensor onFalse) {
    return Arithmetic.where(condition, onTrue, onFalse);
  }

  /** As above, for a constant where the condition does not hold. */
  public static Tensor where(Tensor condition, Tensor onTrue, double onFalse) {
    return Arithmetic.where(condition, onTrue, Arithmetic.weak("where", onFalse, onTrue));
  }

  /** As above, for a constant where the condition holds. */
  public static Tensor where(Tensor condition, double onTrue, Tensor onFalse) {
    return Arithmetic.where(condition, Arithmetic.weak("where", onTrue, onFalse), onFalse);
  }

  /**
   * Einstein's summation, as NumPy's {@code einsum}: for example {@code "bij,bjk->bik"} is a
   * batched product, {@code "ii->i"} a diagonal, {@code "...ij->...ji"} a transpose. Without an
   * arrow the labels that occur once are kept, in alphabetical order. Operands are contracted from
   * left to right.
   */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.apply(equation, List.of(operands));
  }

  // Elements.

  /**
   * The memory that holds the elements, shared.
   *
   * @throws TracingException if this is symbolic
   */
  public abstract Array array();

  /**
   * The elements in row-major order. An F32 or BF16 tensor only.
   *
   * @throws TracingException if this is symbolic
   * @throws OpException if the element type does not convert without loss
   */
  public final float[] toFloats() {
    return HostData.toFloats(this);
  }

  /**
   * The elements in row-major order, of any type but I64.
   *
   * @throws TracingException if this is symbolic
   * @throws OpException if the element type does not convert without loss
   */
  public final double[] toDoubles() {
    return HostData.toDoubles(this);
  }

  /**
   * The elements in row-major order, of an I32 or BOOL tensor.
   *
   * @throws TracingException if this is symbolic
   * @throws OpException if the element type does not convert without loss
   */
  public final int[] toInts() {
    return HostData.toInts(this);
  }

  /**
   * The elements in row-major order, of an integer or BOOL tensor.
   *
   * @throws TracingException if this is symbolic
   * @throws OpException if the element type does not convert without loss
   */
  public final long[] toLongs() {
    return HostData.toLongs(this);
  }

  /**
   * The elements in row-major order, of a BOOL tensor.
   *
   * @throws TracingException if this is symbolic
   * @throws OpException if the element type is another
   */
  public final boolean[] toBooleans() {
    return HostData.toBooleans(this);
  }

  /**
   * The only element, of any type but I64, for which there is {@link #toLongs}.
   *
   * @throws TracingException if this is symbolic
   * @throws OpException if there is not exactly one element
   */
  public final double item() {
    return HostData.item(this);
  }

  /**
   * A copy on the heap.
   *
   * @throws TracingException if this is symbolic
   */
  public final Literal toLiteral() {
    return HostData.toLiteral(this);
  }

  /**
   * Lets the memory outlive a scope it belongs to, as {@link Scope#keep}. A symbolic tensor and one
   * that a formula gives belong to no scope.
   *
   * @return this
   */
  public abstract Tensor keep(Scope scope);

  /**
   * Gives the memory back at once; using this tensor afterwards is an error. Closing twice does
   * nothing, nor does closing a symbolic tensor.
   */
  public abstract void close();
}
