package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Experiment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise loops over doubles, the last operand being the result. An operation is a lambda: each
 * process sees a single one, so the JVM inlines it and what it compiles is the loop that one would
 * write out.
 */
final class DoubleLoops {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final ValueLayout.OfDouble LAYOUT = ValueLayout.JAVA_DOUBLE;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private DoubleLoops() {}

  /** One operand. */
  @FunctionalInterface
  interface Unary {
    double apply(double x);
  }

  /** Two operands. */
  @FunctionalInterface
  interface Binary {
    double apply(double x, double y);
  }

  /** One operand, in lanes. */
  @FunctionalInterface
  interface LaneUnary {
    DoubleVector apply(DoubleVector x);
  }

  /** Two operands, in lanes. */
  @FunctionalInterface
  interface LaneBinary {
    DoubleVector apply(DoubleVector x, DoubleVector y);
  }

  static Experiment.Twin twin(Unary operation) {
    return (memory, n) -> segments(operation, memory.get(0), memory.get(1), n);
  }

  static Experiment.Twin twin(Binary operation) {
    return (memory, n) -> segments(operation, memory.get(0), memory.get(1), memory.get(2), n);
  }

  static Experiment.Start onHeap(Unary operation) {
    return (memory, n) -> {
      HeapOperands.Doubles heap = HeapOperands.doubles(memory);
      double[] x = heap.array(0);
      double[] out = heap.array(1);
      return heap.body(() -> arrays(operation, x, out, n));
    };
  }

  static Experiment.Start onHeap(Binary operation) {
    return (memory, n) -> {
      HeapOperands.Doubles heap = HeapOperands.doubles(memory);
      double[] x = heap.array(0);
      double[] y = heap.array(1);
      double[] out = heap.array(2);
      return heap.body(() -> arrays(operation, x, y, out, n));
    };
  }

  static Experiment.Start onSegments(Unary operation) {
    return (memory, n) -> {
      MemorySegment x = memory.get(0);
      MemorySegment out = memory.get(1);
      return () -> segments(operation, x, out, n);
    };
  }

  static Experiment.Start onSegments(Binary operation) {
    return (memory, n) -> {
      MemorySegment x = memory.get(0);
      MemorySegment y = memory.get(1);
      MemorySegment out = memory.get(2);
      return () -> segments(operation, x, y, out, n);
    };
  }

  /** {@code rest} computes what does not fill a vector. */
  static Experiment.Start lanesOnHeap(LaneUnary operation, Unary rest) {
    return (memory, n) -> {
      HeapOperands.Doubles heap = HeapOperands.doubles(memory);
      double[] x = heap.array(0);
      double[] out = heap.array(1);
      return heap.body(() -> laneArrays(operation, rest, x, out, n));
    };
  }

  /** {@code rest} computes what does not fill a vector. */
  static Experiment.Start lanesOnHeap(LaneBinary operation, Binary rest) {
    return (memory, n) -> {
      HeapOperands.Doubles heap = HeapOperands.doubles(memory);
      double[] x = heap.array(0);
      double[] y = heap.array(1);
      double[] out = heap.array(2);
      return heap.body(() -> laneArrays(operation, rest, x, y, out, n));
    };
  }

  /** {@code rest} computes what does not fill a vector. */
  static Experiment.Start lanesOnSegments(LaneUnary operation, Unary rest) {
    return (memory, n) -> {
      MemorySegment x = memory.get(0);
      MemorySegment out = memory.get(1);
      return () -> laneSegments(operation, rest, x, out, n);
    };
  }

  /** {@code rest} computes what does not fill a vector. */
  static Experiment.Start lanesOnSegments(LaneBinary operation, Binary rest) {
    return (memory, n) -> {
      MemorySegment x = memory.get(0);
      MemorySegment y = memory.get(1);
      MemorySegment out = memory.get(2);
      return () -> laneSegments(operation, rest, x, y, out, n);
    };
  }

  private static void arrays(Unary operation, double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = operation.apply(x[i]);
    }
  }

  private static void arrays(Binary operation, double[] x, double[] y, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = operation.apply(x[i], y[i]);
    }
  }

  private static void segments(Unary operation, MemorySegment x, MemorySegment out, int n) {
    for (int i = 0; i < n; i++) {
      out.setAtIndex(LAYOUT, i, operation.apply(x.getAtIndex(LAYOUT, i)));
    }
  }

  private static void segments(
      Binary operation, MemorySegment x, MemorySegment y, MemorySegment out, int n) {
    for (int i = 0; i < n; i++) {
      double result = operation.apply(x.getAtIndex(LAYOUT, i), y.getAtIndex(LAYOUT, i));
      out.setAtIndex(LAYOUT, i, result);
    }
  }

  private static void laneArrays(LaneUnary operation, Unary rest, double[] x, double[] out, int n) {
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      operation.apply(DoubleVector.fromArray(SPECIES, x, i)).intoArray(out, i);
    }
    for (; i < n; i++) {
      out[i] = rest.apply(x[i]);
    }
  }

  private static void laneArrays(
      LaneBinary operation, Binary rest, double[] x, double[] y, double[] out, int n) {
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      DoubleVector right = DoubleVector.fromArray(SPECIES, y, i);
      operation.apply(DoubleVector.fromArray(SPECIES, x, i), right).intoArray(out, i);
    }
    for (; i < n; i++) {
      out[i] = rest.apply(x[i], y[i]);
    }
  }

  private static void laneSegments(
      LaneUnary operation, Unary rest, MemorySegment x, MemorySegment out, int n) {
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      long at = (long) i * Double.BYTES;
      DoubleVector value = DoubleVector.fromMemorySegment(SPECIES, x, at, ORDER);
      operation.apply(value).intoMemorySegment(out, at, ORDER);
    }
    for (; i < n; i++) {
      out.setAtIndex(LAYOUT, i, rest.apply(x.getAtIndex(LAYOUT, i)));
    }
  }

  private static void laneSegments(
      LaneBinary operation,
      Binary rest,
      MemorySegment x,
      MemorySegment y,
      MemorySegment out,
      int n) {
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      long at = (long) i * Double.BYTES;
      DoubleVector left = DoubleVector.fromMemorySegment(SPECIES, x, at, ORDER);
      DoubleVector right = DoubleVector.fromMemorySegment(SPECIES, y, at, ORDER);
      operation.apply(left, right).intoMemorySegment(out, at, ORDER);
    }
    for (; i < n; i++) {
      double result = rest.apply(x.getAtIndex(LAYOUT, i), y.getAtIndex(LAYOUT, i));
      out.setAtIndex(LAYOUT, i, result);
    }
  }
}
