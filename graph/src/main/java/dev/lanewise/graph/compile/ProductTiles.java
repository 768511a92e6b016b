package dev.lanewise.graph.compile;

/**
 * How a batch of products is cut into chunks: by its sizes alone. Small products of a batch are
 * grouped; a large product is cut into bands, of columns if it is wide enough, otherwise of rows.
 *
 * <p>Every band packs one whole operand for itself. Measured in F32 against the uncut product, one
 * thread, best of many: 128 x 784 by 784 x 256 in bands of 128 columns 1.02 times as long in Java
 * and 1.03 in OpenBLAS, in bands of 64 columns 1.13 and 1.10, in bands of 64 rows 1.02 and 1.14;
 * 512 x 512 by 512 x 512 in bands of 128 columns 1.01 and 1.05, in bands of 128 rows 0.95 and 1.14.
 *
 * @param byColumns whether bands are of columns
 * @param band rows or columns of a band
 * @param bands bands of one product
 * @param group products of a chunk; 1 if products are cut into bands
 * @param count chunks in all
 */
record ProductTiles(boolean byColumns, int band, int bands, int group, int count) {
  /** A chunk has at least this much work, about 25 us, so that handing it over is worth while. */
  private static final double CHUNK_FLOPS = 4e6;

  /** Bands are at least so wide where the extent allows two of them, otherwise half of it. */
  private static final int GOOD_BAND = 128;

  private static final int LEAST_BAND = 64;
  private static final int MOST_BANDS = 16;

  /** Band widths are multiples of this, which suits the vector widths of all micro-kernels. */
  private static final int BAND_STEP = 32;

  static ProductTiles of(Product product) {
    double flops = 2.0 * product.m() * product.n() * product.k();
    boolean byColumns = cutsColumns(product);
    int extent = byColumns ? product.n() : product.m();
    int band = band(extent, (int) Math.min(MOST_BANDS, flops / CHUNK_FLOPS));
    int bands = Math.ceilDiv(extent, band);
    int group = bands > 1 ? 1 : (int) Math.clamp(CHUNK_FLOPS / flops, 1, product.batch());
    int chunks = Math.multiplyExact(Math.ceilDiv(product.batch(), group), bands);
    return new ProductTiles(byColumns, band, bands, group, chunks);
  }

  private static boolean cutsColumns(Product product) {
    if (product.n() >= 2 * GOOD_BAND) {
      return true;
    }
    return product.m() < 2 * GOOD_BAND && product.n() >= product.m();
  }

  private static int band(int extent, int wanted) {
    int least = extent >= 2 * GOOD_BAND ? GOOD_BAND : LEAST_BAND;
    if (wanted <= 1 || extent < 2 * least) {
      return extent;
    }
    int even = Math.max(least, Math.ceilDiv(extent, wanted));
    return Math.min(extent, Math.ceilDiv(even, BAND_STEP) * BAND_STEP);
  }
}
