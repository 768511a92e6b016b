package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Body;
import dev.lanewise.bench.lab.kernel.Memory;
import dev.lanewise.bench.lab.kernel.Operand;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** The operands of a problem as arrays on the heap, for contestants that work there. */
abstract class HeapOperands {
  private final Memory memory;

  private HeapOperands(Memory memory) {
    this.memory = memory;
  }

  /** Copies of operands that are all of F32. */
  static Floats floats(Memory memory) {
    return new Floats(memory);
  }

  /** Copies of operands that are all of F64. */
  static Doubles doubles(Memory memory) {
    return new Doubles(memory);
  }

  /** The operand's array as memory. */
  abstract MemorySegment view(int operand);

  /** A body whose results are brought back from the arrays. */
  final Body body(Runnable work) {
    return new Body() {
      @Override
      public void run() {
        work.run();
      }

      @Override
      public void export() {
        for (int i = 0; i < memory.operands().size(); i++) {
          if (memory.operands().get(i).role() != Operand.Role.INPUT) {
            memory.get(i).copyFrom(view(i));
          }
        }
      }
    };
  }

  /** F32. */
  static final class Floats extends HeapOperands {
    private final List<float[]> arrays = new ArrayList<>();

    private Floats(Memory memory) {
      super(memory);
      for (int i = 0; i < memory.operands().size(); i++) {
        float[] array = new float[Math.toIntExact(memory.operands().get(i).count())];
        MemorySegment.copy(memory.get(i), ValueLayout.JAVA_FLOAT, 0, array, 0, array.length);
        arrays.add(array);
      }
    }

    float[] array(int operand) {
      return arrays.get(operand);
    }

    @Override
    MemorySegment view(int operand) {
      return MemorySegment.ofArray(array(operand));
    }
  }

  /** F64. */
  static final class Doubles extends HeapOperands {
    private final List<double[]> arrays = new ArrayList<>();

    private Doubles(Memory memory) {
      super(memory);
      for (int i = 0; i < memory.operands().size(); i++) {
        double[] array = new double[Math.toIntExact(memory.operands().get(i).count())];
        MemorySegment.copy(memory.get(i), ValueLayout.JAVA_DOUBLE, 0, array, 0, array.length);
        arrays.add(array);
      }
    }

    double[] array(int operand) {
      return arrays.get(operand);
    }

    @Override
    MemorySegment view(int operand) {
      return MemorySegment.ofArray(array(operand));
    }
  }
}
