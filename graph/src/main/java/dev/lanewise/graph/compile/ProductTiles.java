package dev.lanewise.graph.compile;

/**
 * How a batch of products is cut into chunks: by its sizes alone. Small products of a batch are
 * grouped; a large product is cut into bands, of rows if it is much taller than wide, otherwise of
 * columns. The number of bands is a power of two and they differ by one step at most, so that any
 * usual number of threads gets equal shares.
 *
 * <p>Every band packs one whole operand for itself, so bands are not too narrow. Measured in F32
 * against the uncut product, one thread, best of 40, OpenBLAS's Cooperlake kernels and ours: 128 x
 * 784 by 784 x 512 in 4 bands of columns 1.03 and 1.04 times as long, in 8 1.08 and 1.08; 784 x
 * 128^T by 128 x 512 in 4 bands of columns 1.09 and 1.08, of rows 1.06 and 1.00; 512 x 128^T by 128
 * x 256 in 2 bands of columns 1.05 and 1.03, of rows 1.03 and 1.00; 1,024 x 256 by 256 x 1,024 in 8
 * bands of columns 1.06 and 1.02, of rows 1.09 and 0.96.
 *
 * @param byColumns whether bands are of columns
 * @param extent rows or columns of a product, whichever are cut
 * @param bands bands of one product
 * @param group products of a chunk; 1 if products are cut into bands
 * @param batch products in all
 */
record ProductTiles(boolean byColumns, int extent, int bands, int group, int batch) {
  /** A chunk has at least this much work, about 20 us, so that handing it over is worth while. */
  private static final double CHUNK_FLOPS = 2e6;

  private static final int LEAST_COLUMNS = 128;
  private static final int LEAST_ROWS = 192;

  /** Enough for the two bands of a product that is too small for bands of the sizes above. */
  private static final int LEAST_OF_SMALL = 64;

  private static final int MOST_BANDS = 16;

  /** Of columns, two vectors of the widest micro-kernels; of rows, one block of OpenBLAS's. */
  private static final int COLUMN_STEP = 32;

  private static final int ROW_STEP = 16;

  /** Tiles with the fewest elements packed twice. */
  static ProductTiles of(Product product) {
    return of(product, false, false);
  }

  /**
   * Tiles for what needs whole rows or whole columns.
   *
   * @param wholeRows whether tiles have all the columns
   * @param wholeColumns whether tiles have all the rows
   */
  static ProductTiles of(Product product, boolean wholeRows, boolean wholeColumns) {
    double flops = 2.0 * product.m() * product.n() * product.k();
    boolean byColumns = !wholeRows && (wholeColumns || cutsColumns(product));
    int extent = byColumns ? product.n() : product.m();
    int least = byColumns ? LEAST_COLUMNS : LEAST_ROWS;
    int fitting = extent >= 2 * least ? extent / least : extent / LEAST_OF_SMALL > 1 ? 2 : 1;
    int wanted = (int) Math.min(MOST_BANDS, flops / CHUNK_FLOPS);
    boolean uncut = wholeRows && wholeColumns;
    int bands = uncut ? 1 : Math.max(1, Integer.highestOneBit(Math.min(fitting, wanted)));
    int group = bands > 1 ? 1 : (int) Math.clamp(CHUNK_FLOPS / flops, 1, product.batch());
    return new ProductTiles(byColumns, extent, bands, group, product.batch());
  }

  private static boolean cutsColumns(Product product) {
    return product.n() >= 2 * LEAST_OF_SMALL && product.m() < 1.5 * product.n();
  }

  /** Chunks in all. */
  int count() {
    return Math.multiplyExact(Math.ceilDiv(batch, group), bands);
  }

  /** The first product of a chunk. */
  int firstProduct(int chunk) {
    return chunk / bands * group;
  }

  /** The product behind the last of a chunk. */
  int endProduct(int chunk) {
    return Math.min(batch, firstProduct(chunk) + group);
  }

  /** The first row or column of a chunk. */
  int from(int chunk) {
    return start(chunk % bands);
  }

  /** The row or column behind the last of a chunk. */
  int to(int chunk) {
    return start(chunk % bands + 1);
  }

  private int start(int band) {
    if (band == bands) {
      return extent;
    }
    int step = byColumns ? COLUMN_STEP : ROW_STEP;
    int steps = Math.ceilDiv(extent, step);
    return (band * (steps / bands) + Math.min(band, steps % bands)) * step;
  }

  /** How, for people; empty if there is one chunk. */
  String describe() {
    if (bands > 1) {
      return " in %d bands of %s".formatted(bands, byColumns ? "columns" : "rows");
    }
    return group < batch ? " in groups of " + group : "";
  }
}
