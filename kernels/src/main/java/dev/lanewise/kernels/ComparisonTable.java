package dev.lanewise.kernels;

import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** How comparisons, select and clamp are computed for each element type. */
final class ComparisonTable {
  /** One comparison in vector lanes, on doubles, and on longs. */
  private record Row(
      VectorOperators.Comparison lanes,
      ScalarComparisonLoop.Doubles doubles,
      ScalarComparisonLoop.Longs longs) {}

  private ComparisonTable() {}

  private static Row row(Comparison comparison) {
    return switch (comparison) {
      case EQ -> new Row(VectorOperators.EQ, (a, b) -> a == b, (a, b) -> a == b);
      case NE -> new Row(VectorOperators.NE, (a, b) -> a != b, (a, b) -> a != b);
      case LT -> new Row(VectorOperators.LT, (a, b) -> a < b, (a, b) -> a < b);
      case LE -> new Row(VectorOperators.LE, (a, b) -> a <= b, (a, b) -> a <= b);
      case GT -> new Row(VectorOperators.GT, (a, b) -> a > b, (a, b) -> a > b);
      case GE -> new Row(VectorOperators.GE, (a, b) -> a >= b, (a, b) -> a >= b);
    };
  }

  /** Returns the lane operator of a comparison. */
  static VectorOperators.Comparison operator(Comparison comparison) {
    return row(comparison).lanes();
  }

  /** Returns a new comparison loop; {@code type} is supported by the comparison. */
  static BinaryLoop comparison(
      Comparison comparison,
      ElementType type,
      VectorShape shape,
      boolean aScalar,
      boolean bScalar) {
    Row row = row(comparison);
    VectorSpecies<?> species = Lanes.species(type, shape);
    VectorSpecies<Byte> bytes = Lanes.bytes(species.length());
    if (bytes == null) {
      var data = new ScalarComparisonLoop.Data(type, row.doubles(), row.longs(), aScalar, bScalar);
      return Specialiser.specialise(BinaryLoop.class, ScalarComparisonLoop.class, data);
    }
    var data = new LaneBinaryLoop.Data(species, bytes, row.lanes(), aScalar, bScalar);
    LaneFunction function = LaneFunction.of(BoolLanes.class, "compare", type);
    return new BinaryTwin(function, data);
  }

  /** Returns a new select loop; the values are moved as bits, whatever their type. */
  static TernaryLoop select(
      ElementType type, VectorShape shape, boolean aScalar, boolean bScalar, boolean cScalar) {
    VectorSpecies<?> species = Lanes.species(type, shape);
    VectorSpecies<Byte> bytes = Lanes.bytes(species.length());
    if (bytes == null) {
      var data = new ScalarSelectLoop.Data(type.byteWidth(), aScalar, bScalar, cScalar);
      return Specialiser.specialise(TernaryLoop.class, ScalarSelectLoop.class, data);
    }
    var data =
        new LaneTernaryLoop.Data(bytes, species, UnaryTable.NO_CONSTANT, aScalar, bScalar, cScalar);
    LaneFunction function = LaneFunction.of(BoolLanes.class, "select", ElementType.BOOL);
    return new TernaryTwin(function, data);
  }

  /** True for the types that can be clamped. */
  static boolean supportsClamp(ElementType type) {
    return switch (type) {
      case F32, F64, I32, I64 -> true;
      case BF16, BOOL -> false;
    };
  }

  /** Returns a new clamp loop over (low, x, high); the type is one of numbers. */
  static TernaryLoop clamp(
      ElementType type, VectorShape shape, boolean aScalar, boolean bScalar, boolean cScalar) {
    VectorSpecies<?> species = Lanes.species(type, shape);
    var data =
        new LaneTernaryLoop.Data(
            species, species, UnaryTable.NO_CONSTANT, aScalar, bScalar, cScalar);
    LaneFunction function = LaneFunction.of(Operators.class, "clamp", type);
    return new TernaryTwin(function, data);
  }
}
