package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.conv.Products.Matrix;
import java.lang.foreign.MemorySegment;

/**
 * The convolution as a product of the filters, a matrix, with tiles of patches that are made in
 * cache one after the other. Where a filter sees one element only, the image is the matrix.
 */
final class ForwardConv extends ConvPlan {
  private final Patches patches;
  private final Tiling tiling;
  private final Products products;
  private final int pieces;
  private final int tiles;

  ForwardConv(ConvGeometry geometry, ElementType type) {
    super(geometry, Kind.FORWARD, type);
    this.patches = new Patches(geometry, width());
    this.tiling = Tiling.of(geometry, width());
    this.products = new Products(type);
    this.tiles = tiling.tiles(geometry);
    this.pieces = pieces(geometry, tiles);
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public int pieces(int phase) {
    return pieces;
  }

  @Override
  public long scratchBytes() {
    return 0;
  }

  @Override
  String method() {
    return geometry().isPointwise()
        ? "products with the image as it lies"
        : "products with tiles of %d places x %d windows"
            .formatted(tiling.rows(), tiling.windows());
  }

  @Override
  void runPiece(int phase, int piece, Operands in) {
    ConvGeometry g = geometry();
    int from = piece % tiles * tiling.windows();
    int to = Math.min(g.outputPlane(), from + tiling.windows());
    int group = piece / tiles % g.groups();
    int image = piece / tiles / g.groups();
    int depth = g.depth();
    int outputs = g.outPerGroup();
    long x =
        in.leftAt()
            + ((long) image * g.inChannels() + (long) group * g.inPerGroup())
                * g.inputPlane()
                * width();
    long w = in.rightAt() + (long) group * outputs * depth * width();
    long firstOutput = (long) image * g.outChannels() + (long) group * outputs;
    Matrix result =
        new Matrix(
            in.out(),
            in.outAt() + (firstOutput * g.outputPlane() + from) * width(),
            g.outputPlane(),
            false);
    if (g.isPointwise()) {
      Matrix pixels = new Matrix(in.left(), x + (long) from * width(), g.inputPlane(), false);
      products.multiply(
          outputs,
          to - from,
          depth,
          new Matrix(in.right(), w, depth, false),
          pixels,
          result,
          false);
      return;
    }
    MemorySegment panel = PanelPool.take();
    try {
      int pitch = (int) (tiling.pitch() / width());
      for (int row = 0; row < depth; row += tiling.rows()) {
        int end = Math.min(depth, row + tiling.rows());
        patches.gather(in.left(), x, row, end, from, to, panel, tiling.pitch());
        Matrix filters = new Matrix(in.right(), w + (long) row * width(), depth, false);
        products.multiply(
            outputs,
            to - from,
            end - row,
            filters,
            new Matrix(panel, 0, pitch, false),
            result,
            row > 0);
      }
    } finally {
      PanelPool.giveBack(panel);
    }
  }
}
