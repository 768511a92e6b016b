package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.ffi.Blas1;
import dev.lanewise.kernels.BinaryKernel;
import dev.lanewise.kernels.BinaryOperation;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.UnaryKernel;
import dev.lanewise.kernels.UnaryOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** {@code out[i] = f(x[i], ...)} with functions that are an instruction or two. */
final class ElementwiseKernels {
  private ElementwiseKernels() {}

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    all.addAll(
        binary(
            "add",
            BinaryOperation.ADD,
            Float::sum,
            FloatVector::add,
            Double::sum,
            DoubleVector::add));
    all.addAll(
        binary(
            "mul",
            BinaryOperation.MUL,
            (x, y) -> x * y,
            FloatVector::mul,
            (x, y) -> x * y,
            DoubleVector::mul));
    all.addAll(
        binary(
            "div",
            BinaryOperation.DIV,
            (x, y) -> x / y,
            FloatVector::div,
            (x, y) -> x / y,
            DoubleVector::div));
    all.addAll(
        binary(
            "max", BinaryOperation.MAX, Math::max, FloatVector::max, Math::max, DoubleVector::max));
    all.addAll(
        unary(
            "sqrt",
            UnaryOperation.SQRT,
            x -> (float) Math.sqrt(x),
            FloatVector::sqrt,
            Math::sqrt,
            DoubleVector::sqrt));
    all.addAll(
        unary(
            "abs", UnaryOperation.ABS, Math::abs, FloatVector::abs, Math::abs, DoubleVector::abs));
    all.add(scaleFloats());
    all.add(scaleDoubles());
    return all;
  }

  private static List<Experiment> binary(
      String name,
      BinaryOperation operation,
      FloatLoops.Binary floats,
      FloatLoops.LaneBinary floatLanes,
      DoubleLoops.Binary doubles,
      DoubleLoops.LaneBinary doubleLanes) {
    String title = name + " of two arrays";
    return List.of(
        binaryDraft("elementwise." + name, title, operation, ElementType.F32)
            .flops(n -> n)
            .by(Contestant.LOOP, FloatLoops.onHeap(floats))
            .by(Contestant.SEGMENT_LOOP, FloatLoops.onSegments(floats))
            .by(Contestant.JDK, FloatLoops.lanesOnHeap(floatLanes, floats))
            .by(Contestant.JDK_SEGMENT, FloatLoops.lanesOnSegments(floatLanes, floats))
            .against(FloatLoops.twin(floats)),
        binaryDraft("elementwise." + name, title, operation, ElementType.F64)
            .flops(n -> n)
            .by(Contestant.LOOP, DoubleLoops.onHeap(doubles))
            .by(Contestant.SEGMENT_LOOP, DoubleLoops.onSegments(doubles))
            .by(Contestant.JDK, DoubleLoops.lanesOnHeap(doubleLanes, doubles))
            .by(Contestant.JDK_SEGMENT, DoubleLoops.lanesOnSegments(doubleLanes, doubles))
            .against(DoubleLoops.twin(doubles)));
  }

  /** Lanewise's kernel of an operation of two operands. */
  static Draft binaryDraft(String name, String title, BinaryOperation operation, ElementType type) {
    return new Draft(
            name,
            title,
            type,
            n -> List.of(Operand.input(type, n), Operand.input(type, n), Operand.output(type, n)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              BinaryKernel kernel = Elementwise.binary(operation, type);
              MemorySegment x = memory.get(0);
              MemorySegment y = memory.get(1);
              MemorySegment out = memory.get(2);
              return () -> kernel.apply(x, 0, y, 0, out, 0, n);
            });
  }

  private static List<Experiment> unary(
      String name,
      UnaryOperation operation,
      FloatLoops.Unary floats,
      FloatLoops.LaneUnary floatLanes,
      DoubleLoops.Unary doubles,
      DoubleLoops.LaneUnary doubleLanes) {
    return List.of(
        unaryDraft("elementwise." + name, name, operation, ElementType.F32, 0.5, 1.5)
            .flops(n -> n)
            .by(Contestant.LOOP, FloatLoops.onHeap(floats))
            .by(Contestant.SEGMENT_LOOP, FloatLoops.onSegments(floats))
            .by(Contestant.JDK, FloatLoops.lanesOnHeap(floatLanes, floats))
            .by(Contestant.JDK_SEGMENT, FloatLoops.lanesOnSegments(floatLanes, floats))
            .against(FloatLoops.twin(floats)),
        unaryDraft("elementwise." + name, name, operation, ElementType.F64, 0.5, 1.5)
            .flops(n -> n)
            .by(Contestant.LOOP, DoubleLoops.onHeap(doubles))
            .by(Contestant.SEGMENT_LOOP, DoubleLoops.onSegments(doubles))
            .by(Contestant.JDK, DoubleLoops.lanesOnHeap(doubleLanes, doubles))
            .by(Contestant.JDK_SEGMENT, DoubleLoops.lanesOnSegments(doubleLanes, doubles))
            .against(DoubleLoops.twin(doubles)));
  }

  /** Lanewise's kernel of an operation on numbers of a range. */
  static Draft unaryDraft(
      String name,
      String title,
      UnaryOperation operation,
      ElementType type,
      double low,
      double high) {
    return new Draft(
            name,
            title,
            type,
            n -> List.of(Operand.input(type, n).in(low, high), Operand.output(type, n)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              UnaryKernel kernel = Elementwise.unary(operation, type);
              MemorySegment x = memory.get(0);
              MemorySegment out = memory.get(1);
              return () -> kernel.apply(x, 0, out, 0, n);
            });
  }

  /** By -1, which leaves numbers as large as they are, call after call. */
  private static Draft scaleDraft(ElementType type) {
    return new Draft(
            "elementwise.scale",
            "x times a number, in place",
            type,
            n -> List.of(Operand.updated(type, n), Operand.input(type, 1).in(-1, -0.9999999)))
        .flops(n -> n)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              BinaryKernel kernel = Elementwise.binary(BinaryOperation.MUL, type);
              MemorySegment x = memory.get(0);
              MemorySegment factor = memory.get(1);
              return () -> kernel.apply(x, 0, 1, factor, 0, 0, x, 0, n);
            });
  }

  private static Experiment scaleFloats() {
    return scaleDraft(ElementType.F32)
        .byOpenBlas(
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              float factor = memory.get(1).get(ValueLayout.JAVA_FLOAT, 0);
              return () -> Blas1.sscal(n, factor, x, 0, 1);
            })
        .by(
            Contestant.LOOP,
            (memory, n) -> {
              HeapOperands.Floats heap = HeapOperands.floats(memory);
              float[] x = heap.array(0);
              float factor = heap.array(1)[0];
              return heap.body(
                  () -> {
                    for (int i = 0; i < n; i++) {
                      x[i] *= factor;
                    }
                  });
            })
        .against(
            (memory, n) -> {
              float factor = memory.get(1).get(ValueLayout.JAVA_FLOAT, 0);
              MemorySegment x = memory.get(0);
              for (int i = 0; i < n; i++) {
                float value = factor * x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
              }
            });
  }

  private static Experiment scaleDoubles() {
    return scaleDraft(ElementType.F64)
        .byOpenBlas(
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              double factor = memory.get(1).get(ValueLayout.JAVA_DOUBLE, 0);
              return () -> Blas1.dscal(n, factor, x, 0, 1);
            })
        .by(
            Contestant.LOOP,
            (memory, n) -> {
              HeapOperands.Doubles heap = HeapOperands.doubles(memory);
              double[] x = heap.array(0);
              double factor = heap.array(1)[0];
              return heap.body(
                  () -> {
                    for (int i = 0; i < n; i++) {
                      x[i] *= factor;
                    }
                  });
            })
        .against(
            (memory, n) -> {
              double factor = memory.get(1).get(ValueLayout.JAVA_DOUBLE, 0);
              MemorySegment x = memory.get(0);
              for (int i = 0; i < n; i++) {
                double value = factor * x.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                x.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
              }
            });
  }
}
