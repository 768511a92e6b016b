package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.TreeDef;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Scope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An iteration that updates its state in place, such as the training of a model:
 *
 * <pre>{@code
 * var stepper = Stepper.of(Trainer::step, state, batch);   // step: (S, B) -> Stepped<S, R>
 * for (...) {
 *   stepper.batch().images().array().write(pixels, from);
 *   stepper.run();
 *   double loss = stepper.result().item();
 * }
 * S trained = stepper.state();
 * }</pre>
 *
 * <p>All memory is taken at the start: {@link #run} allocates neither on the heap nor off it. So
 * the tensors of {@link #batch} and {@link #result} are buffers whose elements change, unlike any
 * others. To be used by one thread at a time.
 *
 * @param <S> the type of the state
 * @param <B> the type of the input of a step
 * @param <R> the type of the result of a step
 */
public final class Stepper<S, B, R> implements AutoCloseable {
  private final Executable executable;
  private final TreeDef<S> stateDef;
  private final B batch;
  private final R result;

  /** The state, the batch, and what the function has captured. */
  private final Array[] arguments;

  /** The state, which is the very arrays of the arguments, and the result. */
  private final Array[] results;

  private final int stateLeaves;
  private final int ownedArguments;

  private Stepper(Fn2<S, B, Stepped<S, R>> step, S state, B batch, CompileOptions compileOptions) {
    Flattened<S> flatState = Trees.flatten(state);
    Flattened<B> flatBatch = Trees.flatten(batch);
    requireConcrete(flatState.leaves(), flatBatch.leaves());
    Traced traced = trace(step, flatState, flatBatch);
    Flattened<Stepped<S, R>> like = resultLike(traced);
    Stepped<S, R> stepped = like.def().unflatten(like.leaves());
    this.stateDef = flatState.def();
    this.stateLeaves = flatState.leaves().size();
    requireSameState(flatState, Trees.flatten(stepped.state()));

    CompileOptions options = compileOptions;
    for (int i = 0; i < stateLeaves; i++) {
      options = options.withDonation(i, i);
    }
    this.executable = Executable.compile(traced.graph(), options);

    List<Array> in = new ArrayList<>();
    flatState.leaves().forEach(leaf -> in.add(copy(leaf.array())));
    flatBatch.leaves().forEach(leaf -> in.add(copy(leaf.array())));
    this.ownedArguments = in.size();
    this.batch = flatBatch.def().unflatten(tensors(in.subList(stateLeaves, in.size())));
    traced.captures().forEach(capture -> in.add(Scope.release(capture.array())));
    this.arguments = in.toArray(Array[]::new);

    Flattened<R> flatResult = Trees.flatten(stepped.result());
    List<Array> out = new ArrayList<>(in.subList(0, stateLeaves));
    flatResult.leaves().forEach(leaf -> out.add(Array.zeros(leaf.type())));
    this.results = out.toArray(Array[]::new);
    this.result = flatResult.def().unflatten(tensors(out.subList(stateLeaves, out.size())));
  }

  /**
   * Compiles a step and takes the memory for it.
   *
   * @param step a pure function of a state and an input
   * @param state the state to begin with, which is copied
   * @param batch the input to begin with, which is copied; its types are those of all inputs
   * @throws OpException if the new state has another structure, or other types, than the state
   */
  public static <S, B, R> Stepper<S, B, R> of(Fn2<S, B, Stepped<S, R>> step, S state, B batch) {
    return of(step, state, batch, CompileOptions.defaults());
  }

  /** As above, with options; donations are added for the state. */
  public static <S, B, R> Stepper<S, B, R> of(
      Fn2<S, B, Stepped<S, R>> step, S state, B batch, CompileOptions options) {
    return new Stepper<>(step, state, batch, options);
  }

  private static void requireConcrete(List<Tensor> state, List<Tensor> batch) {
    if (Dispatch.newest(state) != null || Dispatch.newest(batch) != null) {
      throw Errors.op("stepper", "takes concrete tensors, for it holds their memory");
    }
  }

  @SuppressWarnings("unchecked") // what was flattened as an S comes back as one, and so a B
  private static <S, B, R> Traced trace(
      Fn2<S, B, Stepped<S, R>> step, Flattened<S> state, Flattened<B> batch) {
    Traced traced =
        Traced.of(
            "step", given -> step.apply((S) given.get(0), (B) given.get(1)), List.of(state, batch));
    if (Dispatch.newest(traced.captures()) != null) {
      throw Errors.op("stepper", "the step closes over a symbolic tensor");
    }
    return traced;
  }

  /** What the step returns, with placeholders of the types of its tensors. */
  @SuppressWarnings("unchecked") // the step returns such a record
  private static <S, R> Flattened<Stepped<S, R>> resultLike(Traced traced) {
    List<Tensor> zeros =
        traced.graph().resultTypes().stream().<Tensor>map(type -> Filled.of(type, 0)).toList();
    return new Flattened<>(zeros, (TreeDef<Stepped<S, R>>) traced.result());
  }

  private static void requireSameState(Flattened<?> before, Flattened<?> after) {
    String difference = after.def().difference(before.def());
    if (difference != null) {
      throw Errors.op("stepper", "the new state differs from the state at " + difference);
    }
    for (int i = 0; i < before.leaves().size(); i++) {
      TensorType expected = before.leaves().get(i).type();
      TensorType given = after.leaves().get(i).type();
      if (!given.equals(expected)) {
        throw Errors.op(
            "stepper",
            "the new state's %s is %s, the state's %s"
                .formatted(before.def().paths().get(i), given, expected));
      }
    }
  }

  private static List<Tensor> tensors(List<Array> arrays) {
    return arrays.stream().map(Tensor::from).toList();
  }

  private static Array copy(Array array) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(array.type().bytes());
      array.copyTo(bytes);
      return Array.copyOf(array.type(), bytes);
    }
  }

  /** Takes a step: reads the batch, updates the state, and writes the result. */
  public void run() {
    executable.run(arguments, results);
  }

  /** The input of the next step: tensors to write into, by {@link Tensor#array}. */
  public B batch() {
    return batch;
  }

  /** The result of the last step: tensors that the next step overwrites. */
  public R result() {
    return result;
  }

  /** A copy of the state. */
  public S state() {
    List<Array> copies = IntStream.range(0, stateLeaves).mapToObj(i -> copy(arguments[i])).toList();
    return stateDef.unflatten(tensors(copies));
  }

  /** The compiled step, to be looked at. */
  public Executable executable() {
    return executable;
  }

  /** Gives the memory of state, batch and result back. */
  @Override
  public void close() {
    for (int i = 0; i < ownedArguments; i++) {
      arguments[i].close();
    }
    for (int i = stateLeaves; i < results.length; i++) {
      results[i].close();
    }
  }
}
