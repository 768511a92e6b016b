package dev.lanewise.kernels;

import static dev.lanewise.kernels.ElementType.BF16;
import static dev.lanewise.kernels.ElementType.BOOL;
import static dev.lanewise.kernels.ElementType.F32;
import static dev.lanewise.kernels.ElementType.I32;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * How one element type is converted to another: in vector lanes where the hardware has vectors of
 * both types with one number of lanes, otherwise element by element. Both give the same bits.
 */
final class ConversionTable {

  private ConversionTable() {}

  /** Returns a new conversion loop on vectors of at most the given shape. */
  static UnaryLoop loop(ElementType from, ElementType to, VectorShape shape) {
    ElementType wide = from.byteWidth() > to.byteWidth() ? from : to;
    int lanes = Lanes.species(wide, shape).length();
    VectorSpecies<?> in = Lanes.withLength(from, lanes);
    // BF16 is widened in integer lanes: its 16 bits are the upper half of the result's.
    VectorSpecies<?> out = Lanes.withLength(from == BF16 && to == F32 ? I32 : to, lanes);
    String function = function(from, to);
    if (in != null && out != null && function != null) {
      return UnaryTable.laneLoop(
          in, out, LaneFunction.of(ConversionLanes.class, function, from), UnaryTable.NO_CONSTANT);
    }
    var data = new ScalarConversionLoop.Data(from, to);
    return Specialiser.specialise(UnaryLoop.class, ScalarConversionLoop.class, data);
  }

  /** Returns the name of the function of {@link ConversionLanes}, or null where there is none. */
  static @Nullable String function(ElementType from, ElementType to) {
    if (from == BOOL && to != BF16) {
      return to == BOOL ? "truth" : "number";
    }
    if (from == to) {
      return "copy";
    }
    if (from == BF16 || to == BF16) {
      return from == F32 ? "narrow" : to == F32 ? "widen" : null;
    }
    return to == BOOL ? "nonZero" : "cast";
  }
}
