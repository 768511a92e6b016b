package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a loop of nodes, or says why they are none. */
final class RegionBuilder {
  private final FusionLimits limits;
  private final Kinds kinds;

  RegionBuilder(Kinds kinds, FusionLimits limits) {
    this.kinds = kinds;
    this.limits = limits;
  }

  /**
   * The region that computes values.
   *
   * @param nodes what is computed, operands first
   * @param outputs results of these nodes
   * @param inside whether a node is one of them, or may be looked through
   */
  Region build(List<Node> nodes, List<Value> outputs, Predicate<Node> inside) throws Refusal {
    Scope scope = new Scope(outputs, inside);
    CoordinateSearch search = new CoordinateSearch(kinds, scope, anchor(scope, nodes, outputs));
    BodyBuilder body = emit(scope, search, outputs);
    if (body.inputs().size() + outputs.size() > limits.operands()) {
      throw new Refusal("more than " + limits.operands() + " inputs and outputs");
    }
    NestBuilder nest = new NestBuilder(body, search);
    LoopGeometry geometry = nest.geometry();
    List<LoopBody.Output> written = new ArrayList<>();
    for (BodyBuilder.Output output : body.outputs()) {
      int number = body.numberOf(output.number());
      written.add(
          output.foldsRows()
              ? new LoopBody.FoldRows(kindOf(output.value()), number)
              : nest.isRow(output) ? new LoopBody.StoreRow(number) : new LoopBody.Store(number));
    }
    LoopBody loop = body.build(nest.levels(), written);
    LoopSchedule schedule = LoopSchedule.of(loop);
    check(schedule, geometry);
    return new Region(
        nodes.stream().filter(scope::contains).toList(),
        loop,
        geometry,
        body.inputs().stream().map(BodyBuilder.Input::read).toList(),
        outputs,
        RegionCost.of(schedule, geometry));
  }

  /** A split axis makes coordinates named before it differ from equal ones named after it. */
  private BodyBuilder emit(Scope scope, CoordinateSearch search, List<Value> outputs)
      throws Refusal {
    while (true) {
      int splits = search.space().splits();
      BodyBuilder body = new BodyBuilder(kinds, scope, search, limits);
      for (Value output : outputs) {
        body.add(output);
      }
      if (search.space().splits() == splits) {
        return body;
      }
    }
  }

  /** The largest value: what a reduction combines, or else an output. */
  private static Value anchor(Scope scope, List<Node> nodes, List<Value> outputs) {
    Value largest = outputs.getFirst();
    boolean combined = false;
    for (Node node : nodes) {
      if (node.op() instanceof Reduction.Reduce && scope.contains(node)) {
        Value operand = node.operand(0);
        if (operand.type().size() > largest.type().size()
            || (!combined && operand.type().size() == largest.type().size())) {
          largest = operand;
          combined = true;
        }
      }
    }
    for (Value output : outputs) {
      if (output.type().size() > largest.type().size()) {
        largest = output;
      }
    }
    return largest;
  }

  private static Reduction.Kind kindOf(Value value) {
    Node node = value.node();
    if (node != null && node.op() instanceof Reduction.Reduce reduce) {
      return reduce.kind();
    }
    throw new IllegalStateException(value + " is no reduction");
  }

  private void check(LoopSchedule schedule, LoopGeometry geometry) throws Refusal {
    LoopBody body = schedule.body();
    long kept = schedule.keptBytesPerElement() * geometry.inner();
    if (kept > limits.rowBufferBytes()) {
      throw new Refusal(
          "%d bytes of row buffers, more than %d".formatted(kept, limits.rowBufferBytes()));
    }
    for (LoopBody.Output output : body.outputs()) {
      if (output instanceof LoopBody.FoldRows && schedule.level(output.value()) != Level.LANES) {
        throw new Refusal("what is combined is the same along a row");
      }
    }
    for (LoopBody.Step step : body.steps()) {
      for (int i = 0; i < step.operands().size(); i++) {
        int operand = step.operands().get(i);
        if (step instanceof Fold && schedule.level(operand) != Level.LANES) {
          throw new Refusal("what is combined is the same along a row");
        }
        if (!body.isInput(operand) && body.step(operand) instanceof Fold fold) {
          long bytes = geometry.inner() * body.dtype(fold.operand()).bytes();
          if (bytes > limits.foldedRowBytes()) {
            throw new Refusal(
                "what is combined along a row of %d bytes is used after the loop".formatted(bytes));
          }
        }
      }
    }
  }
}
