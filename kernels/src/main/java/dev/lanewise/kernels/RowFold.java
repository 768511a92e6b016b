package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elements of a row combined into one, piece by piece and in an order that depends on the
 * number of lanes only.
 *
 * <p>There are four accumulators of V lanes, which hold the identity at first. Vector i of the row,
 * elements iV to iV + V - 1, is combined into accumulator i mod 4 lane by lane ({@code a = a op
 * x}); lanes past the end of the row count as the identity. At the end come {@code (a0 op a1) op
 * (a2 op a3)} and the lanes by halves: lane j op lane j + V/2, lane j op lane j + V/4, and so on.
 *
 * <p>The accumulators lie in memory of the caller's, so a fold holds no state and may be used by
 * any number of threads at once; once compiled, it allocates nothing.
 */
public final class RowFold {
  private static final String OP = "rowFold";
  private static final int ACCUMULATORS = 4;

  /** Wider vectors gain nothing in loops that also read and write memory. */
  private static final int WIDEST_BITS = 512;

  private static final int MOST_LANES = WIDEST_BITS / Byte.SIZE;
  private static final int NATIVE_BITS =
      Math.min(WIDEST_BITS, VectorShape.preferredShape().vectorBitSize());

  private record Key(Reduction reduction, ElementType type, int lanes) {}

  private static final ConcurrentMap<Key, RowFold> FOLDS = new ConcurrentHashMap<>();

  private final Key key;
  private final FoldLoop loop;
  private final ArrayFold onArrays;

  private RowFold(Key key) {
    ScalarFold scalar = new ScalarFold(new ScalarCombiner(key.reduction, key.type, key.lanes));
    this.key = key;
    this.loop = loop(key, scalar);
    this.onArrays = scalar.onArrays();
  }

  private static FoldLoop loop(Key key, ScalarFold scalar) {
    VectorSpecies<?> species =
        key.lanes * key.type.byteWidth() * Byte.SIZE <= NATIVE_BITS
            ? Lanes.withLength(key.type, key.lanes)
            : null;
    return species == null
        ? scalar
        : new FoldTwin(ReduceLoop.Data.of(key.reduction, key.type, species), scalar);
  }

  /**
   * Returns the fold of a reduction.
   *
   * @param type F32, F64 (SUM, PROD, MAX, MIN), I32, I64 (all) or BOOL (MAX, MIN, AND, OR)
   * @param lanes lanes of an accumulator, a power of two from 1 to 64
   * @throws IllegalArgumentException if the type does not have the reduction, or the lanes are none
   *     of these
   */
  public static RowFold of(Reduction reduction, ElementType type, int lanes) {
    if (!reduction.supports(type)) {
      throw new IllegalArgumentException(
          "[%s] %s is not defined for %s".formatted(OP, reduction, type));
    }
    if (Integer.bitCount(lanes) != 1 || lanes < 1 || lanes > MOST_LANES) {
      throw new IllegalArgumentException(
          "[%s] the number of lanes must be a power of two from 1 to %d, got %d"
              .formatted(OP, MOST_LANES, lanes));
    }
    return FOLDS.computeIfAbsent(new Key(reduction, type, lanes), RowFold::new);
  }

  /**
   * Returns the number of lanes of a loop over several types: the widest of them fills a vector of
   * the machine, of 512 bits at most, and all others have as many lanes.
   *
   * @throws IllegalArgumentException if there are no types
   */
  public static int lanesFor(Collection<ElementType> types) {
    int widest =
        types.stream()
            .mapToInt(ElementType::byteWidth)
            .max()
            .orElseThrow(() -> new IllegalArgumentException("[%s] no types".formatted(OP)));
    return NATIVE_BITS / Byte.SIZE / widest;
  }

  /** Returns the same fold on arrays. */
  public ArrayFold onArrays() {
    return onArrays;
  }

  /** Returns the bytes that the accumulators take. */
  public int bytes() {
    return ACCUMULATORS * key.lanes * key.type.byteWidth();
  }

  /**
   * Puts the identity into the accumulators.
   *
   * @param m native segment; {@link #bytes} bytes from {@code at} on are the accumulators
   * @throws IndexOutOfBoundsException if they do not lie inside the segment
   * @throws IllegalArgumentException if the segment is on the heap or read-only
   */
  public void start(MemorySegment m, long at) {
    requireAccumulators(m, at);
    loop.start(m, at);
  }

  /**
   * Combines the next elements of the row into the accumulators.
   *
   * @param in native segment of the elements; a vector that begins within them is read as a whole,
   *     so up to 64 bytes behind the last are read too, whatever they hold
   * @param n number of elements, 0 or more: a multiple of {@code 4 * lanes} unless they are the
   *     last
   * @param m native segment with the accumulators, apart from the elements
   * @throws IndexOutOfBoundsException if the elements, what is read behind them, or the
   *     accumulators do not lie inside their segments
   * @throws IllegalArgumentException if a segment is on the heap, {@code m} is read-only, or {@code
   *     n} is negative
   */
  public void add(MemorySegment in, long inAt, int n, MemorySegment m, long at) {
    Operands.requireRun(OP, "in", in, inAt, key.type, n);
    requireAccumulators(m, at);
    loop.add(in, inAt, n, m, at);
  }

  /**
   * Combines the accumulators and writes the result. Their contents are used up.
   *
   * @param out native segment; one element is written at {@code outAt}
   * @throws IndexOutOfBoundsException if the accumulators or the result do not lie inside their
   *     segments
   * @throws IllegalArgumentException if a segment is on the heap or read-only
   */
  public void finish(MemorySegment m, long at, MemorySegment out, long outAt) {
    requireAccumulators(m, at);
    Operands.requireOutput(OP, out, outAt, key.type, 1);
    loop.finish(m, at, out, outAt);
  }

  private void requireAccumulators(MemorySegment m, long at) {
    Operands.requireOutput(OP, m, at, key.type, (long) ACCUMULATORS * key.lanes);
  }

  @Override
  public String toString() {
    return "RowFold[%s %s, %d lanes]".formatted(key.reduction, key.type, key.lanes);
  }
}
