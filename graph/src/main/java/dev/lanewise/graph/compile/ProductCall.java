package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Node;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch of matrix products, and perhaps an epilogue that runs over each tile of the result.
 * Subclasses say who computes a tile.
 */
abstract class ProductCall extends KernelCall {
  private final Product product;
  private final ProductTiles tiles;
  private final Buffer a;
  private final Buffer b;
  private final Buffer c;
  private final @Nullable TileEpilogue epilogue;

  ProductCall(Node node, Product product, Buffer a, Buffer b, Buffer c) {
    super(List.of(node), List.of(a, b), List.of(c));
    this.product = product;
    this.tiles = ProductTiles.of(product);
    this.a = a;
    this.b = b;
    this.c = c;
    this.epilogue = null;
  }

  /** The same product, with an epilogue. */
  ProductCall(ProductCall plain, TileEpilogue epilogue) {
    super(
        Stream.concat(plain.nodes().stream(), epilogue.nodes().stream()).toList(),
        reads(plain, epilogue),
        writes(plain, epilogue));
    if (plain.epilogue != null) {
      throw new IllegalArgumentException(plain.describe() + " has an epilogue already");
    }
    this.product = plain.product;
    this.tiles =
        ProductTiles.of(plain.product, epilogue.needsWholeRows(), epilogue.needsWholeColumns());
    this.a = plain.a;
    this.b = plain.b;
    this.c = plain.c;
    this.epilogue = epilogue;
  }

  /** The product's result is no operand of the call: it is written first. */
  private static List<Buffer> reads(ProductCall plain, TileEpilogue epilogue) {
    SequencedSet<Buffer> reads = new LinkedHashSet<>(plain.reads());
    reads.addAll(epilogue.reads());
    reads.remove(plain.c);
    return List.copyOf(reads);
  }

  private static List<Buffer> writes(ProductCall plain, TileEpilogue epilogue) {
    SequencedSet<Buffer> writes = new LinkedHashSet<>(epilogue.writes());
    writes.add(plain.c);
    return List.copyOf(writes);
  }

  /**
   * This call with an epilogue that runs over each tile of the result as soon as it is computed.
   * The buffer of the result becomes scratch unless somebody else reads it; the epilogue may write
   * its first result there by naming it among its {@link TileEpilogue#writes}.
   */
  abstract ProductCall withEpilogue(TileEpilogue epilogue);

  /** The buffer of the product's result, dense {@code batch x m x n}. */
  final Buffer result() {
    return c;
  }

  /** The call for a product, by whoever is to compute it. */
  static ProductCall of(
      Products products, Node node, Product product, Buffer a, Buffer b, Buffer c) {
    boolean java =
        switch (products) {
          case JAVA -> true;
          case OPENBLAS -> false;
          case FASTER -> ProductPolicy.isFasterInJava(product);
        };
    return java
        ? new JavaProductCall(node, product, a, b, c)
        : new BlasProductCall(node, product, a, b, c);
  }

  /** Never an operand of the product, of which other chunks may need every element. */
  @Override
  final boolean mayOverwrite(Buffer written, Buffer read) {
    return epilogue != null
        && read != a
        && read != b
        && written != c
        && epilogue.mayOverwrite(written, read);
  }

  @Override
  final int chunks() {
    return tiles.count();
  }

  @Override
  final void run(Frame frame, int chunk) {
    int first = tiles.firstProduct(chunk);
    int last = tiles.endProduct(chunk);
    int n = product.n();
    int rowFrom = tiles.byColumns() ? 0 : tiles.from(chunk);
    int rows = (tiles.byColumns() ? product.m() : tiles.to(chunk)) - rowFrom;
    int columnFrom = tiles.byColumns() ? tiles.from(chunk) : 0;
    int columns = (tiles.byColumns() ? tiles.to(chunk) : n) - columnFrom;
    MatrixView left = product.left();
    MatrixView right = product.right();
    int width = product.dtype().bytes();
    MemorySegment aSegment = frame.segment(a);
    MemorySegment bSegment = frame.segment(b);
    MemorySegment cSegment = frame.segment(c);
    long aFrom = (long) rowFrom * (left.transposed() ? 1 : left.leading());
    long bFrom = (long) columnFrom * (right.transposed() ? right.leading() : 1);
    long cFrom = (long) rowFrom * n + columnFrom;
    long cStride = (long) product.m() * n;
    for (int from = first, to; from < last; from = to) {
      to = Math.min(left.end(from, last), right.end(from, last));
      multiply(
          to - from,
          rows,
          columns,
          aSegment,
          a.offset() + (left.at(from) + aFrom) * width,
          bSegment,
          b.offset() + (right.at(from) + bFrom) * width,
          cSegment,
          c.offset() + (from * cStride + cFrom) * width,
          cStride);
    }
    if (epilogue != null) {
      epilogue.run(frame, first, last, rowFrom, rowFrom + rows, columnFrom, columnFrom + columns);
    }
  }

  /**
   * Computes a tile of some consecutive products, with the offsets in bytes and the distance
   * between two C in elements. The leading dimension of C is that of the whole, {@link
   * Product#n()}.
   */
  abstract void multiply(
      int batch,
      int rows,
      int columns,
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      MemorySegment c,
      long cOffset,
      long cStride);

  final Product product() {
    return product;
  }

  final boolean isF32() {
    return product.dtype() == DType.F32;
  }

  /** Who computes, for people. */
  abstract String by();

  @Override
  final String describe() {
    String then = epilogue == null ? "" : ", then " + epilogue.describe() + " on each tile";
    return by() + " " + product + tiles.describe() + then;
  }

  @Override
  final long flops() {
    return nodes().stream().mapToLong(OperationCount::of).sum();
  }

  @Override
  String reasonToRead(Buffer read) {
    return "a matrix product reads every element of its operands many times";
  }
}
