package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.conv.Products.Matrix;
import java.lang.foreign.MemorySegment;

/**
 * The gradient by the input where windows skip elements: tiles of the gradient by the patches,
 * which are products of the filters with that by the output, are added to the elements that the
 * windows see. Where a filter sees one element only, the product is the result.
 */
final class ScatteredConv extends ConvPlan {
  private final Patches patches;
  private final Tiling tiling;
  private final Products products;
  private final int pieces;

  ScatteredConv(ConvGeometry geometry, ElementType type) {
    super(geometry, Kind.INPUT_GRADIENT, type);
    this.patches = new Patches(geometry, width());
    this.tiling = Tiling.of(geometry, width());
    this.products = new Products(type);
    this.pieces = pieces(geometry, 1);
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
        ? "products into the image as it lies"
        : "products into tiles of %d places x %d windows, added to the image"
            .formatted(tiling.rows(), tiling.windows());
  }

  @Override
  void runPiece(int phase, int piece, Operands in) {
    ConvGeometry g = geometry();
    int group = piece % g.groups();
    int image = piece / g.groups();
    int depth = g.depth();
    int outputs = g.outPerGroup();
    long firstInput = (long) image * g.inChannels() + (long) group * g.inPerGroup();
    long x = in.outAt() + firstInput * g.inputPlane() * width();
    long w = in.rightAt() + (long) group * outputs * depth * width();
    long y =
        in.leftAt()
            + ((long) image * g.outChannels() + (long) group * outputs) * g.outputPlane() * width();
    if (g.isPointwise()) {
      products.multiply(
          depth,
          g.outputPlane(),
          outputs,
          new Matrix(in.right(), w, depth, true),
          new Matrix(in.left(), y, g.outputPlane(), false),
          new Matrix(in.out(), x, g.inputPlane(), false),
          false);
      return;
    }
    in.out().asSlice(x, (long) g.inPerGroup() * g.inputPlane() * width()).fill((byte) 0);
    MemorySegment panel = PanelPool.take();
    try {
      int pitch = (int) (tiling.pitch() / width());
      for (int from = 0; from < g.outputPlane(); from += tiling.windows()) {
        int to = Math.min(g.outputPlane(), from + tiling.windows());
        Matrix output = new Matrix(in.left(), y + (long) from * width(), g.outputPlane(), false);
        for (int row = 0; row < depth; row += tiling.rows()) {
          int end = Math.min(depth, row + tiling.rows());
          Matrix filters = new Matrix(in.right(), w + (long) row * width(), depth, true);
          products.multiply(
              end - row,
              to - from,
              outputs,
              filters,
              output,
              new Matrix(panel, 0, pitch, false),
              false);
          patches.scatterAdd(panel, tiling.pitch(), row, end, from, to, in.out(), x);
        }
      }
    } finally {
      PanelPool.giveBack(panel);
    }
  }
}
