package dev.lanewise.graph.compile.tier;

import dev.lanewise.graph.compile.ClassDump;
import dev.lanewise.graph.compile.emit.GeneratedKernel;
import dev.lanewise.graph.compile.emit.KernelGenerator;
import dev.lanewise.graph.compile.emit.UnsupportedLoopException;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.compile.tile.ArrayTileKernel;
import dev.lanewise.graph.compile.tile.TileKernel;
import dev.lanewise.graph.event.Events;
import dev.lanewise.graph.event.KernelGenerationEvent;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fused loop with its implementations: one on tiles in scalar code, which runs at once, and a
 * generated kernel, which takes its place when {@link LoopCompiler} has made it and got it
 * compiled. Where there can be no kernel, tiles in vector code go on. All give the same bits, so
 * nobody but a clock can tell the difference. There is one loop for each body in the process, as
 * long as anybody uses it.
 */
public final class TieredLoop {
  /** How far the generated kernel is. */
  public enum State {
    /** Not asked for: the loop has not run often enough. */
    COLD,
    /** Waiting its turn. */
    QUEUED,
    /** Being generated, or compiled by the just-in-time compiler. */
    WARMING,
    /** Running. */
    COMPILED,
    /** Impossible: {@link TieredLoop#reason} says why. */
    UNSUPPORTED
  }

  /**
   * Calls after which a loop is worth a class of its own. Most graphs of one operation that eager
   * code makes run once or twice.
   */
  private static final int CALLS = 3;

  /** Waiting longer than this is hopeless, on however busy a machine, after so many calls. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private static final long FEWEST_CALLS = 1000;

  /** Within this time the just-in-time compilers are done with most kernels. */
  private static final long FRESH_NANOS = 500_000_000L;

  private static final Map<LoopBody, Entry> LOOPS = new ConcurrentHashMap<>();
  private static final ReferenceQueue<TieredLoop> DEAD = new ReferenceQueue<>();

  /** What the process knows a loop by; the loop goes when no executable has it any more. */
  private static final class Entry extends WeakReference<TieredLoop> {
    final LoopBody body;

    Entry(TieredLoop loop) {
      super(loop, DEAD);
      this.body = loop.body;
    }
  }

  private final LoopBody body;
  private final LoopSchedule schedule;
  private final AtomicReference<State> state = new AtomicReference<>(State.COLD);
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile LoopKernel current;
  private volatile @Nullable LoopKernel tiles;
  private volatile String reason = "";
  private volatile long requestedNanos;

  // Of the compiler's thread alone.
  private @Nullable LoopRehearsal rehearsal;
  private long begunNanos;

  // Read and written by any thread without order: a lost update costs nothing but a little time.
  private int calls;
  private long work;
  private int sampleRow = 1;

  private TieredLoop(LoopBody body) {
    this.body = body;
    this.schedule = LoopSchedule.of(body);
    ArrayTileKernel scalar = ArrayTileKernel.of(schedule);
    this.current = scalar == null ? tiles() : scalar;
  }

  /** The loop of a body. */
  public static TieredLoop of(LoopBody body) {
    for (Object dead = DEAD.poll(); dead != null; dead = DEAD.poll()) {
      Entry entry = (Entry) dead;
      LOOPS.remove(entry.body, entry);
    }
    @Nullable TieredLoop[] found = new TieredLoop[1];
    LOOPS.compute(
        body,
        (_, entry) -> {
          found[0] = entry == null ? null : entry.get();
          if (found[0] != null) {
            return entry;
          }
          TieredLoop made = new TieredLoop(body);
          found[0] = made;
          return new Entry(made);
        });
    TieredLoop loop = found[0];
    if (loop == null) {
      throw new IllegalStateException("unreachable: the entry was just made");
    }
    return loop;
  }

  /** What is computed. */
  public LoopBody body() {
    return body;
  }

  /** In which order. */
  public LoopSchedule schedule() {
    return schedule;
  }

  /** Tiles in vector code, whatever else is ready. */
  public LoopKernel tiles() {
    LoopKernel kernel = tiles;
    if (kernel == null) {
      // Two threads may both make it: it is one for each body anyhow.
      kernel = TileKernel.of(body);
      tiles = kernel;
    }
    return kernel;
  }

  /** The fastest implementation that is ready. */
  public LoopKernel current() {
    return current;
  }

  /** How far the generated kernel is. */
  public State state() {
    return state.get();
  }

  /** Why there is no generated kernel, or the empty string. */
  public String reason() {
    return reason;
  }

  /**
   * Says how large calls are going to be, for the one who warms the kernel.
   *
   * @param n elements of a row
   */
  public void sized(int n) {
    sampleRow = n;
  }

  /**
   * Notes a call, and asks for the generated kernel once there were enough of them.
   *
   * @param rows rows of the call
   * @param n elements of a row
   */
  public void called(long rows, int n) {
    if (state.get() == State.COMPILED) {
      return;
    }
    work += rows * n;
    sampleRow = n;
    if (++calls >= CALLS && state.get() == State.COLD) {
      request();
    }
  }

  /** Asks for the generated kernel; does not wait for it. */
  public void request() {
    if (state.compareAndSet(State.COLD, State.QUEUED)) {
      requestedNanos = System.nanoTime();
      LoopCompiler.shared().add(this);
    }
  }

  /** Whether the generated kernel runs, or is known to be impossible. */
  public boolean isSettled() {
    return settled.getCount() == 0;
  }

  /**
   * Waits until the generated kernel runs, or is known to be impossible.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void awaitSettled() throws InterruptedException {
    request();
    settled.await();
  }

  private GeneratedKernel generate() {
    KernelGenerationEvent event = Events.kernelGeneration();
    GeneratedKernel kernel = KernelGenerator.generate(body);
    if (event != null) {
      event.finish(
          kernel.name(),
          operations(),
          body.inputs().size(),
          body.outputs().size(),
          schedule.phaseCount(),
          kernel.classFile().length);
    }
    ClassDump.write(kernel.name(), kernel.classFile());
    return kernel;
  }

  /** What is computed, in order, for people. */
  private String operations() {
    return body.steps().stream()
        .map(
            step ->
                switch (step) {
                  case LoopBody.Compute compute -> compute.op().mnemonic();
                  case LoopBody.Fold fold -> "fold " + fold.kind();
                })
        .collect(Collectors.joining(" "));
  }

  /** How much this loop has run so far: what is compiled first. */
  long work() {
    return work;
  }

  /** Whether the kernel is likely to be compiled soon: it has not been waiting for long. */
  boolean isFresh() {
    return System.nanoTime() - begunNanos < FRESH_NANOS;
  }

  /**
   * Generates the kernel and begins to rehearse it; called by the compiler's thread.
   *
   * @return whether this is settled; otherwise it wants to {@link #advance}
   */
  boolean begin() {
    state.set(State.WARMING);
    begunNanos = System.nanoTime();
    return settling(
        () -> {
          rehearsal = new LoopRehearsal(generate(), sampleRow);
          return isPutInPlace();
        });
  }

  /**
   * Puts the kernel in place if it is compiled; called by the compiler's thread. A kernel that
   * still boxes its vectors is slower than the tile interpreter by far, so it has to wait.
   *
   * @return whether this is settled; otherwise it wants another turn
   */
  boolean advance() {
    return settling(this::isPutInPlace);
  }

  private boolean isPutInPlace() {
    LoopRehearsal warm = Objects.requireNonNull(rehearsal);
    if (warm.isCompiled()) {
      GeneratedKernel kernel = warm.kernel();
      current = kernel;
      state.set(State.COMPILED);
      Events.kernelSwap(
          kernel.name(),
          operations(),
          System.nanoTime() - requestedNanos,
          warm.nanos(),
          warm.calls());
      return true;
    }
    if (System.nanoTime() - requestedNanos > PATIENCE_NANOS && warm.calls() > FEWEST_CALLS) {
      settleWithout("the just-in-time compiler did not finish it");
      return true;
    }
    return false;
  }

  /** Whatever is thrown: nobody is to wait for ever, and the tile interpreter goes on. */
  private boolean settling(BooleanSupplier work) {
    boolean again = false;
    try {
      again = !work.getAsBoolean();
    } catch (UnsupportedLoopException e) {
      settleWithout(String.valueOf(e.getMessage()));
    } finally {
      if (!again) {
        if (state.get() == State.WARMING) {
          settleWithout("generating the kernel failed");
        }
        if (rehearsal != null) {
          rehearsal.close();
          rehearsal = null;
        }
        settled.countDown();
      }
    }
    return !again;
  }

  private void settleWithout(String why) {
    reason = why;
    current = tiles();
    state.set(State.UNSUPPORTED);
  }
}
