package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No vector is boxed once a kernel has been compiled, whatever other kernels ran before it. */
class ElementwiseAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** How long the compiler may take on a loaded machine; it mostly needs a tenth of a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int CLEAN_CALLS = 50;
  private static final int N = 75;
  private static final Arena ARENA = Arena.ofShared();
  private static final MemorySegment A = ARENA.allocate(N * 8L, 64);
  private static final MemorySegment B = ARENA.allocate(N * 8L, 64);
  private static final MemorySegment OUT = ARENA.allocate(N * 8L, 64);

  @BeforeAll
  static void vectorLoops() {
    LoopForm.VECTOR.fix();
  }

  @AfterAll
  static void close() {
    LoopForm.ADAPTIVE.fix();
    ARENA.close();
  }

  static Stream<Arguments> kernels() {
    Elementwise.fill(ElementType.F32, ElementType.F32.encode(0.75), A, 0, N * 2L);
    Elementwise.fill(ElementType.F32, ElementType.F32.encode(0.25), B, 0, N * 2L);
    return Stream.of(
        unary(UnaryOperation.NEG, ElementType.F32),
        unary(UnaryOperation.TANH, ElementType.F32),
        unary(UnaryOperation.ERF, ElementType.F64),
        unary(UnaryOperation.SIN, ElementType.F32),
        unary(UnaryOperation.LOG1P, ElementType.F64),
        unary(UnaryOperation.IS_FINITE, ElementType.F64),
        unary(UnaryOperation.LGAMMA, ElementType.F32),
        binary(BinaryOperation.ADD, ElementType.F32, 1),
        binary(BinaryOperation.ADD, ElementType.F64, 1),
        binary(BinaryOperation.MUL, ElementType.F32, 0),
        binary(BinaryOperation.POW, ElementType.F32, 0),
        binary(BinaryOperation.ADD, ElementType.I32, 0),
        binary(BinaryOperation.MAX, ElementType.I64, 1),
        binary(BinaryOperation.AND, ElementType.BOOL, 1),
        comparison(ElementType.F64),
        comparison(ElementType.I32),
        select(ElementType.F32),
        select(ElementType.I64),
        conversion(ElementType.F32, ElementType.BF16),
        conversion(ElementType.BF16, ElementType.F32),
        conversion(ElementType.F64, ElementType.I32),
        conversion(ElementType.BOOL, ElementType.F32));
  }

  private static Arguments unary(UnaryOperation operation, ElementType type) {
    UnaryKernel kernel = Elementwise.unary(operation, type);
    return kernel(kernel, () -> kernel.apply(A, 0, OUT, 0, N));
  }

  private static Arguments binary(BinaryOperation operation, ElementType type, int stride) {
    BinaryKernel kernel = Elementwise.binary(operation, type);
    return kernel(kernel, () -> kernel.apply(A, 0, 1, B, 0, stride, OUT, 0, N));
  }

  private static Arguments comparison(ElementType type) {
    BinaryKernel kernel = Elementwise.compare(Comparison.LT, type);
    return kernel(kernel, () -> kernel.apply(A, 0, B, 0, OUT, 0, N));
  }

  private static Arguments select(ElementType type) {
    TernaryKernel kernel = Elementwise.select(type);
    return kernel(kernel, () -> kernel.apply(A, 0, 1, A, 0, 1, B, 0, 0, OUT, 0, N));
  }

  private static Arguments conversion(ElementType from, ElementType to) {
    UnaryKernel kernel = Elementwise.convert(from, to);
    return kernel(kernel, () -> kernel.apply(A, 0, OUT, 0, N));
  }

  private static Arguments kernel(Object kernel, Runnable call) {
    return Arguments.of(kernel.toString(), call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void allocatesNothingInSteadyState(String kernel, Runnable call) {
    int clean = 0;
    long last = 0;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (clean < CLEAN_CALLS && System.nanoTime() < deadline) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      call.run();
      last = THREADS.getCurrentThreadAllocatedBytes() - before;
      clean = last == 0 ? clean + 1 : 0;
    }
    assertThat(clean)
        .as("calls of %s in a row without allocation; the last allocated %d bytes", kernel, last)
        .isEqualTo(CLEAN_CALLS);
  }
}
