package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.optimize.DeadCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of graphs. Forward mode applies {@link JvpRules} node by node; reverse mode
 * transposes the linear part of what forward mode gives, by {@link TransposeRules}. There is one
 * derivative rule for each operation, so the two cannot disagree, and the result is an ordinary
 * graph that can be differentiated again.
 *
 * <p>Source: Radul, Paszke, Frostig, Johnson, Maclaurin, "You only linearize once: tangents
 * transpose to gradients", POPL 2023.
 */
public final class Differentiation {
  private Differentiation() {}

  /**
   * The Jacobian-vector product.
   *
   * @param f a graph
   * @param active which parameters are differentiated by; these must be floating
   * @return a graph of f's parameters followed by a tangent for each active one; its results are
   *     f's results followed by a tangent for each floating one
   * @throws IllegalArgumentException if {@code active} does not fit the parameters
   */
  public static Graph jvp(Graph f, boolean[] active) {
    Linearized linear = linearize(f, active);
    List<Value> results = new ArrayList<>(linear.primals);
    for (int i = 0; i < linear.primals.size(); i++) {
      Value primal = linear.primals.get(i);
      if (primal.dtype().isFloating()) {
        Value tangent = linear.tangents.get(i);
        results.add(tangent != null ? tangent : linear.builder.zeros(primal.type()));
      }
    }
    return new DeadCode().run(linear.builder.build("jvp(" + f.name() + ")", results));
  }

  /**
   * The vector-Jacobian product.
   *
   * @param f a graph
   * @param active which parameters are differentiated by; these must be floating
   * @return a graph of f's parameters followed by a cotangent for each floating result of f; its
   *     results are f's results followed by a gradient for each active parameter
   * @throws IllegalArgumentException if {@code active} does not fit the parameters
   */
  public static Graph vjp(Graph f, boolean[] active) {
    Linearized linear = linearize(f, active);
    Graph graph = linear.builder.build(f.name(), linear.primals);
    boolean[] isLinear = dependents(graph, linear.inputs);

    GraphBuilder out = new GraphBuilder();
    Value[] copies = new Value[graph.valueCount()];
    for (int i = 0; i < f.parameters().size(); i++) {
      Value parameter = graph.parameters().get(i);
      copies[parameter.id()] = out.parameter(parameter.type());
    }
    for (Node node : graph.nodes()) {
      if (!isLinear[node.results().getFirst().id()]) {
        copy(node, copies, out);
      }
    }

    Cotangents cotangents = new Cotangents(out, graph.valueCount());
    for (int i = 0; i < linear.primals.size(); i++) {
      Value primal = linear.primals.get(i);
      if (primal.dtype().isFloating()) {
        Value cotangent = out.parameter(primal.type());
        Value tangent = linear.tangents.get(i);
        if (tangent != null) {
          cotangents.add(tangent, cotangent);
        }
      }
    }
    TransposeRules rules = new TransposeRules(out, copies, isLinear, cotangents);
    for (Node node : graph.nodes().reversed()) {
      if (isLinear[node.results().getFirst().id()]) {
        out.setSource(node.source());
        rules.apply(node);
      }
    }
    out.setSource(null);

    List<Value> results = new ArrayList<>();
    linear.primals.forEach(primal -> results.add(copies[primal.id()]));
    linear.inputs.forEach(input -> results.add(cotangents.take(input)));
    return new DeadCode().run(out.build("vjp(" + f.name() + ")", results));
  }

  private static void copy(Node node, Value[] copies, GraphBuilder out) {
    out.setSource(node.source());
    List<Value> results = out.addAgain(node, select(copies, node.operands()));
    for (int i = 0; i < results.size(); i++) {
      copies[node.results().get(i).id()] = results.get(i);
    }
  }

  /** What values have become, by id. */
  private static List<Value> select(Value[] copies, List<Value> values) {
    Value[] selected = new Value[values.size()];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = copies[values.get(i).id()];
    }
    return List.of(selected);
  }

  /** Which values depend on the given ones, by id. */
  static boolean[] dependents(Graph graph, List<Value> sources) {
    boolean[] depends = new boolean[graph.valueCount()];
    sources.forEach(source -> depends[source.id()] = true);
    for (Node node : graph.nodes()) {
      boolean any = false;
      for (Value operand : node.operands()) {
        any |= depends[operand.id()];
      }
      for (Value result : node.results()) {
        depends[result.id()] |= any;
      }
    }
    return depends;
  }

  /**
   * A graph under construction that computes f and, linearly in the tangents {@code inputs}, the
   * tangents of its results; a null tangent is zero.
   */
  private record Linearized(
      GraphBuilder builder,
      List<Value> inputs,
      List<Value> primals,
      List<@Nullable Value> tangents) {}

  private static Linearized linearize(Graph f, boolean[] active) {
    checkActive(f, active);
    GraphBuilder builder = new GraphBuilder();
    Value[] primals = new Value[f.valueCount()];
    @Nullable Value[] tangents = new @Nullable Value[f.valueCount()];
    f.parameters().forEach(p -> primals[p.id()] = builder.parameter(p.type()));
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < active.length; i++) {
      if (active[i]) {
        Value parameter = f.parameters().get(i);
        Value input = builder.parameter(parameter.type());
        tangents[parameter.id()] = input;
        inputs.add(input);
      }
    }
    JvpRules rules = new JvpRules(builder);
    for (Node node : f.nodes()) {
      copy(node, primals, builder);
      List<@Nullable Value> given = new ArrayList<>();
      boolean any = false;
      for (Value operand : node.operands()) {
        Value tangent = tangents[operand.id()];
        given.add(tangent);
        any |= tangent != null;
      }
      if (any) {
        List<Value> operands = select(primals, node.operands());
        Value result = node.result();
        tangents[result.id()] = rules.apply(node.op(), operands, given, primals[result.id()]);
      }
    }
    builder.setSource(null);
    List<@Nullable Value> resultTangents = new ArrayList<>();
    f.results().forEach(result -> resultTangents.add(tangents[result.id()]));
    List<Value> results = select(primals, f.results());
    return new Linearized(builder, inputs, results, resultTangents);
  }

  private static void checkActive(Graph f, boolean[] active) {
    if (active.length != f.parameters().size()) {
      throw new IllegalArgumentException(
          "[%s] has %d parameters, given %s"
              .formatted(f.name(), f.parameters().size(), Arrays.toString(active)));
    }
    for (int i = 0; i < active.length; i++) {
      if (active[i] && !f.parameters().get(i).dtype().isFloating()) {
        throw new IllegalArgumentException(
            "[%s] cannot be differentiated by parameter %d, which is %s: only F32, F64 and BF16 can"
                .formatted(f.name(), i, f.parameters().get(i).type()));
      }
    }
  }
}
