package dev.lanewise.bench.lab.example;

import dev.lanewise.bench.lab.kernel.Kernel;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

public final class Affine implements Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public String name() {
    return "y = 2 x + 3";
  }

  @Override
  public List<Operand> operands(int n) {
    return List.of(Operand.input(ElementType.F32, n), Operand.output(ElementType.F32, n));
  }

  @Override
  public double flops(int n) {
    return 2.0 * n;
  }

  @Override
  public void run(List<MemorySegment> memory, int n) {
    MemorySegment x = memory.get(0);
    MemorySegment y = memory.get(1);
    int i = 0;
    for (; i < SPECIES.loopBound(n); i += SPECIES.length()) {
      long at = (long) i * Float.BYTES;
      FloatVector.fromMemorySegment(SPECIES, x, at, ORDER)
          .mul(2)
          .add(3)
          .intoMemorySegment(y, at, ORDER);
    }
    for (; i < n; i++) {
      element(x, y, i);
    }
  }

  @Override
  public void twin(List<MemorySegment> memory, int n) {
    for (int i = 0; i < n; i++) {
      element(memory.get(0), memory.get(1), i);
    }
  }

  private static void element(MemorySegment x, MemorySegment y, int i) {
    float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
    y.setAtIndex(ValueLayout.JAVA_FLOAT, i, 2 * value + 3);
  }
}
