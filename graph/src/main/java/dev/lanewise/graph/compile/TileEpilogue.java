package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Node;
import java.util.List;

/**
 * What runs over a tile of a product's result as soon as the tile is computed, while it is in
 * cache. Tiles cover the result without overlap; they are computed in any order and by any threads,
 * so an epilogue works on each as if there were no other.
 *
 * <p>It may write its first result over the product's, which is then the same buffer: every element
 * of a tile is read, for the last time, before or when the element in its place is written.
 */
interface TileEpilogue {
  /**
   * Runs over the elements {@code [batchFrom, batchTo) x [rowFrom, rowTo) x [columnFrom, columnTo)}
   * of a result of {@code batch x m x n}, none of these ranges empty. All products of a tile have
   * their whole rows and columns in it if they are more than one.
   */
  void run(
      Frame frame,
      int batchFrom,
      int batchTo,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo);

  /** Whether tiles must have all the columns, because rows are combined along them. */
  boolean needsWholeRows();

  /** Whether tiles must have all the rows, because columns are combined along them. */
  boolean needsWholeColumns();

  /** What this computes, or has a part in computing. */
  List<Node> nodes();

  /** Every buffer read, the product's result among them. */
  List<Buffer> reads();

  /** Every buffer written. */
  List<Buffer> writes();

  /**
   * Whether a buffer written may lie exactly on one of the same size that is read and is not the
   * product's result: every element is read before, or in the tile and at the index that, the
   * element in its place is written.
   */
  boolean mayOverwrite(Buffer written, Buffer read);

  /** What it does, for people. */
  String describe();
}
