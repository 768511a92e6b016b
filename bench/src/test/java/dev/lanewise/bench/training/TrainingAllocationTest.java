package dev.lanewise.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Stepper;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.data.Batches;
import dev.lanewise.autodiff.optim.Optimizer;
import dev.lanewise.bench.data.Digits;
import dev.lanewise.bench.data.LabelledImages;
import dev.lanewise.bench.model.Batch;
import dev.lanewise.bench.model.Classification;
import dev.lanewise.bench.model.DigitsModel;
import dev.lanewise.bench.model.Scores;
import dev.lanewise.bench.model.TrainingState;
import dev.lanewise.graph.runtime.Memory;
import dev.lanewise.graph.runtime.MemoryStats;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Training in its steady state, from the shuffled samples to the loss that is read, leaves memory
 * alone: told by the JVM's own counter for the heap and by the engine's for what is outside.
 */
class TrainingAllocationTest {
  private static final int BATCH = 32;
  private static final int STEPS = 44;

  /** Before C2 has compiled a kernel its vectors are objects; a busy machine takes its time. */
  private static final long WARM_UP_NANOS = TimeUnit.MINUTES.toNanos(3);

  /** 144 are the test's own; an Adam step has some 50 kernels that may hand over an object each. */
  private static final long HEAP_BYTES_A_STEP = 1000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LabelledImages digits = Digits.load().train();
  private final Batches batches = new Batches(digits.size(), BATCH, Batches.Remainder.DROP, 1);
  private final float[] images = new float[BATCH * 64];
  private final int[] labels = new int[BATCH];

  @Test
  void aTrainingStepAllocatesNothingInSteadyState() {
    DigitsModel model = DigitsModel.create(Key.of(1));
    Optimizer optimizer = DigitsModel.RECIPE.optimizer().create(1e-3, 1_000_000);
    try (Stepper<TrainingState<DigitsModel>, Batch, Scores> stepper =
        Stepper.of(
            (TrainingState<DigitsModel> state, Batch batch) ->
                Classification.step(optimizer, state, batch),
            new TrainingState<>(model, optimizer.init(model)),
            new Batch(Tensor.of(images, BATCH, 64), Tensor.of(labels)))) {
      long until = System.nanoTime() + WARM_UP_NANOS;
      long heapBytes;
      MemoryStats before;
      MemoryStats after;
      do {
        before = Memory.stats();
        heapBytes = epoch(stepper);
        after = Memory.stats();
      } while (heapBytes > HEAP_BYTES_A_STEP * STEPS && System.nanoTime() < until);

      assertThat(heapBytes / STEPS).as("heap bytes a step").isLessThan(HEAP_BYTES_A_STEP);
      assertThat(after).as("native memory").isEqualTo(before);
    }
  }

  /** The bytes that an epoch allocates on the heap, in all threads. */
  private long epoch(Stepper<TrainingState<DigitsModel>, Batch, Scores> stepper) {
    batches.rewind();
    double loss = 0;
    long before = threads.getTotalThreadAllocatedBytes();
    while (batches.next()) {
      batches.gather(digits.pixels(), 64, MemorySegment.ofArray(images));
      batches.gather(digits.labels(), MemorySegment.ofArray(labels));
      stepper.batch().images().array().write(images);
      stepper.batch().labels().array().write(labels);
      stepper.run();
      loss += stepper.result().loss().item();
    }
    long bytes = threads.getTotalThreadAllocatedBytes() - before;
    assertThat(loss).isFinite().isPositive();
    return bytes;
  }
}
