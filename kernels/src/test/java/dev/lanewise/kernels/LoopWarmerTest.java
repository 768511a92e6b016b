package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.api.Test;

class LoopWarmerTest {
  /** How long the compiler may take on a loaded machine; it mostly needs a tenth of a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int N = 1000;

  @Test
  void theVectorLoopTakesOverOnceItIsCompiled() throws InterruptedException {
    UnaryLoop exp =
        UnaryTable.row(UnaryOperation.EXP).loop(ElementType.F32, VectorShape.preferredShape());
    TwinLoop twin = (TwinLoop) exp;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(N * 4L, 64).fill((byte) 0x3f);
      MemorySegment scalar = arena.allocate(N * 4L, 64);
      MemorySegment vector = arena.allocate(N * 4L, 64);
      exp.run(in, 0, scalar, 0, N);
      assertThat(twin.isWarm()).isFalse();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!twin.isWarm() && System.nanoTime() < deadline) {
        exp.run(in, 0, scalar, 0, N);
        Thread.sleep(1);
      }
      assertThat(twin.isWarm()).as("compiled within %s", PATIENCE).isTrue();
      exp.run(in, 0, vector, 0, N);
      assertThat(vector.mismatch(scalar)).isEqualTo(-1);
      while (PendingLoops.count() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(1);
      }
      assertThat(PendingLoops.count()).as("whatever else was asked for").isZero();
    }
  }

  @Test
  void loopsThatAreHardlyUsedAreLeftAlone() {
    AtomicInteger rehearsals = new AtomicInteger();
    MethodTwin twin = new MethodTwin(_ -> rehearsals.incrementAndGet());
    for (int call = 0; call < 100; call++) {
      assertThat(twin.isWarm(200)).isFalse();
    }
    assertThat(rehearsals).hasValue(0);
  }

  @Test
  void aLoopThatC2DidNotGetToAsksAgainAfterMoreWork() throws InterruptedException {
    AtomicInteger rehearsals = new AtomicInteger();
    MethodTwin twin = new MethodTwin(_ -> rehearsals.incrementAndGet());
    twin.askAgainLater();
    assertThat(twin.isWarm(7_000_000)).isFalse();
    Thread.sleep(100);
    assertThat(rehearsals).as("less than four times what is worth it").hasValue(0);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!twin.isWarm(2_000_000) && System.nanoTime() < deadline) {
      Thread.sleep(1);
    }
    assertThat(twin.isWarm()).isTrue();
  }

  @Test
  void aFixedFormIsKeptWhateverIsCompiled() {
    MethodTwin before = new MethodTwin(_ -> {});
    assertThat(before.isWarm(1)).isFalse();
    try {
      LoopForm.SCALAR.fix();
      LoopForm.compiled(before);
      assertThat(before.isWarm(1)).isFalse();
      LoopForm.VECTOR.fix();
      assertThat(before.isWarm(1)).isTrue();
      assertThat(new MethodTwin(_ -> {}).isWarm(1)).as("the first run of a new loop").isTrue();
    } finally {
      LoopForm.ADAPTIVE.fix();
    }
    assertThat(before.isWarm(1)).isFalse();
  }

  @Test
  void aLoopThatIsMadeWhileVectorsAreFixedIsWhole() {
    LoopForm.VECTOR.fix();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(N * 4L, 64).fill((byte) 0x3f);
      MemorySegment out = arena.allocate(N * 4L, 64);
      VectorShape shape = VectorShape.preferredShape();
      UnaryTable.row(UnaryOperation.NEG).loop(ElementType.I32, shape).run(memory, 0, out, 0, N);
      assertThat(out.getAtIndex(ValueLayout.JAVA_INT, N - 1)).isEqualTo(-0x3f3f3f3f);
    } finally {
      LoopForm.ADAPTIVE.fix();
    }
  }
}
