package dev.lanewise.graph.compile.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import java.lang.classfile.ClassFile;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelGeneratorTest {
  @Test
  void theClassItselfIsUnloaded() throws Exception {
    WeakReference<Class<?>> type = new WeakReference<>(classOf(Bodies.softmax()));
    long patience = System.nanoTime() + 20_000_000_000L;
    while (type.get() != null && System.nanoTime() < patience) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(type.get()).isNull();
  }

  private static Class<?> classOf(LoopBody body) {
    return KernelGenerator.generate(body).loopClass();
  }

  @Test
  void aKernelShowsItsClass() {
    GeneratedKernel kernel = KernelGenerator.generate(Bodies.softmax());
    var model = ClassFile.of().parse(kernel.classFile());
    assertThat(model.thisClass().asInternalName().replace('/', '.')).isEqualTo(kernel.name());
    assertThat(kernel.methodSizes()).containsKeys("run", "walk0", "walk1", "walk1Block", "walk2");
    assertThat(kernel.methodSizes().values()).allSatisfy(s -> assertThat(s).isBetween(1, 8_000));
    assertThat(kernel).hasToString(kernel.name());
  }

  /** The limits of the just-in-time compilers. */
  @Test
  void longBodiesAreCutIntoMethodsThatAreCompiled() {
    Map<String, Integer> sizes =
        KernelGenerator.generate(Bodies.chain(DType.F32, 300)).methodSizes();
    assertThat(sizes.keySet())
        .filteredOn(name -> name.startsWith("walk0Block"))
        .hasSizeGreaterThan(3);
    assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isLessThan(4_000));
  }

  @Test
  void whatHasNoVectorsIsRefusedWithTheReason() {
    BodyBuilder b = new BodyBuilder();
    int x = b.input(DType.BF16, Level.LANES);
    int sum = b.op(Binary.ADD, x, x);
    LoopBody body = b.store(sum).body();
    assertThatThrownBy(() -> KernelGenerator.generate(body))
        .isInstanceOf(UnsupportedLoopException.class)
        .hasMessage("[fused loop] [ADD] does not support BF16");
    assertThatThrownBy(() -> KernelGenerator.generate(Bodies.gelu(), 32))
        .isInstanceOf(UnsupportedLoopException.class)
        .hasMessage("[fused loop] %0: no vectors of 32 F32");
    assertThatThrownBy(() -> KernelGenerator.generate(Bodies.masks(), 4))
        .isInstanceOf(UnsupportedLoopException.class)
        .hasMessage("[fused loop] %2: no vectors of 4 BOOL to load or store");
  }
}
