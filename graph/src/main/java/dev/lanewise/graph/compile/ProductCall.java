package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Node;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A batch of matrix products. Subclasses say who computes a tile. */
abstract class ProductCall extends KernelCall {
  private final Product product;
  private final ProductTiles tiles;
  private final Buffer a;
  private final Buffer b;
  private final Buffer c;

  ProductCall(Node node, Product product, Buffer a, Buffer b, Buffer c) {
    super(List.of(node), List.of(a, b), List.of(c));
    this.product = product;
    this.tiles = ProductTiles.of(product);
    this.a = a;
    this.b = b;
    this.c = c;
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

  @Override
  final int chunks() {
    return tiles.count();
  }

  @Override
  final void run(Frame frame, int chunk) {
    int bands = tiles.bands();
    int first = chunk / bands * tiles.group();
    int last = Math.min(product.batch(), first + tiles.group());
    int from = chunk % bands * tiles.band();
    int m = product.m();
    int n = product.n();
    int rowFrom = tiles.byColumns() ? 0 : from;
    int rows = tiles.byColumns() ? m : Math.min(tiles.band(), m - from);
    int columnFrom = tiles.byColumns() ? from : 0;
    int columns = tiles.byColumns() ? Math.min(tiles.band(), n - from) : n;
    MatrixView left = product.left();
    MatrixView right = product.right();
    int width = product.dtype().bytes();
    MemorySegment aSegment = frame.segment(a);
    MemorySegment bSegment = frame.segment(b);
    MemorySegment cSegment = frame.segment(c);
    long aFrom = (long) rowFrom * (left.transposed() ? 1 : left.leading());
    long bFrom = (long) columnFrom * (right.transposed() ? right.leading() : 1);
    long cFrom = (long) rowFrom * n + columnFrom;
    long cStride = (long) m * n;
    multiply(
        last - first,
        rows,
        columns,
        aSegment,
        a.offset() + (first * left.batchStride() + aFrom) * width,
        bSegment,
        b.offset() + (first * right.batchStride() + bFrom) * width,
        cSegment,
        c.offset() + (first * cStride + cFrom) * width,
        cStride);
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
    String cut = "";
    if (tiles.bands() > 1) {
      cut = " in bands of %d %s".formatted(tiles.band(), tiles.byColumns() ? "columns" : "rows");
    } else if (tiles.group() < product.batch()) {
      cut = " in groups of " + tiles.group();
    }
    return by() + " " + product + cut;
  }
}
