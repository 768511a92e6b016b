package dev.lanewise.graph.compile;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.ir.DType;
import java.util.Set;
import jdk.incubator.vector.FloatVector;

/**
 * Who computes a product when the caller does not say: our kernels where they were measured to be
 * the faster ones, OpenBLAS elsewhere. Measured on one AVX-512 core, alternating in one process,
 * medians of 9 to 25 rounds; the figures are ratios of GFLOP/s, ours to OpenBLAS's.
 */
public final class ProductPolicy {
  /** The kernels of OpenBLAS that use vectors of 512 bits. */
  private static final Set<String> WIDE_CORES = Set.of("SkylakeX", "Cooperlake", "SapphireRapids");

  private static final int WIDE_LANES = 16;

  private ProductPolicy() {}

  /**
   * The choice for this machine, loading OpenBLAS if that has not happened. Where our vectors are
   * twice as wide as those that OpenBLAS picked, as happens when it does not know the processor or
   * was told to use another's kernels, ours win throughout: 1.4 to 3.6 for the products of a
   * perceptron and for squares from 8 to 100. On machines with narrower vectors nothing was
   * measured yet, so OpenBLAS it is.
   */
  public static Products automatic() {
    if (!NativeLibrary.isAvailable()) {
      return Products.JAVA;
    }
    if (FloatVector.SPECIES_PREFERRED.length() < WIDE_LANES) {
      return Products.OPENBLAS;
    }
    boolean wide = NativeLibrary.coreName().filter(WIDE_CORES::contains).isPresent();
    return wide ? Products.FASTER : Products.JAVA;
  }

  /**
   * Whether our kernels are known to beat OpenBLAS's of the same vector width.
   *
   * <ul>
   *   <li>F32 with all extents from 128 to 1,024: 1.22 for 128 x 784 by 784 x 256, 1.08 for its
   *       weights' gradient, 1.15 for its inputs'; squares 1.15 at 128 and 1.02 at 1,024, but 0.96
   *       at 2,048.
   *   <li>F32, a transposed by a narrow matrix, as in the gradient of the weights of ten classes:
   *       1.03 for 128 x 128^T by 128 x 10, but 0.78 with neither transposed.
   *   <li>Elsewhere OpenBLAS is faster: 0.63 to 0.88 for squares from 16 to 100, and F64 of these.
   * </ul>
   */
  static boolean isFasterInJava(Product product) {
    if (product.dtype() != DType.F32) {
      return false;
    }
    int least = Math.min(product.m(), Math.min(product.n(), product.k()));
    int most = Math.max(product.m(), Math.max(product.n(), product.k()));
    boolean medium = least >= 128 && most <= 1024;
    boolean narrow =
        product.left().transposed()
            && !product.right().transposed()
            && product.n() >= 8
            && product.n() <= 12
            && product.m() >= 128
            && product.k() >= 64
            && product.k() <= 1024;
    return medium || narrow;
  }
}
