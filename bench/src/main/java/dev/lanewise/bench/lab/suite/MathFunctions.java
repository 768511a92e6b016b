package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.kernels.BinaryOperation;
import dev.lanewise.kernels.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.VectorOperators;

/** Transcendental functions, element by element, in the cache. */
final class MathFunctions {
  /** Elements: three arrays of doubles fit into a first-level cache of 32 KiB. */
  private static final int ELEMENTS = 1024;

  /** The kernels and the scalar functions are each within a few units of the exact result. */
  private static final Agreement NEAR = Agreement.ulps(8);

  private MathFunctions() {}

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    for (MathFunction function : MathFunction.values()) {
      all.add(floats(function));
      all.add(doubles(function));
    }
    all.add(powFloats());
    all.add(powDoubles());
    all.add(atan2Floats());
    all.add(atan2Doubles());
    return all;
  }

  private static Draft draft(MathFunction function, ElementType type) {
    String name = function.name().toLowerCase(Locale.ROOT);
    return ElementwiseKernels.unaryDraft(
            "math." + name, name, function.operation(), type, function.low(), function.high())
        .sizes(103, ELEMENTS)
        .agreement(NEAR);
  }

  private static Experiment floats(MathFunction function) {
    FloatLoops.Unary scalar = x -> (float) function.scalar().applyAsDouble(x);
    Draft draft = draft(function, ElementType.F32).by(Contestant.LOOP, FloatLoops.onHeap(scalar));
    FloatLoops.LaneUnary lanes = function.floatLanes();
    if (lanes != null) {
      draft.by(Contestant.JDK_SEGMENT, FloatLoops.lanesOnSegments(lanes, scalar));
    }
    return draft.against(FloatLoops.twin(scalar));
  }

  private static Experiment doubles(MathFunction function) {
    DoubleLoops.Unary scalar = function.scalar()::applyAsDouble;
    Draft draft = draft(function, ElementType.F64).by(Contestant.LOOP, DoubleLoops.onHeap(scalar));
    DoubleLoops.LaneUnary lanes = function.doubleLanes();
    if (lanes != null) {
      draft.by(Contestant.JDK_SEGMENT, DoubleLoops.lanesOnSegments(lanes, scalar));
    }
    return draft.against(DoubleLoops.twin(scalar));
  }

  private static Draft binaryDraft(String name, BinaryOperation operation, ElementType type) {
    return ElementwiseKernels.binaryDraft("math." + name, name, operation, type)
        .sizes(103, ELEMENTS)
        .agreement(NEAR);
  }

  private static Experiment powFloats() {
    FloatLoops.Binary scalar = (x, y) -> (float) Math.pow(x, y);
    FloatLoops.LaneBinary lanes = (x, y) -> x.lanewise(VectorOperators.POW, y);
    return binaryDraft("pow", BinaryOperation.POW, ElementType.F32)
        .by(Contestant.LOOP, FloatLoops.onHeap(scalar))
        .by(Contestant.JDK_SEGMENT, FloatLoops.lanesOnSegments(lanes, scalar))
        .against(FloatLoops.twin(scalar));
  }

  private static Experiment powDoubles() {
    DoubleLoops.LaneBinary lanes = (x, y) -> x.lanewise(VectorOperators.POW, y);
    return binaryDraft("pow", BinaryOperation.POW, ElementType.F64)
        .by(Contestant.LOOP, DoubleLoops.onHeap(Math::pow))
        .by(Contestant.JDK_SEGMENT, DoubleLoops.lanesOnSegments(lanes, Math::pow))
        .against(DoubleLoops.twin(Math::pow));
  }

  private static Experiment atan2Floats() {
    FloatLoops.Binary scalar = (x, y) -> (float) Math.atan2(x, y);
    FloatLoops.LaneBinary lanes = (x, y) -> x.lanewise(VectorOperators.ATAN2, y);
    return binaryDraft("atan2", BinaryOperation.ATAN2, ElementType.F32)
        .by(Contestant.LOOP, FloatLoops.onHeap(scalar))
        .by(Contestant.JDK_SEGMENT, FloatLoops.lanesOnSegments(lanes, scalar))
        .against(FloatLoops.twin(scalar));
  }

  private static Experiment atan2Doubles() {
    DoubleLoops.LaneBinary lanes = (x, y) -> x.lanewise(VectorOperators.ATAN2, y);
    return binaryDraft("atan2", BinaryOperation.ATAN2, ElementType.F64)
        .by(Contestant.LOOP, DoubleLoops.onHeap(Math::atan2))
        .by(Contestant.JDK_SEGMENT, DoubleLoops.lanesOnSegments(lanes, Math::atan2))
        .against(DoubleLoops.twin(Math::atan2));
  }
}
