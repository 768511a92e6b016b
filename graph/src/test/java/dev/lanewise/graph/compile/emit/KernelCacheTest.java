package dev.lanewise.graph.compile.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import java.lang.classfile.ClassFile;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class KernelCacheTest {
  private static final int THREADS = 8;

  @Test
  void manyThreadsGetOneKernelForEachBody() throws Exception {
    Queue<GeneratedKernel> heard = new ConcurrentLinkedQueue<>();
    KernelCache cache = new KernelCache((kernel, _) -> heard.add(kernel));
    CyclicBarrier start = new CyclicBarrier(THREADS);
    Callable<List<GeneratedKernel>> all =
        () -> {
          start.await();
          // Equal bodies, but not the same ones.
          return Bodies.all().values().stream().map(cache::get).toList();
        };
    List<List<GeneratedKernel>> kernels = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<List<GeneratedKernel>>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(all));
      }
      for (Future<List<GeneratedKernel>> future : futures) {
        kernels.add(future.get());
      }
    }
    assertThat(heard).containsExactlyInAnyOrderElementsOf(kernels.getFirst());
    assertThat(heard).extracting(GeneratedKernel::body).doesNotHaveDuplicates();
    assertThat(kernels).allSatisfy(each -> assertThat(each).isEqualTo(kernels.getFirst()));
    assertThat(cache.size()).isEqualTo(Bodies.all().size());
  }

  @Test
  void aKernelThatNobodyHoldsIsUnloaded() throws Exception {
    KernelCache cache = new KernelCache(KernelListener.NONE);
    WeakReference<GeneratedKernel> kernel = new WeakReference<>(cache.get(Bodies.product()));
    long patience = System.nanoTime() + 20_000_000_000L;
    while (cache.size() > 0 && System.nanoTime() < patience) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(cache.size()).isZero();
    assertThat(kernel.get()).isNull();
    GeneratedKernel again = cache.get(Bodies.product());
    assertThat(cache.get(Bodies.product())).isSameAs(again);
  }

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
  void theListenerCanBeSetLater() {
    KernelCache cache = new KernelCache(KernelListener.NONE);
    cache.get(Bodies.product());
    List<String> names = new ArrayList<>();
    List<Long> nanos = new ArrayList<>();
    cache.listen(
        (kernel, took) -> {
          names.add(kernel.name());
          nanos.add(took);
        });
    cache.get(Bodies.product());
    GeneratedKernel softmax = cache.get(Bodies.softmax());
    assertThat(names).isSubsetOf(softmax.name(), cache.get(Bodies.product()).name());
    assertThat(names).contains(softmax.name());
    assertThat(nanos).allSatisfy(took -> assertThat(took).isPositive());
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
    KernelCache cache = new KernelCache(KernelListener.NONE);
    assertThatThrownBy(() -> cache.get(body))
        .isInstanceOf(UnsupportedLoopException.class)
        .hasMessage("[fused loop] [ADD] does not support BF16");
    assertThat(cache.size()).isZero();
    assertThatThrownBy(() -> KernelGenerator.generate(Bodies.gelu(), 32))
        .isInstanceOf(UnsupportedLoopException.class)
        .hasMessage("[fused loop] %0: no vectors of 32 F32");
    assertThatThrownBy(() -> KernelGenerator.generate(Bodies.masks(), 4))
        .isInstanceOf(UnsupportedLoopException.class)
        .hasMessage("[fused loop] %2: no vectors of 4 BOOL to load or store");
  }
}
