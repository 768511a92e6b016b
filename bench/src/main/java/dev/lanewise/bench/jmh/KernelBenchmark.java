package dev.lanewise.bench.jmh;

import dev.lanewise.bench.lab.kernel.Body;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Memory;
import dev.lanewise.bench.lab.kernel.WarmUp;
import dev.lanewise.bench.lab.suite.Catalog;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One call of one contestant. A process measures a single one, so that nothing else has shaped what
 * the JVM knows of the code. Every thread has memory of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {
  /** The name of an experiment. */
  @Param("roofline.copy.f32")
  public String kernel;

  /** A name of {@link Contestant}. */
  @Param("LANEWISE")
  public String contestant;

  /** Of the problem, as the experiment understands it. */
  @Param("1024")
  public int size;

  /** Bits of a vector; 0 for what the machine prefers. Says which flags the process was given. */
  @Param("0")
  public int lanes;

  private Arena arena;
  private Body body;

  /** Allocates the operands, makes the contestant ready and warms it up. */
  @Setup
  public void start() {
    Experiment experiment = Catalog.find(kernel);
    arena = Arena.ofShared();
    Memory memory = Memory.allocate(arena, experiment.operands().apply(size), 1);
    body = experiment.start(Contestant.valueOf(contestant), memory, size);
    WarmUp.run(body);
  }

  /** The call. */
  @Benchmark
  public void call() {
    body.run();
  }

  /** Frees the operands. */
  @TearDown
  public void stop() {
    arena.close();
  }
}
