package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernels.fft.ComplexLayout;
import dev.lanewise.kernels.fft.Fft;
import dev.lanewise.kernels.fft.FftPlan;
import dev.lanewise.kernels.fft.Normalization;
import dev.lanewise.kernels.fft.RealFftPlan;
import dev.lanewise.kernels.random.Distribution;
import dev.lanewise.kernels.scan.Cumulation;
import dev.lanewise.kernels.scan.Scan;
import dev.lanewise.kernels.scan.ScanPlan;
import dev.lanewise.kernels.sort.Sort;
import dev.lanewise.kernels.sort.SortPlan;
import dev.lanewise.kernels.sort.TopKPlan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link KernelAllocationTest}, for transforms, scans, sorts and random numbers. */
class FamilyAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final MemorySegment IN = Arena.global().allocate(1 << 16, 64);
  private static final MemorySegment OUT = Arena.global().allocate(1 << 16, 64);
  private static final MemorySegment INDICES = Arena.global().allocate(1 << 16, 64);
  private static final MemorySegment WORKSPACE = Arena.global().allocate(1 << 18, 64);

  static Stream<Arguments> kernels() {
    ComplexLayout layout = ComplexLayout.interleaved(400);
    FftPlan floats = Fft.complex(ElementType.F32, 400, Normalization.BACKWARD);
    FftPlan doubles = Fft.complex(ElementType.F64, 400, Normalization.BACKWARD);
    RealFftPlan real = Fft.real(ElementType.F32, 101, Normalization.BACKWARD);
    ComplexLayout bins = ComplexLayout.planar(51);
    ScanPlan sum = Scan.plan(Cumulation.SUM, ElementType.F32, 2, 50, 100, false, false);
    ScanPlan wide = Scan.plan(Cumulation.SUM, ElementType.F64, 1, 50, 100, true, true);
    ScanPlan max = Scan.plan(Cumulation.MAX, ElementType.F64, 1, 50, 100, false, false);
    // Those that the JDK's sort does not take part in, which allocates some bytes itself.
    SortPlan sort = Sort.plan(ElementType.F64, 2, 1000, true);
    TopKPlan topK = Sort.topK(ElementType.F32, 2, 1000, 10, true);
    return Stream.of(
        Arguments.of(
            "fft F32",
            (Runnable)
                () -> floats.run(false, IN, 0, layout, OUT, 0, layout, 1, 0, 1, WORKSPACE, 0)),
        Arguments.of(
            "fft F64",
            (Runnable)
                () -> doubles.run(true, IN, 0, layout, OUT, 0, layout, 1, 0, 1, WORKSPACE, 0)),
        Arguments.of(
            "real fft of a prime length",
            (Runnable) () -> real.forward(IN, 0, OUT, 0, bins, 2, 0, 2, WORKSPACE, 0)),
        Arguments.of(sum.toString(), (Runnable) () -> sum.run(IN, 0, OUT, 0)),
        Arguments.of(wide.toString(), (Runnable) () -> wide.run(IN, 0, OUT, 0)),
        Arguments.of(max.toString(), (Runnable) () -> max.run(IN, 0, OUT, 0)),
        Arguments.of(
            "argSort",
            (Runnable) () -> sort.argSort(IN, 0, ElementType.I32, INDICES, 0, WORKSPACE, 0, 0, 2)),
        Arguments.of(
            "topK",
            (Runnable)
                () -> topK.run(IN, 0, OUT, 0, ElementType.I32, INDICES, 0, WORKSPACE, 0, 0, 2)),
        Arguments.of(
            "uniform",
            (Runnable) () -> Distribution.UNIFORM.fill(ElementType.F32, 1, OUT, 0, 0, 4000)));
  }

  @BeforeAll
  static void vectorLoops() {
    LoopForm.VECTOR.fix();
    Distribution.UNIFORM.fill(ElementType.F32, 7, IN, 0, 0, 1 << 14);
  }

  @AfterAll
  static void anyLoops() {
    LoopForm.ADAPTIVE.fix();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void allocatesNothingOnceCompiled(String name, Runnable body) {
    // Compilation happens in the background, so runs are watched until enough in a row are clean.
    int clean = 0;
    long allocated = 0;
    long patience = System.nanoTime() + 30_000_000_000L;
    while (clean < 20 && System.nanoTime() < patience) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      body.run();
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      clean = allocated < 64 ? clean + 1 : 0;
    }
    assertThat(clean).as("%s allocates %d bytes a run", name, allocated).isEqualTo(20);
  }
}
