package dev.lanewise.graph.compile.emit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.compile.loop.LoopBody;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The product of two operands in rows of 20 floats, which are read 16 at a time. */
class OperandBoundsTest {
  private static final int LANES = 16;
  private static final int N = 20;
  private static final long ROW = N * Float.BYTES;
  private static final long READ = 2 * LANES * Float.BYTES;

  private final Arena arena = Arena.ofShared();
  private final LoopBody body = Bodies.product();
  private final MemorySegment scratch = arena.allocate(64, 64);
  private final MemorySegment[] segments = {allocate(READ), allocate(READ), allocate(ROW)};
  private final long[] at = new long[3];
  private final long[] step = new long[3];
  private long rows = 1;
  private int n = N;

  private MemorySegment allocate(long bytes) {
    return arena.allocate(bytes, 64);
  }

  private void require() {
    new OperandBounds(body, LANES).require(segments, at, step, rows, n, scratch, 64);
  }

  @AfterEach
  void free() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  @Test
  void whatIsInsideIsAllowed() {
    assertThatCode(this::require).doesNotThrowAnyException();

    rows = 3;
    segments[0] = allocate(2 * ROW + READ);
    step[0] = -ROW;
    at[0] = 2 * ROW;
    segments[2] = allocate(3 * ROW);
    step[2] = ROW;

    assertThatCode(this::require).as("backwards").doesNotThrowAnyException();
  }

  @Test
  void noRowsTouchNothing() {
    rows = 0;
    Arrays.fill(at, Long.MAX_VALUE);

    assertThatCode(this::require).doesNotThrowAnyException();
  }

  @Test
  void aVectorThatBeginsInTheRowIsReadAsAWhole() {
    segments[1] = allocate(READ - 1);

    assertThatThrownBy(this::require).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anOutputHoldsEveryRow() {
    rows = 2;
    step[2] = 1;

    assertThatThrownBy(this::require).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aRowMayNotBeginBeforeTheSegment() {
    rows = 2;
    step[0] = -1;

    assertThatThrownBy(this::require).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void offsetsMayNotOverflow() {
    rows = 1L << 32;
    step[0] = 1L << 32;

    assertThatThrownBy(this::require).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aRowHasElements() {
    n = 0;

    assertThatThrownBy(this::require)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a row of 0 elements");
  }

  @Test
  void heapMemoryIsRefused() {
    segments[0] = MemorySegment.ofArray(new float[2 * LANES]);

    assertThatThrownBy(this::require)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not native memory: ");
  }

  @Test
  void anOutputMayBeWritten() {
    segments[2] = segments[2].asReadOnly();

    assertThatThrownBy(this::require)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("that may be written");
  }

  @Test
  void scratchIsLargeEnough() {
    assertThatThrownBy(
            () -> new OperandBounds(body, LANES).require(segments, at, step, rows, n, scratch, 65))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void freedMemoryIsRefused() {
    arena.close();

    assertThatThrownBy(this::require)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("freed memory");
  }

  @Test
  void anotherThreadsMemoryIsRefused() throws InterruptedException {
    Thread owner = Thread.ofPlatform().start(() -> segments[1] = Arena.ofConfined().allocate(READ));
    owner.join();

    assertThatThrownBy(this::require).isInstanceOf(WrongThreadException.class);
  }

  @Test
  void aGeneratedKernelAsksFirst() {
    GeneratedKernel kernel = KernelGenerator.generate(body);
    segments[0] = allocate(4);

    assertThatThrownBy(() -> kernel.run(segments, at, step, rows, n, scratch))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
