package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Step;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a region computes, from its outputs back: each value at the coordinates at which
 * it is wanted, so that one that is wanted at two is computed twice. Numbers of inputs are negative
 * until all are known.
 */
final class BodyBuilder {
  /** An input, its place in memory, and the view nearest to the loop that it is seen through. */
  record Input(Read read, DType dtype, Placement placement, @Nullable Node view) {}

  /** An output; {@code places} are the loop's axes that its elements differ along. */
  record Output(Value value, int number, boolean foldsRows, Placement placement, Ints places) {}

  private record Wanted(Value value, Coordinates at) {}

  private final Kinds kinds;
  private final Scope scope;
  private final CoordinateSearch search;
  private final FusionLimits limits;
  private final Map<Wanted, Integer> numbers = new HashMap<>();
  private final Map<Literal, Integer> constants = new HashMap<>();
  private final Map<Step, Integer> numberOfStep = new HashMap<>();
  private final List<Input> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private boolean folds;

  BodyBuilder(Kinds kinds, Scope scope, CoordinateSearch search, FusionLimits limits) {
    this.kinds = kinds;
    this.scope = scope;
    this.search = search;
    this.limits = limits;
  }

  List<Input> inputs() {
    return inputs;
  }

  List<Output> outputs() {
    return outputs;
  }

  /** Whether something is combined along the row. */
  boolean folds() {
    return folds;
  }

  /** Adds an output and all that it needs. */
  void add(Value value) throws Refusal {
    Coordinates at = search.of(value);
    if (at == null) {
      throw new Refusal(value + " does not have the axes of the loop");
    }
    Node node = value.node();
    if (node != null && node.op() instanceof Reduction.Reduce reduce) {
      Value operand = node.operand(0);
      Coordinates from = search.of(operand);
      if (from != null) {
        Ints reduced = search.reducedPlaces(node, from);
        if (!reduced.isEmpty() && !search.goesAlongRow(reduced)) {
          requireAllPlaces(node);
          output(value, emit(operand, from, null), reduce, CoordinateSearch.kept(node, from));
          return;
        }
      }
    }
    output(value, emit(value, at, null), null, at);
  }

  private void output(Value value, int number, Reduction.@Nullable Reduce folded, Coordinates at)
      throws Refusal {
    if (value.dtype() == DType.BF16 && number < 0) {
      throw new Refusal("BF16 is only read to be converted");
    }
    if (!at.takeAll(search.space(), value.shape())) {
      throw new Refusal(value + " has more elements than the loop has places");
    }
    Placement placement = at.in(search.space(), value.shape());
    outputs.add(new Output(value, number, folded != null, placement, at.places(search.space())));
  }

  private int emit(Value value, Coordinates at, @Nullable Node view) throws Refusal {
    Wanted wanted = new Wanted(value, at);
    Integer known = numbers.get(wanted);
    if (known != null) {
      return known;
    }
    Node node = value.node();
    int number =
        node == null
            ? input(new Read(value, Read.Form.DENSE), at, view)
            : switch (kinds.of(node)) {
              case SOURCE -> source(node, at, view);
              case VIEW -> scope.contains(node) ? view(node, at, view) : read(value, at, view);
              case STEP -> scope.contains(node) ? compute(node, at) : read(value, at, view);
              case REDUCTION -> scope.contains(node) ? fold(node, at) : read(value, at, view);
              case NOT -> read(value, at, view);
            };
    numbers.put(wanted, number);
    return number;
  }

  private int read(Value value, Coordinates at, @Nullable Node view) {
    return input(new Read(value, Read.Form.DENSE), at, view);
  }

  private int input(Read read, Coordinates at, @Nullable Node view) {
    Placement placement = at.in(search.space(), read.value().shape());
    return input(new Input(read, read.value().dtype(), placement, view));
  }

  private int input(Input input) {
    inputs.add(input);
    return -inputs.size();
  }

  private int source(Node node, Coordinates at, @Nullable Node view) {
    Value value = node.result();
    if (node.op() instanceof Elementwise.Constant constant && constant.value().isSplat()) {
      Read read = new Read(value, Read.Form.ELEMENT);
      return constants.computeIfAbsent(
          elementOf(constant.value()),
          _ -> input(new Input(read, value.dtype(), new Placement(), view)));
    }
    if (node.op() instanceof Elementwise.Iota iota) {
      Placement line = new Placement();
      line.add(search.space(), at.axis(iota.axis()), 1);
      return input(new Input(new Read(value, Read.Form.LINE), value.dtype(), line, view));
    }
    return read(value, at, view);
  }

  private static Literal elementOf(Literal splat) {
    TensorType type = TensorType.scalar(splat.type().dtype());
    return splat.type().dtype().isFloating()
        ? Literal.ofReals(type, splat.real(0))
        : Literal.ofIntegers(type, splat.integer(0));
  }

  private int view(Node node, Coordinates at, @Nullable Node outer) throws Refusal {
    Coordinates operand = search.views().ofOperand((Movement) node.op(), node, at);
    if (operand == null) {
      throw new Refusal(node.op().mnemonic() + " does not keep the axes of the loop apart", node);
    }
    return emit(node.operand(0), operand, rearranges(node) || outer == null ? node : outer);
  }

  private static boolean rearranges(Node view) {
    return !(view.op() instanceof Movement.BroadcastInDim);
  }

  private int compute(Node node, Coordinates at) throws Refusal {
    int[] operands = new int[node.operands().size()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = emit(node.operand(i), at, null);
      if (operands[i] >= 0 && node.operand(i).dtype() == DType.BF16) {
        throw new Refusal("BF16 is a way of storing, and goes through memory");
      }
    }
    return step(new LoopBody.Compute(node.op(), Ints.of(operands), node.result().dtype()));
  }

  private int step(Step step) throws Refusal {
    Integer known = numberOfStep.get(step);
    if (known != null) {
      return known;
    }
    if (steps.size() == limits.steps()) {
      throw new Refusal("more than " + limits.steps() + " steps");
    }
    steps.add(step);
    numberOfStep.put(step, steps.size() - 1);
    return steps.size() - 1;
  }

  private int fold(Node node, Coordinates at) throws Refusal {
    Reduction.Reduce reduce = (Reduction.Reduce) node.op();
    Value operand = node.operand(0);
    Coordinates from = search.ofFolded(node, at);
    if (from == null) {
      throw new Refusal(node.op().mnemonic() + " does not go along the rows of the loop");
    }
    int number = emit(operand, from, null);
    if (operand.type().size() == node.result().type().size()) {
      return number;
    }
    requireAllPlaces(node);
    folds = true;
    return step(new LoopBody.Fold(reduce.kind(), number, node.result().dtype()));
  }

  private void requireAllPlaces(Node reduction) throws Refusal {
    Space space = search.space();
    if (reduction.operand(0).type().size() != space.size(space.axes())) {
      throw new Refusal(
          reduction.op().mnemonic() + " combines fewer elements than the loop has places");
    }
  }

  /** The body, for inputs of the given levels and outputs of the given kinds. */
  LoopBody build(List<Level> levels, List<LoopBody.Output> written) {
    List<LoopBody.Input> read = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      read.add(new LoopBody.Input(inputs.get(i).dtype(), levels.get(i)));
    }
    List<Step> computed = new ArrayList<>();
    for (Step step : steps) {
      computed.add(
          switch (step) {
            case LoopBody.Compute compute ->
                new LoopBody.Compute(
                    compute.op(),
                    Ints.of(compute.operands().stream().map(this::numberOf).toArray()),
                    compute.dtype());
            case LoopBody.Fold fold ->
                new LoopBody.Fold(fold.kind(), numberOf(fold.operand()), fold.dtype());
          });
    }
    return new LoopBody(read, computed, written);
  }

  /** The number in the body of an input or step. */
  int numberOf(int number) {
    return number < 0 ? -1 - number : inputs.size() + number;
  }
}
