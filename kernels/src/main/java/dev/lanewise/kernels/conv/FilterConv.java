package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Reduce;
import dev.lanewise.kernels.ReducePlan;
import dev.lanewise.kernels.Reduction;
import dev.lanewise.kernels.conv.Products.Matrix;
import java.lang.foreign.MemorySegment;

/**
 * The gradient by the filter: products of that by the output with tiles of patches, transposed,
 * added up over images and windows. Parts of the images, a number that depends on the shape alone,
 * are added up apart, and then joined in a fixed order.
 */
final class FilterConv extends ConvPlan {
  /** So many threads at most share the work. */
  private static final int MOST_PARTS = 8;

  /** Operations of a part: some 50 us of work, of which joining the parts is little. */
  private static final long PART_FLOPS = 5_000_000;

  private final Patches patches;
  private final Tiling tiling;
  private final Products products;
  private final int parts;
  private final ReducePlan join;

  FilterConv(ConvGeometry geometry, ElementType type) {
    super(geometry, Kind.FILTER_GRADIENT, type);
    this.patches = new Patches(geometry, width());
    this.tiling = Tiling.of(geometry, width());
    this.products = new Products(type);
    int most = Math.min(MOST_PARTS, geometry.batch());
    this.parts = Math.clamp(geometry.flops() / PART_FLOPS, 1, most);
    this.join =
        Reduce.plan(Reduction.SUM, type, new long[] {parts, geometry.filterSize()}, new int[] {0});
  }

  @Override
  public int phases() {
    return parts == 1 ? 1 : 1 + join.phases();
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? parts * geometry().groups() : Math.toIntExact(join.units(phase - 1));
  }

  @Override
  public long scratchBytes() {
    return parts == 1 ? 0 : partBytes() * parts + join.scratchBytes();
  }

  private long partBytes() {
    return geometry().filterSize() * width();
  }

  @Override
  String method() {
    return "products with tiles of %d places x %d windows, images in %d parts"
        .formatted(tiling.rows(), tiling.windows(), parts);
  }

  @Override
  void runPiece(int phase, int piece, Operands in) {
    if (phase > 0) {
      join.run(
          phase - 1,
          in.scratch(),
          in.scratchAt(),
          in.out(),
          in.outAt(),
          in.scratch(),
          in.scratchAt() + partBytes() * parts,
          piece,
          piece + 1);
      return;
    }
    ConvGeometry g = geometry();
    int group = piece % g.groups();
    int part = piece / g.groups();
    int firstImage = (int) ((long) g.batch() * part / parts);
    int lastImage = (int) ((long) g.batch() * (part + 1) / parts);
    long filters = (long) group * g.outPerGroup() * g.depth() * width();
    MemorySegment out = parts == 1 ? in.out() : in.scratch();
    long outAt = parts == 1 ? in.outAt() : in.scratchAt() + part * partBytes();
    MemorySegment panel = PanelPool.take();
    try {
      for (int image = firstImage; image < lastImage; image++) {
        addImage(in, image, group, out, outAt + filters, panel, image > firstImage);
      }
    } finally {
      PanelPool.giveBack(panel);
    }
  }

  private void addImage(
      Operands in,
      int image,
      int group,
      MemorySegment out,
      long outAt,
      MemorySegment panel,
      boolean resume) {
    ConvGeometry g = geometry();
    int depth = g.depth();
    int outputs = g.outPerGroup();
    int plane = g.outputPlane();
    long firstInput = (long) image * g.inChannels() + (long) group * g.inPerGroup();
    long x = in.leftAt() + firstInput * g.inputPlane() * width();
    long firstOutput = (long) image * g.outChannels() + (long) group * outputs;
    long y = in.rightAt() + firstOutput * plane * width();
    for (int from = 0; from < plane; from += tiling.windows()) {
      int to = Math.min(plane, from + tiling.windows());
      Matrix output = new Matrix(in.right(), y + (long) from * width(), plane, false);
      boolean begun = resume || from > 0;
      if (g.isPointwise()) {
        Matrix pixels = new Matrix(in.left(), x + (long) from * width(), plane, true);
        Matrix result = new Matrix(out, outAt, depth, false);
        products.multiply(outputs, depth, to - from, output, pixels, result, begun);
        continue;
      }
      int pitch = (int) (tiling.pitch() / width());
      for (int row = 0; row < depth; row += tiling.rows()) {
        int end = Math.min(depth, row + tiling.rows());
        patches.gather(in.left(), x, row, end, from, to, panel, tiling.pitch());
        products.multiply(
            outputs,
            end - row,
            to - from,
            output,
            new Matrix(panel, 0, pitch, true),
            new Matrix(out, outAt + (long) row * width(), depth, false),
            begun);
      }
    }
  }
}
