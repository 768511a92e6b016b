package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a plan item by item: regions by the {@link LoopEvaluator}, nodes by the interpreter. */
final class PlanRunner {
  private final Map<Value, Literal> memory = new HashMap<>();

  private PlanRunner() {}

  static List<Literal> run(Graph graph, FusionPlan plan, List<Literal> arguments) {
    PlanRunner runner = new PlanRunner();
    for (int i = 0; i < arguments.size(); i++) {
      runner.memory.put(graph.parameters().get(i), arguments.get(i));
    }
    plan.items().forEach(runner::run);
    return graph.results().stream().map(runner::inMemory).toList();
  }

  private Literal inMemory(Value value) {
    Literal literal = memory.get(value);
    if (literal == null) {
      throw new IllegalStateException(value + " is not in memory when it is needed");
    }
    return literal;
  }

  private void write(Value value, Literal literal) {
    if (memory.put(value, literal) != null) {
      throw new IllegalStateException(value + " is computed twice");
    }
  }

  private void run(Item item) {
    switch (item) {
      case Item.Single(Node node) -> {
        List<Literal> operands = node.operands().stream().map(this::inMemory).toList();
        write(node.result(), Interpreter.apply(node.op(), operands).getFirst());
      }
      case Item.Fused(Region region) -> {
        List<Literal> inputs = region.inputs().stream().map(this::read).toList();
        List<TensorType> types = region.outputs().stream().map(Value::type).toList();
        List<Literal> outputs = LoopEvaluator.run(region.body(), region.geometry(), inputs, types);
        for (int i = 0; i < outputs.size(); i++) {
          write(region.outputs().get(i), outputs.get(i));
        }
      }
    }
  }

  private Literal read(Read read) {
    return switch (read.form()) {
      case DENSE -> inMemory(read.value());
      case ELEMENT -> {
        Literal splat = ((Elementwise.Constant) opOf(read.value())).value();
        TensorType type = TensorType.scalar(splat.type().dtype());
        yield splat.type().dtype().isFloating()
            ? Literal.ofReals(type, splat.real(0))
            : Literal.ofIntegers(type, splat.integer(0));
      }
      case LINE -> {
        Elementwise.Iota iota = (Elementwise.Iota) opOf(read.value());
        int extent = iota.type().shape().extent(iota.axis());
        TensorType line = TensorType.of(iota.type().dtype(), extent);
        yield Interpreter.apply(new Elementwise.Iota(line, 0), new ArrayList<>()).getFirst();
      }
    };
  }

  private static Op opOf(Value value) {
    Op op = value.op();
    if (op == null) {
      throw new IllegalStateException(value + " is a parameter");
    }
    return op;
  }
}
