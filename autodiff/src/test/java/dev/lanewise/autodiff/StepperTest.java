package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Memory;
import dev.lanewise.graph.runtime.Workers;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepperTest {
  private static final int STEPS_A_ROUND = 2000;
  private static final int MOST_ROUNDS = 1000;
  private static final long STEADY_BYTES = 300;

  /** A linear model under training with momentum. */
  public record State(Tensor weight, Tensor velocity, int ignored) {}

  /** Inputs and targets. */
  public record Batch(Tensor x, Tensor y) {}

  /** What is looked at. */
  public record Seen(Tensor loss, Tensor error) {}

  private static Stepped<State, Seen> step(State state, Batch batch) {
    var loss =
        Autodiff.valueAndGrad((Tensor w) -> batch.x().matmul(w).sub(batch.y()).square().mean())
            .apply(state.weight());
    Tensor velocity = state.velocity().mul(0.5).add(loss.grad());
    Tensor weight = state.weight().sub(velocity.mul(0.1));
    Tensor error = batch.x().matmul(state.weight()).sub(batch.y());
    return new Stepped<>(
        new State(weight, velocity, state.ignored()), new Seen(loss.value(), error));
  }

  private static State initial() {
    return new State(Tensor.of(0.5, -0.5), Tensor.zeros(DType.F64, 2), 7);
  }

  private static Batch batch(int i) {
    return new Batch(
        Tensor.of(new double[] {1 + i, 2, 3, 4 - i, 0.5, i}, 3, 2), Tensor.of(1.0, i, -1));
  }

  @Test
  void doesWhatTheFunctionDoesStepByStep() {
    State expected = initial();
    State given = initial();
    try (var stepper = Stepper.of(StepperTest::step, given, batch(0))) {
      for (int i = 0; i < 6; i++) {
        Batch batch = batch(i);
        Stepped<State, Seen> reference = step(expected, batch);
        stepper.batch().x().array().write(batch.x().toDoubles());
        stepper.batch().y().array().write(batch.y().toDoubles());
        stepper.run();
        Samples.assertClose(stepper.result().loss(), reference.result().loss(), 1e-13, "loss " + i);
        Samples.assertClose(
            stepper.result().error(), reference.result().error(), 1e-13, "error " + i);
        expected = reference.state();
        State state = stepper.state();
        Samples.assertClose(state.weight(), expected.weight(), 1e-13, "weight " + i);
        Samples.assertClose(state.velocity(), expected.velocity(), 1e-13, "velocity " + i);
        assertThat(state.ignored()).isEqualTo(7);
      }
    }
    assertThat(given.weight().toDoubles()).as("was copied").containsExactly(0.5, -0.5);
  }

  @Test
  void theStateHandedOutIsACopy() {
    try (var stepper = Stepper.of(StepperTest::step, initial(), batch(1))) {
      double[] before = stepper.state().weight().toDoubles();
      State kept = stepper.state();
      stepper.run();
      assertThat(kept.weight().toDoubles()).containsExactly(before);
      assertThat(stepper.state().weight().toDoubles()).isNotEqualTo(before);
    }
  }

  @Test
  void partsOfAStateMayChangePlacesAndShareTheirBeginning() {
    Tensor shared = Tensor.of(1.0, 2);
    Fn2<List<Tensor>, Tensor, Stepped<List<Tensor>, List<Tensor>>> swap =
        (state, x) ->
            new Stepped<>(List.of(state.get(1), state.get(0).add(x)), List.of(state.get(0)));
    try (var stepper = Stepper.of(swap, List.of(shared, shared), Tensor.of(1.0))) {
      stepper.run();
      stepper.run();
      stepper.run();
      assertThat(stepper.state().get(0).toDoubles()).containsExactly(2, 3);
      assertThat(stepper.state().get(1).toDoubles()).containsExactly(3, 4);
      assertThat(stepper.result().get(0).toDoubles()).containsExactly(2, 3);
    }
  }

  @Test
  void capturedTensorsAreRead() {
    Tensor large = Samples.counting(20);
    Fn2<Tensor, Tensor, Stepped<Tensor, Tensor>> add =
        (state, x) -> new Stepped<>(state.add(large.mul(x)), state.sum());
    try (var stepper = Stepper.of(add, Tensor.zeros(DType.F64, 20), Tensor.of(2.0))) {
      stepper.run();
      stepper.run();
      assertThat(stepper.result().item()).isEqualTo(380);
      assertThat(stepper.state().toDoubles()[19]).isEqualTo(76);
    }
  }

  @Test
  void aStepAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // One worker, for all work then happens on the thread that is looked at.
    try (Workers one = Workers.of(1);
        var stepper =
            Stepper.of(
                StepperTest::step,
                initial(),
                batch(2),
                CompileOptions.defaults().withWorkers(one))) {
      double[] x = batch(3).x().toDoubles();
      double[] y = batch(3).y().toDoubles();
      run(stepper, x, y);
      long blocks = Memory.stats().blocksTaken();
      // Vectors are boxed until the kernels are compiled, which a busy machine may delay.
      long perStep = Long.MAX_VALUE;
      for (int round = 0; perStep >= STEADY_BYTES && round < MOST_ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        run(stepper, x, y);
        perStep = (threads.getCurrentThreadAllocatedBytes() - before) / STEPS_A_ROUND;
      }
      assertThat(perStep).as("bytes of heap per step").isLessThan(STEADY_BYTES);
      assertThat(Memory.stats().blocksTaken()).as("native blocks").isEqualTo(blocks);
    }
  }

  private static void run(Stepper<State, Batch, Seen> stepper, double[] x, double[] y) {
    for (int i = 0; i < STEPS_A_ROUND; i++) {
      stepper.batch().x().array().write(x);
      stepper.batch().y().array().write(y);
      stepper.run();
    }
  }

  @Test
  void theNewStateMustBeLikeTheOld() {
    Tensor x = Tensor.of(1.0);
    Fn2<List<Tensor>, Tensor, Stepped<List<Tensor>, Tensor>> longer =
        (state, a) -> new Stepped<>(List.of(a, a), a);
    assertThatThrownBy(() -> Stepper.of(longer, List.of(x), x))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[stepper] the new state differs from the state at the root:");
    Fn2<List<Tensor>, Tensor, Stepped<List<Tensor>, Tensor>> wider =
        (state, a) -> new Stepped<>(List.of(state.getFirst().unsqueeze(0)), a);
    assertThatThrownBy(() -> Stepper.of(wider, List.of(x), x))
        .hasMessageContaining("[stepper] the new state's 0 is F64[1], the state's F64[]");
  }

  @Test
  void symbolicTensorsAreRefused() {
    Fn2<Tensor, Tensor, Stepped<Tensor, Tensor>> add = (s, x) -> new Stepped<>(s.add(x), x);
    Fn<Tensor, Tensor> outer =
        a -> {
          Stepper.of(add, a, a);
          return a;
        };
    assertThatThrownBy(() -> Autodiff.compile(outer).apply(Tensor.of(1.0)))
        .hasMessageContaining("[stepper] takes concrete tensors");
    Fn<Tensor, Tensor> closing =
        a -> {
          Stepper.of(
              (Tensor s, Tensor x) -> new Stepped<>(s.add(a), x), Tensor.of(1.0), Tensor.of(1.0));
          return a;
        };
    assertThatThrownBy(() -> Autodiff.compile(closing).apply(Tensor.of(1.0)))
        .hasMessageContaining("[stepper] the step closes over a symbolic tensor");
  }

  @Test
  void canBeLookedInto() {
    try (var stepper = Stepper.of(StepperTest::step, initial(), batch(0))) {
      assertThat(stepper.executable().explain().kernels()).isNotEmpty();
      assertThat(stepper.executable().graph().parameters()).hasSize(4);
    }
  }
}
