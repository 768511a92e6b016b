package dev.lanewise.graph.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a graph is well formed: operands come before their uses and belong to the graph, ids
 * are dense and agree with where values stand, types are what the {@link TypeRules} say.
 */
public final class Verifier {
  private final Graph graph;
  private final @Nullable String pass;

  /** The value of each id, once it has been met. */
  private final @Nullable Value[] defined;

  private int definedCount;

  private Verifier(Graph graph, @Nullable String pass) {
    this.graph = graph;
    this.pass = pass;
    this.defined = new Value[Math.max(graph.valueCount(), 0)];
  }

  /**
   * Checks a graph.
   *
   * @return the same graph
   * @throws GraphVerificationException if it is not well formed
   */
  public static Graph verify(Graph graph) {
    new Verifier(graph, null).check();
    return graph;
  }

  /**
   * Checks a graph that a pass made.
   *
   * @return the same graph
   * @throws GraphVerificationException if it is not well formed; the message names the pass
   */
  public static Graph verify(Graph graph, String afterPass) {
    new Verifier(graph, afterPass).check();
    return graph;
  }

  private void check() {
    for (int i = 0; i < graph.parameters().size(); i++) {
      Value parameter = graph.parameters().get(i);
      require(parameter.isParameter(), null, "parameter %s is computed by a node", parameter);
      define(parameter, i, null);
    }
    for (Node node : graph.nodes()) {
      checkOperands(node);
      checkTypes(node);
      for (int i = 0; i < node.results().size(); i++) {
        Value result = node.results().get(i);
        require(result.node() == node, node, "result %s names another node as its own", result);
        define(result, i, node);
      }
    }
    require(
        definedCount == defined.length,
        null,
        "has %d values, yet their ids go up to %d",
        definedCount,
        defined.length);
    for (Value result : graph.results()) {
      require(isDefined(result), null, "result %s is not a value of the graph", result);
    }
  }

  private void checkOperands(Node node) {
    for (Value operand : node.operands()) {
      if (!isDefined(operand)) {
        Node definition = operand.node();
        boolean later = definition != null && graph.nodes().contains(definition);
        String problem = later ? "is used before it is computed" : "is not a value of the graph";
        throw failure(node, "operand %s %s", operand, problem);
      }
    }
  }

  private void checkTypes(Node node) {
    List<TensorType> actual = node.results().stream().map(Value::type).toList();
    List<TensorType> inferred = new ArrayList<>();
    try {
      inferred.addAll(TypeRules.infer(node.op(), node.operandTypes(), node.source()));
    } catch (OpException e) {
      GraphVerificationException failure = failure(node, "%s", e.getMessage());
      failure.initCause(e);
      throw failure;
    }
    require(actual.equals(inferred), node, "has types %s, should have %s", actual, inferred);
  }

  private void define(Value value, int index, @Nullable Node node) {
    require(
        value.id() >= 0 && value.id() < defined.length,
        node,
        "id of %s is not below %d",
        value,
        defined.length);
    Value other = defined[value.id()];
    require(other == null, node, "%s has the id of %s", value, other);
    require(
        value.index() == index,
        node,
        "%s says index %d, stands at %d",
        value,
        value.index(),
        index);
    defined[value.id()] = value;
    definedCount++;
  }

  private boolean isDefined(Value value) {
    return value.id() >= 0 && value.id() < defined.length && defined[value.id()] == value;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
  private void require(
      boolean condition, @Nullable Node node, String detail, @Nullable Object... arguments) {
    if (!condition) {
      throw failure(node, detail, arguments);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private GraphVerificationException failure(
      @Nullable Node node, String detail, @Nullable Object... arguments) {
    return new GraphVerificationException(graph.name(), pass, node, detail.formatted(arguments));
  }
}
