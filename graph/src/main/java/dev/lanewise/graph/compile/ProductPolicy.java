package dev.lanewise.graph.compile;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.ir.DType;
import java.util.Set;
import jdk.incubator.vector.FloatVector;

/**
 * Who computes a product when the caller does not say: our kernels where they were measured to be
 * the faster ones, OpenBLAS elsewhere. It is decided once for an executable, by the processor and
 * the sizes alone: the two round differently, and no result may depend on which of them was ready.
 * OpenBLAS is at its peak from the first call, ours once C2 has compiled them, so a gain of a few
 * per cent is no reason to choose ours.
 *
 * <p>Measured on one AVX-512 core, alternating in one process, medians of 9 to 25 rounds; the
 * figures are ratios of GFLOP/s, ours to OpenBLAS's.
 */
public final class ProductPolicy {
  /** The kernels of OpenBLAS that use vectors of 512 bits, and are slower than ours in places. */
  private static final Set<String> WIDE_CORES = Set.of("SkylakeX", "SapphireRapids");

  /**
   * The kernels that OpenBLAS picks on Zen 4, which computes vectors of 512 bits in two halves, so
   * that both are bounded by about 110 GFLOP/s a core in F32. Best of 25 against best of 25: 0.92
   * to 1.10 for the products of a perceptron of 784-512-256-10 and their gradients, but 0.59 to
   * 0.95 for those of ten columns; squares 0.70 at 16, 0.84 at 96, 0.97 to 1.07 from 128 to 1,024;
   * attention's projections 0.91 to 1.03, its batches 0.75 to 1.15. In F64 0.90 to 1.05, 0.31 to
   * 0.95, and for squares 0.70, 0.84, 0.84 to 1.05.
   */
  private static final Set<String> NARROW_HALVES = Set.of("Cooperlake");

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
    return among(NativeLibrary.coreName().orElse(""));
  }

  /** The choice where our vectors have 512 bits and OpenBLAS uses the kernels of a processor. */
  static Products among(String coreName) {
    if (WIDE_CORES.contains(coreName)) {
      return Products.FASTER;
    }
    return NARROW_HALVES.contains(coreName) ? Products.OPENBLAS : Products.JAVA;
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
