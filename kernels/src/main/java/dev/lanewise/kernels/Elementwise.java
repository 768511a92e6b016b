package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import jdk.incubator.vector.VectorShape;

/**
 * The elementwise kernels: {@code out[i] = f(in[i], ...)} over native memory segments.
 *
 * <p>A kernel is asked for once by operation and element type, and then applied as often as needed
 * by any number of threads; applying it allocates nothing once it is compiled. Elements lie side by
 * side; an operand of two or three may also be one element for all. Offsets are in bytes, counts in
 * elements. The bits of a result depend only on the operands: not on the place of an element in its
 * range, the division of a range into calls, the number of threads, or whether the code has been
 * compiled yet.
 */
public final class Elementwise {
  /** Elements a loop is given at a time, so that it can count with an int. */
  static final long CHUNK = 1L << 30;

  private static final VectorShape SHAPE = VectorShape.preferredShape();
  private static final int CACHED_POLYGAMMA_ORDERS = 16;

  private record Key(Object operation, ElementType type) {}

  private static final ConcurrentMap<Key, UnaryKernel> UNARY = new ConcurrentHashMap<>();
  private static final ConcurrentMap<Key, BinaryKernel> BINARY = new ConcurrentHashMap<>();
  private static final ConcurrentMap<ElementType, TernaryKernel> SELECT = new ConcurrentHashMap<>();
  private static final ConcurrentMap<ElementType, TernaryKernel> CLAMP = new ConcurrentHashMap<>();

  private Elementwise() {}

  /**
   * Returns the kernel of an operation of one operand.
   *
   * @throws IllegalArgumentException if the operation does not {@linkplain UnaryOperation#supports
   *     support} the type
   */
  public static UnaryKernel unary(UnaryOperation operation, ElementType type) {
    return UNARY.computeIfAbsent(
        new Key(operation, type),
        _ -> {
          UnaryLoop loop = UnaryTable.row(operation).loop(type, SHAPE);
          if (loop == null) {
            throw unsupported(operation, type);
          }
          return new UnaryKernel(name(operation), type, operation.resultType(type), loop);
        });
  }

  /**
   * Returns the kernel of the polygamma function of one order, {@link ScalarMath#polygamma}.
   *
   * @param order 0 for digamma, n for its n-th derivative
   * @param type F32 or F64
   * @throws IllegalArgumentException if the order is negative or the type is another
   */
  public static UnaryKernel polygamma(int order, ElementType type) {
    if (order < 0) {
      throw new IllegalArgumentException("[polygamma] order must not be negative, got " + order);
    }
    return order < CACHED_POLYGAMMA_ORDERS
        ? UNARY.computeIfAbsent(new Key(order, type), _ -> newPolygamma(order, type))
        : newPolygamma(order, type);
  }

  private static UnaryKernel newPolygamma(int order, ElementType type) {
    UnaryTable.Row row = UnaryTable.scalar(x -> ScalarMath.polygamma(order, x));
    UnaryLoop loop = row.loop(type, SHAPE);
    if (loop == null) {
      throw new IllegalArgumentException("[polygamma] does not support " + type);
    }
    return new UnaryKernel("polygamma", type, type, loop);
  }

  /**
   * Returns the kernel of an operation of two operands.
   *
   * @throws IllegalArgumentException if the operation does not {@linkplain BinaryOperation#supports
   *     support} the type
   */
  public static BinaryKernel binary(BinaryOperation operation, ElementType type) {
    return BINARY.computeIfAbsent(
        new Key(operation, type),
        _ -> {
          BinaryTable.Row row = BinaryTable.row(operation);
          if (!row.supports(type)) {
            throw unsupported(operation, type);
          }
          return new BinaryKernel(
              name(operation),
              type,
              type,
              (aScalar, bScalar) ->
                  Objects.requireNonNull(row.loop(type, SHAPE, aScalar, bScalar)));
        });
  }

  /**
   * Returns the kernel of a comparison; it writes BOOL.
   *
   * @throws IllegalArgumentException if the comparison does not {@linkplain Comparison#supports
   *     support} the type
   */
  public static BinaryKernel compare(Comparison comparison, ElementType type) {
    return BINARY.computeIfAbsent(
        new Key(comparison, type),
        _ -> {
          if (!comparison.supports(type)) {
            throw unsupported(comparison, type);
          }
          return new BinaryKernel(
              name(comparison),
              type,
              ElementType.BOOL,
              (aScalar, bScalar) ->
                  ComparisonTable.comparison(comparison, type, SHAPE, aScalar, bScalar));
        });
  }

  /**
   * Returns the kernel {@code condition ? b : c}: the first operand is BOOL, the others and the
   * result are of {@code type}, which may be any. The values' bits are moved as they are.
   */
  public static TernaryKernel select(ElementType type) {
    return SELECT.computeIfAbsent(
        type,
        _ ->
            new TernaryKernel(
                "select",
                ElementType.BOOL,
                type,
                (aScalar, bScalar, cScalar) ->
                    ComparisonTable.select(type, SHAPE, aScalar, bScalar, cScalar)));
  }

  /**
   * Returns the kernel {@code min(max(x, low), high)} of the operands (low, x, high) in this order:
   * NaN if any is NaN, {@code high} where {@code low} is above it.
   *
   * @param type F32, F64, I32 or I64
   * @throws IllegalArgumentException if the type is another
   */
  public static TernaryKernel clamp(ElementType type) {
    return CLAMP.computeIfAbsent(
        type,
        _ -> {
          if (!ComparisonTable.supportsClamp(type)) {
            throw new IllegalArgumentException("[clamp] does not support " + type);
          }
          return new TernaryKernel(
              "clamp",
              type,
              type,
              (aScalar, bScalar, cScalar) ->
                  ComparisonTable.clamp(type, SHAPE, aScalar, bScalar, cScalar));
        });
  }

  /**
   * Returns the kernel that converts elements of one type to another. To a floating type it rounds
   * to nearest, ties to even, once. From a floating type to an integer it truncates, saturates, and
   * makes 0 of NaN; from a wider integer to a narrower one it keeps the low bits. Whatever is not
   * equal to zero, NaN included, becomes true; true becomes 1 and false 0. A type converted to
   * itself is copied (BOOL as 0 and 1).
   */
  public static UnaryKernel convert(ElementType from, ElementType to) {
    return UNARY.computeIfAbsent(
        new Key(from, to),
        _ -> new UnaryKernel("convert", from, to, ConversionTable.loop(from, to, SHAPE)));
  }

  /**
   * Writes one element {@code n} times.
   *
   * @param bits the element as it lies in memory, in the low bytes: see {@link ElementType#encode}
   * @throws IndexOutOfBoundsException if the range does not lie inside the segment
   * @throws IllegalArgumentException if the segment is on the heap or read-only, or {@code n} is
   *     negative
   */
  public static void fill(ElementType type, long bits, MemorySegment out, long outOffset, long n) {
    long bytes = Operands.requireOutput("fill", out, outOffset, type, n);
    Fill.pattern(bits, type.byteWidth(), out, outOffset, bytes);
  }

  /**
   * Writes {@code start, start + 1, ...}, {@code n} elements, each converted from a long as {@link
   * #convert} does; a range may so be divided into calls.
   *
   * @param type any but BOOL
   * @throws IndexOutOfBoundsException if the range does not lie inside the segment
   * @throws IllegalArgumentException if the type is BOOL, the segment is on the heap or read-only,
   *     or {@code n} is negative
   */
  public static void iota(ElementType type, long start, MemorySegment out, long outOffset, long n) {
    Operands.requireOutput("iota", out, outOffset, type, n);
    Fill.iota(type, start, out, outOffset, n);
  }

  private static IllegalArgumentException unsupported(Enum<?> operation, ElementType type) {
    return new IllegalArgumentException(
        "[%s] does not support %s".formatted(name(operation), type));
  }

  /** Returns an operation's name as the rest of the engine writes it: shiftLeft for SHIFT_LEFT. */
  private static String name(Enum<?> operation) {
    StringBuilder name = new StringBuilder();
    boolean upper = false;
    for (char c : operation.name().toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? c : Character.toLowerCase(c));
        upper = false;
      }
    }
    return name.toString();
  }
}
