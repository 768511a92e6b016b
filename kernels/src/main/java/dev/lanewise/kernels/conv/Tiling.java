package dev.lanewise.kernels.conv;

/**
 * How the matrix of patches is divided into tiles that fit a panel: ranges of windows, and, where
 * filters are so large that too few windows would fit, ranges of the filter's places too.
 *
 * @param windows windows of a tile
 * @param rows rows of a tile, one for each place of the filter
 * @param pitch bytes between two rows of a panel
 */
record Tiling(int windows, int rows, long pitch) {
  /** Fewer columns leave a product's blocks half empty. */
  private static final int LEAST_WINDOWS = 64;

  /** More of them gain nothing, and leave little to divide among threads. */
  private static final int MOST_WINDOWS = 1024;

  private static final int LINE = 64;

  static Tiling of(ConvGeometry geometry, int elementBytes) {
    int all = geometry.outputPlane();
    int columns = geometry.axis(2).windows();
    long fit = PanelPool.BYTES / elementBytes / Math.max(1, geometry.depth());
    int windows = Math.clamp(fit, LEAST_WINDOWS, MOST_WINDOWS);
    if (windows >= columns) {
      windows -= windows % columns; // whole lines are copied in one piece
    }
    windows = Math.min(windows, all);
    // The same number of windows in every tile, rather than a small last one.
    int tiles = Math.ceilDiv(all, windows);
    int even = Math.ceilDiv(all, tiles);
    windows = columns <= even ? Math.min(all, Math.ceilDiv(even, columns) * columns) : even;
    long pitch = Math.ceilDiv((long) windows * elementBytes, LINE) * (long) LINE;
    if (pitch % 4096 == 0) {
      pitch += LINE; // rows of one place would all map to the same sets of a cache
    }
    int rows = Math.clamp(PanelPool.BYTES / pitch, 1, geometry.depth());
    return new Tiling(windows, rows, pitch);
  }

  int tiles(ConvGeometry geometry) {
    return Math.ceilDiv(geometry.outputPlane(), windows);
  }
}
