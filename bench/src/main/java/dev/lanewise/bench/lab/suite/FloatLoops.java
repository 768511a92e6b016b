package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Experiment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementwise loops over floats, the last operand being the result. An operation is a lambda: each
 * process sees a single one, so the JVM inlines it and what it compiles is the loop that one would
 * write out.
 */
final class FloatLoops {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private FloatLoops() {}

  /** One operand. */
  @FunctionalInterface
  interface Unary {
    float apply(float x);
  }

  /** Two operands. */
  @FunctionalInterface
  interface Binary {
    float apply(float x, float y);
  }

  /** One operand, in lanes. */
  @FunctionalInterface
  interface LaneUnary {
    FloatVector apply(FloatVector x);
  }

  /** Two operands, in lanes. */
  @FunctionalInterface
  interface LaneBinary {
    FloatVector apply(FloatVector x, FloatVector y);
  }

  static Experiment.Twin twin(Unary operation) {
    return (memory, n) -> segments(operation, memory.get(0), memory.get(1), n);
  }

  static Experiment.Twin twin(Binary operation) {
    return (memory, n) -> segments(operation, memory.get(0), memory.get(1), memory.get(2), n);
  }

  static Experiment.Start onHeap(Unary operation) {
    return (memory, n) -> {
      HeapOperands.Floats heap = HeapOperands.floats(memory);
      float[] x = heap.array(0);
      float[] out = heap.array(1);
      return heap.body(() -> arrays(operation, x, out, n));
    };
  }

  static Experiment.Start onHeap(Binary operation) {
    return (memory, n) -> {
      HeapOperands.Floats heap = HeapOperands.floats(memory);
      float[] x = heap.array(0);
      float[] y = heap.array(1);
      float[] out = heap.array(2);
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
      HeapOperands.Floats heap = HeapOperands.floats(memory);
      float[] x = heap.array(0);
      float[] out = heap.array(1);
      return heap.body(() -> laneArrays(operation, rest, x, out, n));
    };
  }

  /** {@code rest} computes what does not fill a vector. */
  static Experiment.Start lanesOnHeap(LaneBinary operation, Binary rest) {
    return (memory, n) -> {
      HeapOperands.Floats heap = HeapOperands.floats(memory);
      float[] x = heap.array(0);
      float[] y = heap.array(1);
      float[] out = heap.array(2);
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

  private static void arrays(Unary operation, float[] x, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = operation.apply(x[i]);
    }
  }

  private static void arrays(Binary operation, float[] x, float[] y, float[] out, int n) {
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
      float result = operation.apply(x.getAtIndex(LAYOUT, i), y.getAtIndex(LAYOUT, i));
      out.setAtIndex(LAYOUT, i, result);
    }
  }

  private static void laneArrays(LaneUnary operation, Unary rest, float[] x, float[] out, int n) {
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      operation.apply(FloatVector.fromArray(SPECIES, x, i)).intoArray(out, i);
    }
    for (; i < n; i++) {
      out[i] = rest.apply(x[i]);
    }
  }

  private static void laneArrays(
      LaneBinary operation, Binary rest, float[] x, float[] y, float[] out, int n) {
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      FloatVector right = FloatVector.fromArray(SPECIES, y, i);
      operation.apply(FloatVector.fromArray(SPECIES, x, i), right).intoArray(out, i);
    }
    for (; i < n; i++) {
      out[i] = rest.apply(x[i], y[i]);
    }
  }

  private static void laneSegments(
      LaneUnary operation, Unary rest, MemorySegment x, MemorySegment out, int n) {
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      long at = (long) i * Float.BYTES;
      FloatVector value = FloatVector.fromMemorySegment(SPECIES, x, at, ORDER);
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
      long at = (long) i * Float.BYTES;
      FloatVector left = FloatVector.fromMemorySegment(SPECIES, x, at, ORDER);
      FloatVector right = FloatVector.fromMemorySegment(SPECIES, y, at, ORDER);
      operation.apply(left, right).intoMemorySegment(out, at, ORDER);
    }
    for (; i < n; i++) {
      float result = rest.apply(x.getAtIndex(LAYOUT, i), y.getAtIndex(LAYOUT, i));
      out.setAtIndex(LAYOUT, i, result);
    }
  }
}
