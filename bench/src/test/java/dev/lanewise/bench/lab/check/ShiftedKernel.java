package dev.lanewise.bench.lab.check;

import dev.lanewise.bench.lab.kernel.Kernel;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Everything that can be wrong with a kernel but a crash: it leaves out the tail, and the operation
 * is no constant, so it does not become an instruction and vectors become objects.
 */
public final class ShiftedKernel implements Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private final VectorOperators.Binary operation =
      System.nanoTime() == 0 ? VectorOperators.SUB : VectorOperators.ADD;

  @Override
  public String name() {
    return "x + 1";
  }

  @Override
  public List<Operand> operands(int n) {
    return List.of(Operand.input(ElementType.F32, n), Operand.output(ElementType.F32, n));
  }

  @Override
  public void run(List<MemorySegment> memory, int n) {
    for (int i = 0; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      long at = (long) i * Float.BYTES;
      FloatVector.fromMemorySegment(SPECIES, memory.get(0), at, ByteOrder.nativeOrder())
          .lanewise(operation, 1)
          .intoMemorySegment(memory.get(1), at, ByteOrder.nativeOrder());
    }
  }

  @Override
  public void twin(List<MemorySegment> memory, int n) {
    for (int i = 0; i < n; i++) {
      float value = memory.get(0).getAtIndex(ValueLayout.JAVA_FLOAT, i);
      memory.get(1).setAtIndex(ValueLayout.JAVA_FLOAT, i, value + 1);
    }
  }
}
