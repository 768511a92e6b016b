package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.optimize.DeadCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a graph in two where some of its parameters become known later than the others: reverse mode
 * runs the early half once, with the primals, and the late half once for each cotangent.
 */
public final class Partition {
  private final Graph graph;
  private final boolean[] isLate;
  private final GraphBuilder late = new GraphBuilder();

  /** What each value of the graph became in the late half, by id. */
  private final @Nullable Value[] lateCopies;

  /** Values computed early that the late half needs, by order of need. */
  private final Map<Value, Value> residuals = new LinkedHashMap<>();

  /** Early parameters that the late half needs, by index. */
  private final Map<Integer, Value> forwarded = new TreeMap<>();

  private Partition(Graph graph, int firstLate) {
    this.graph = graph;
    List<Value> parameters = graph.parameters();
    this.isLate =
        Differentiation.dependents(graph, parameters.subList(firstLate, parameters.size()));
    this.lateCopies = new @Nullable Value[graph.valueCount()];
  }

  /**
   * The two halves. Let P be the early parameters and Q the late ones of the graph g that was cut.
   *
   * @param early takes P; its results are those of g that do not depend on Q, in their order, then
   *     the residuals
   * @param late takes the residuals, then those of P that {@code forwarded} names, then Q; its
   *     results are those of g that depend on Q, in their order
   * @param residuals how many values the late half takes over from the early one
   * @param forwarded the ascending indices in P of the parameters that the late half takes
   * @param lateResults the ascending indices in g's results of those that the late half gives
   */
  public record Split(Graph early, Graph late, int residuals, Ints forwarded, Ints lateResults) {}

  /**
   * Cuts a graph.
   *
   * @param firstLate the index of the first late parameter
   * @throws IndexOutOfBoundsException if that is not between 0 and the number of parameters
   */
  public static Split split(Graph graph, int firstLate) {
    return new Partition(graph, firstLate).split(firstLate);
  }

  private Split split(int firstLate) {
    findNeeds();
    int[] lateResults =
        IntStream.range(0, graph.results().size())
            .filter(i -> isLate[graph.results().get(i).id()])
            .toArray();
    Graph lateGraph = buildLate(firstLate, lateResults);
    Graph earlyGraph = buildEarly(firstLate);
    Ints indices = Ints.of(forwarded.keySet().stream().mapToInt(i -> i).toArray());
    return new Split(earlyGraph, lateGraph, residuals.size(), indices, Ints.of(lateResults));
  }

  /** Collects what crosses the cut; parameters of the late half must exist before its nodes. */
  private void findNeeds() {
    for (Node node : graph.nodes()) {
      if (isLate[node.results().getFirst().id()]) {
        node.operands().forEach(this::need);
      }
    }
    residuals.replaceAll((value, _) -> late.parameter(value.type()));
    residuals.forEach((value, parameter) -> lateCopies[value.id()] = parameter);
    forwarded.replaceAll((i, parameter) -> late.parameter(parameter.type()));
    forwarded.forEach((i, copy) -> lateCopies[graph.parameters().get(i).id()] = copy);
  }

  private void need(Value value) {
    if (isLate[value.id()]) {
      return;
    }
    Node node = value.node();
    if (node == null) {
      forwarded.put(value.index(), value);
    } else if (isCheap(node.op())) {
      node.operands().forEach(this::need);
    } else {
      residuals.put(value, value);
    }
  }

  /** Whether it costs less to compute something again than to keep it. */
  private static boolean isCheap(Op op) {
    return op instanceof Elementwise.Constant
        || op instanceof Elementwise.Iota
        || op instanceof Movement.BroadcastInDim
        || op instanceof Movement.Reshape;
  }

  private Graph buildLate(int firstLate, int[] lateResults) {
    for (Value parameter : graph.parameters().subList(firstLate, graph.parameters().size())) {
      lateCopies[parameter.id()] = late.parameter(parameter.type());
    }
    for (Node node : graph.nodes()) {
      if (isLate[node.results().getFirst().id()]) {
        copyLate(node);
      }
    }
    List<Value> results =
        IntStream.of(lateResults).mapToObj(i -> lateCopy(graph.results().get(i))).toList();
    return late.build("late(" + graph.name() + ")", results);
  }

  private Value lateCopy(Value value) {
    Value copy = lateCopies[value.id()];
    if (copy == null) {
      Node node = value.node();
      if (node == null) {
        throw new IllegalStateException("parameter " + value + " was not foreseen");
      }
      copyLate(node);
      copy = lateCopies[value.id()];
    }
    if (copy == null) {
      throw new IllegalStateException("value " + value + " was not foreseen");
    }
    return copy;
  }

  private void copyLate(Node node) {
    List<Value> operands = node.operands().stream().map(this::lateCopy).toList();
    late.setSource(node.source());
    List<Value> results = late.add(node.op(), operands);
    for (int i = 0; i < results.size(); i++) {
      lateCopies[node.results().get(i).id()] = results.get(i);
    }
  }

  private Graph buildEarly(int firstLate) {
    GraphBuilder early = new GraphBuilder();
    Map<Value, Value> copies = new HashMap<>();
    for (Value parameter : graph.parameters().subList(0, firstLate)) {
      copies.put(parameter, early.parameter(parameter.type()));
    }
    for (Node node : graph.nodes()) {
      if (!isLate[node.results().getFirst().id()]) {
        early.setSource(node.source());
        List<Value> operands = node.operands().stream().map(copies::get).toList();
        List<Value> results = early.add(node.op(), operands);
        for (int i = 0; i < results.size(); i++) {
          copies.put(node.results().get(i), results.get(i));
        }
      }
    }
    List<Value> results = new ArrayList<>();
    for (Value result : graph.results()) {
      if (!isLate[result.id()]) {
        results.add(copies.get(result));
      }
    }
    residuals.keySet().forEach(value -> results.add(copies.get(value)));
    return new DeadCode().run(early.build("early(" + graph.name() + ")", results));
  }
}
