package dev.lanewise.graph.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Graph} node by node, checking each against its type rule as it is added. Not safe
 * for use by several threads at once.
 */
public final class GraphBuilder {
  private final List<Value> parameters = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private @Nullable StackTraceElement source;

  /** An empty graph. */
  public GraphBuilder() {}

  /** Names the user's line that the nodes added from now on stem from; null if not known. */
  public void setSource(@Nullable StackTraceElement source) {
    this.source = source;
  }

  /** Adds a parameter. Parameters and nodes may be added in any order. */
  public Value parameter(TensorType type) {
    Value value = new Value(values.size(), type, null, parameters.size());
    values.add(value);
    parameters.add(value);
    return value;
  }

  /** Whether a value was made by this builder. */
  public boolean owns(Value value) {
    return value.id() < values.size() && values.get(value.id()) == value;
  }

  /**
   * Adds a node.
   *
   * @return its results
   * @throws OpException if the operands do not fit the operation
   * @throws IllegalArgumentException if an operand belongs to another builder
   */
  public List<Value> add(Op op, List<Value> operands) {
    requireOwned(op, operands);
    return append(op, operands, TypeRules.infer(op, Value.typesOf(operands), source));
  }

  /**
   * Adds the operation of a node, of this or another graph, to operands. As {@link #add(Op, List)},
   * but the type rule is not asked again if the operands' types are the node's.
   */
  public List<Value> addAgain(Node node, List<Value> operands) {
    if (!node.accepts(operands)) {
      return add(node.op(), operands);
    }
    requireOwned(node.op(), operands);
    return append(node.op(), operands, node.resultTypes());
  }

  private void requireOwned(Op op, List<Value> operands) {
    for (Value operand : operands) {
      if (!owns(operand)) {
        throw new IllegalArgumentException(
            "[" + op.mnemonic() + "] operand " + operand + " belongs to another graph");
      }
    }
  }

  private List<Value> append(Op op, List<Value> operands, List<TensorType> types) {
    Node node = new Node(op, operands, types, values.size(), source);
    nodes.add(node);
    values.addAll(node.results());
    return node.results();
  }

  /**
   * Adds a node that has one result.
   *
   * @return its result
   * @throws OpException if the operands do not fit the operation
   */
  public Value add(Op op, Value... operands) {
    return add(op, Arrays.asList(operands)).getFirst();
  }

  /**
   * Adds copies of all nodes of a graph, applied to arguments.
   *
   * @return what the graph's results became
   * @throws IllegalArgumentException if the arguments' types are not the parameters'
   */
  public List<Value> inline(Graph graph, List<Value> arguments) {
    List<TensorType> given = Value.typesOf(arguments);
    if (!given.equals(graph.parameterTypes())) {
      throw new IllegalArgumentException(
          "[" + graph.name() + "] takes " + graph.parameterTypes() + ", given " + given);
    }
    Value[] copies = new Value[graph.valueCount()];
    for (int i = 0; i < arguments.size(); i++) {
      copies[graph.parameters().get(i).id()] = arguments.get(i);
    }
    StackTraceElement before = source;
    for (Node node : graph.nodes()) {
      source = node.source();
      List<Value> results = addAgain(node, select(copies, node.operands()));
      for (int i = 0; i < results.size(); i++) {
        copies[node.results().get(i).id()] = results.get(i);
      }
    }
    source = before;
    return select(copies, graph.results());
  }

  /** What values have become, by id. */
  private static List<Value> select(Value[] copies, List<Value> values) {
    Value[] selected = new Value[values.size()];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = copies[values.get(i).id()];
    }
    return List.of(selected);
  }

  /**
   * The graph of everything added so far.
   *
   * @throws IllegalArgumentException if a result belongs to another builder
   */
  public Graph build(String name, List<Value> results) {
    for (Value result : results) {
      if (!owns(result)) {
        throw new IllegalArgumentException(
            "[" + name + "] result " + result + " belongs to another graph");
      }
    }
    return new Graph(name, parameters, nodes, results, values.size());
  }

  // Short forms, for the rules that build graphs from graphs.

  /** A constant. */
  public Value constant(Literal value) {
    return add(new Elementwise.Constant(value));
  }

  /** A scalar constant; integers truncate the value. */
  public Value scalar(DType dtype, double value) {
    return constant(Literal.scalar(dtype, value));
  }

  /** A tensor of equal elements. */
  public Value full(TensorType type, double value) {
    Value scalar = scalar(type.dtype(), value);
    return type.rank() == 0 ? scalar : broadcast(scalar, type.shape(), Ints.of());
  }

  /** A tensor of the type of another, of equal elements. */
  public Value fullLike(Value like, double value) {
    return full(like.type(), value);
  }

  /** Zeros of a type. */
  public Value zeros(TensorType type) {
    return full(type, 0);
  }

  /** {@code -x}. */
  public Value neg(Value x) {
    return add(Unary.NEG, x);
  }

  /** {@code x + y}. */
  public Value add(Value x, Value y) {
    return add(Binary.ADD, x, y);
  }

  /** {@code x - y}. */
  public Value sub(Value x, Value y) {
    return add(Binary.SUB, x, y);
  }

  /** {@code x * y}. */
  public Value mul(Value x, Value y) {
    return add(Binary.MUL, x, y);
  }

  /** {@code x / y}. */
  public Value div(Value x, Value y) {
    return add(Binary.DIV, x, y);
  }

  /** {@code x + c} for a constant of x's type. */
  public Value add(Value x, double c) {
    return add(x, fullLike(x, c));
  }

  /** {@code c * x} for a constant of x's type. */
  public Value mul(Value x, double c) {
    return mul(x, fullLike(x, c));
  }

  /** {@code c - x} for a constant of x's type. */
  public Value rsub(double c, Value x) {
    return sub(fullLike(x, c), x);
  }

  /** Elementwise choice by a {@link DType#BOOL} condition of the same shape. */
  public Value select(Value condition, Value onTrue, Value onFalse) {
    return add(new Elementwise.Select(), condition, onTrue, onFalse);
  }

  /** Conversion; the operand itself if it has the type already. */
  public Value convert(Value x, DType to) {
    return x.dtype() == to ? x : add(new Elementwise.Convert(to), x);
  }

  /** Repetition into a larger shape; the operand itself if nothing changes. */
  public Value broadcast(Value x, Shape shape, Ints axes) {
    boolean same = x.shape().equals(shape) && axes.isIdentity();
    return same ? x : add(new Movement.BroadcastInDim(shape, axes), x);
  }

  /** Another shape of the same size; the operand itself if it has the shape already. */
  public Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : add(new Movement.Reshape(shape), x);
  }

  /** Permuted axes; the operand itself if the permutation is the identity. */
  public Value transpose(Value x, Ints permutation) {
    boolean same = permutation.isIdentity() && permutation.size() == x.shape().rank();
    return same ? x : add(new Movement.Transpose(permutation), x);
  }

  /** A reduction over ascending axes; the operand itself if there are none. */
  public Value reduce(Reduction.Kind kind, Value x, Ints axes) {
    return axes.isEmpty() ? x : add(new Reduction.Reduce(kind, axes), x);
  }

  /** The sum over ascending axes; the operand itself if there are none. */
  public Value sum(Value x, Ints axes) {
    return reduce(Reduction.Kind.SUM, x, axes);
  }
}
