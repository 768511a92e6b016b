package dev.lanewise.graph.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Scope;
import dev.lanewise.graph.runtime.Tier;
import dev.lanewise.graph.runtime.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder hears, and that it costs nothing while nobody listens. */
class EventsTest {
  private static final List<String> NAMES =
      List.of(
          "dev.lanewise.Compile",
          "dev.lanewise.Execution",
          "dev.lanewise.BlasCall",
          "dev.lanewise.WorkspaceGrowth",
          "dev.lanewise.KernelGeneration",
          "dev.lanewise.KernelSwap");

  private static final long WARM_UP_NANOS = 30_000_000_000L;
  private static final int STEPS = 20_000;

  @TempDir Path folder;

  /** Runs with all our events on, of whatever duration, and returns what was recorded. */
  private List<RecordedEvent> record(Runnable work) throws IOException {
    try (Recording recording = new Recording()) {
      NAMES.forEach(name -> recording.enable(name).withThreshold(Duration.ZERO));
      recording.start();
      work.run();
      recording.stop();
      Path file = folder.resolve("recording.jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> NAMES.contains(event.getEventType().getName()))
          .toList();
    }
  }

  private static RecordedEvent only(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found =
        events.stream().filter(e -> e.getEventType().getName().endsWith("." + name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  /** {@code tanh(0.5 (x y))}, with a detour that the optimiser removes. */
  private static Graph graph() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 20, 30));
    Value y = b.parameter(TensorType.of(DType.F32, 30, 50));
    Value product = b.mul(b.add(DotGeneral.matmul(), x, y), 0.5);
    return b.build("recorded", List.of(b.add(Unary.TANH, b.neg(b.neg(product)))));
  }

  @Test
  void aCompiledAndExecutedGraphIsRecorded() throws IOException {
    Graph graph = graph();
    CompileOptions options = CompileOptions.defaults().withProducts(MatrixProducts.OPENBLAS);
    List<RecordedEvent> events =
        record(
            () -> {
              try (Scope _ = Scope.open()) {
                Executable executable = Executable.compile(graph, options);
                var _ =
                    executable.run(
                        List.of(
                            Array.zeros(graph.parameterTypes().get(0)),
                            Array.zeros(graph.parameterTypes().get(1))));
              }
            });
    Executable same = Executable.compile(graph, options);
    long flops = same.explain().flops();
    long moved = same.explain().bytesRead() + same.explain().bytesWritten();

    RecordedEvent compile = only(events, "Compile");
    assertThat(compile.getString("graph")).isEqualTo("recorded");
    assertThat(compile.getInt("nodes")).isEqualTo(graph.nodes().size());
    assertThat(compile.getInt("optimisedNodes")).isLessThan(graph.nodes().size()).isPositive();
    assertThat(compile.getInt("passes")).isPositive();
    assertThat(compile.getInt("kernels")).isEqualTo(same.explain().kernels().size());
    assertThat(compile.getLong("flops")).isEqualTo(flops).isGreaterThan(2 * 20 * 30 * 50);
    assertThat(compile.getLong("bytesMoved")).isEqualTo(moved);
    assertThat(compile.getLong("workspaceBytes")).isEqualTo(same.workspaceBytes());
    assertThat(compile.getLong("constantBytes")).isEqualTo(same.explain().constantBytes());
    assertThat(compile.getDuration()).isPositive();
    assertThat(compile.getStackTrace()).isNotNull();

    RecordedEvent execution = only(events, "Execution");
    assertThat(execution.getString("graph")).isEqualTo("recorded");
    assertThat(execution.getInt("kernels")).isEqualTo(same.explain().kernels().size());
    assertThat(execution.getLong("flops")).isEqualTo(flops);
    assertThat(execution.getLong("bytesMoved")).isEqualTo(moved);
    assertThat(execution.getLong("workspaceBytes")).isEqualTo(same.workspaceBytes());
    assertThat(execution.getDuration()).isPositive();
    assertThat(execution.getStartTime()).isAfter(compile.getStartTime());

    RecordedEvent blas = only(events, "BlasCall");
    assertThat(blas.getString("routine")).isEqualTo("sgemm");
    assertThat(blas.getString("shape")).isEqualTo("20 x 30 by 30 x 50");
    assertThat(blas.getInt("products")).isEqualTo(1);
    assertThat(blas.getLong("flops")).isEqualTo(2 * 20 * 30 * 50);
    assertThat(blas.getDuration()).isLessThanOrEqualTo(execution.getDuration());

    RecordedEvent growth = only(events, "WorkspaceGrowth");
    assertThat(growth.getString("graph")).isEqualTo("recorded");
    assertThat(growth.getLong("workspaceBytes")).isEqualTo(same.workspaceBytes());
    assertThat(growth.getInt("workspaces")).isEqualTo(1);
  }

  /** {@code floor(x) - tanh(x) sqrt(x)} and its sums along rows: a body that no other test has. */
  private static Graph loop() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 64, 300));
    Value product = b.mul(b.add(Unary.TANH, x), b.add(Unary.SQRT, x));
    Value y = b.sub(b.add(Unary.FLOOR, x), product);
    return b.build("looped", List.of(y, b.sum(y, Ints.of(1))));
  }

  @Test
  void aKernelIsRecordedWhenItIsGeneratedAndWhenItTakesOver() throws IOException {
    CompileOptions options = CompileOptions.defaults().withTier(Tier.COMPILED);
    List<RecordedEvent> events = record(() -> Executable.compile(loop(), options));
    RecordedEvent generation = only(events, "KernelGeneration");
    String kernel = generation.getString("kernel");
    assertThat(kernel).startsWith("dev.lanewise.").contains("FusedLoop$");
    String operations = generation.getString("operations");
    assertThat(operations).contains("tanh", "sqrt", "mul", "floor", "sub", "fold SUM");
    assertThat(generation.getInt("inputs")).isEqualTo(1);
    assertThat(generation.getInt("outputs")).isEqualTo(2);
    assertThat(generation.getInt("walks")).isEqualTo(1);
    assertThat(generation.getLong("classBytes")).isGreaterThan(500);
    assertThat(generation.getDuration()).isPositive();
    RecordedEvent swap = only(events, "KernelSwap");
    assertThat(swap.getString("kernel")).isEqualTo(kernel);
    assertThat(swap.getString("operations")).isEqualTo(operations);
    assertThat(swap.getDuration("warmUp")).isPositive();
    assertThat(swap.getDuration("waited")).isGreaterThan(swap.getDuration("warmUp"));
    assertThat(swap.getLong("warmUpCalls")).isGreaterThanOrEqualTo(20);
    assertThat(generation.getThread().getJavaName()).isEqualTo("lanewise-compiler");
  }

  @Test
  void nobodyListensUntilSomebodyDoes() throws IOException {
    assertThat(Events.compile()).isNull();
    assertThat(Events.execution()).isNull();
    assertThat(Events.blasCall()).isNull();
    assertThat(Events.workspaceGrowth()).isNull();
    assertThat(Events.kernelGeneration()).isNull();
    assertThat(record(() -> assertThat(Events.execution()).isNotNull())).isEmpty();
    assertThat(Events.execution()).isNull();
  }

  /** An event is known to Flight Recorder from its first use in a recording. */
  private static void touchAll() {
    Events.compile();
    Events.execution();
    Events.blasCall();
    Events.workspaceGrowth();
    Events.kernelGeneration();
    Events.kernelSwap("", "", 0, 0, 0);
  }

  /** What Mission Control shows of them. */
  @Test
  void everythingHasALabelAndACategory() throws IOException {
    record(EventsTest::touchAll);
    List<EventType> types =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .filter(type -> NAMES.contains(type.getName()))
            .toList();
    assertThat(types).extracting(EventType::getName).containsExactlyInAnyOrderElementsOf(NAMES);
    for (EventType type : types) {
      assertThat(type.getLabel()).as(type.getName()).isNotBlank();
      assertThat(type.getDescription()).as(type.getName()).isNotBlank();
      assertThat(type.getCategoryNames()).as(type.getName()).first().isEqualTo("Lanewise");
      for (ValueDescriptor field : type.getFields()) {
        assertThat(field.getLabel()).as(type.getName() + "." + field.getName()).isNotBlank();
        if (field.getName().endsWith("Bytes")) {
          assertThat(field.getContentType())
              .as(type.getName() + "." + field.getName())
              .isEqualTo("jdk.jfr.DataAmount");
        }
      }
    }
  }

  /** A recording that does not want them, or that has ended, leaves nothing behind. */
  @Test
  void stepsAllocateNothingWhileNobodyListens() throws IOException {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 64, 64));
    Graph graph = b.build("quiet", List.of(b.neg(x)));
    try (Workers workers = Workers.of(1);
        Scope _ = Scope.open();
        Recording other = new Recording()) {
      Executable executable =
          Executable.compile(graph, CompileOptions.defaults().withWorkers(workers));
      Array[] arguments = {Array.zeros(graph.parameterTypes().getFirst())};
      Array[] results = {Array.zeros(graph.resultTypes().getFirst())};
      assertThat(record(() -> executable.run(arguments, results))).isNotEmpty();
      NAMES.forEach(other::disable);
      other.start();
      long until = System.nanoTime() + WARM_UP_NANOS;
      long bytes = allocated(executable, arguments, results);
      while (bytes > STEPS && System.nanoTime() < until) {
        bytes = allocated(executable, arguments, results);
      }
      assertThat(bytes / STEPS).as("heap bytes a step").isZero();
    }
  }

  private static long allocated(Executable executable, Array[] arguments, Array[] results) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < STEPS; i++) {
      executable.run(arguments, results);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
