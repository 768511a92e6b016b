package dev.lanewise.autodiff;

import dev.lanewise.autodiff.transform.Differentiation;
import dev.lanewise.autodiff.transform.Partition;
import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.TreeDef;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of functions of trees: traces the function, transforms the graph and applies the
 * transformed graph to the arguments, be they concrete or symbolic. Derivatives are with respect to
 * the floating leaves of the first argument.
 */
final class Derivatives {
  private Derivatives() {}

  /** The function's results, of which the first was differentiated, and the gradient. */
  record Gradient(List<Tensor> primals, TreeDef<?> result, @Nullable Object grad) {
    Tensor value() {
      return primals.getFirst();
    }
  }

  static Gradient gradient(String op, Traced.Body body, List<@Nullable Object> arguments) {
    List<Flattened<?>> flat = flatten(arguments);
    Traced traced = Traced.of(op, body, flat);
    requireScalar(op, traced.graph());
    Flattened<?> point = flat.getFirst();
    boolean[] active = active(point, traced.graph());
    List<Tensor> results =
        Dispatch.call(gradientGraph(traced.graph(), active), traced.graphArguments(flat));
    int count = traced.graph().results().size();
    return new Gradient(
        results.subList(0, count),
        traced.result(),
        withZeros(point, results.subList(count, results.size())));
  }

  private static List<Flattened<?>> flatten(List<@Nullable Object> arguments) {
    List<Flattened<?>> flat = new ArrayList<>();
    arguments.forEach(argument -> flat.add(Trees.flatten(argument)));
    return flat;
  }

  private static void requireScalar(String op, Graph graph) {
    TensorType type = graph.results().isEmpty() ? null : graph.resultTypes().getFirst();
    if (type == null || type.rank() != 0 || !type.dtype().isFloating()) {
      throw Errors.op(
          op,
          "the function must return a floating scalar, returned %s: reduce it, for example by mean()"
              .formatted(type == null ? "no tensor" : type));
    }
  }

  /** Which parameters are floating leaves of the first argument. */
  private static boolean[] active(Flattened<?> point, Graph graph) {
    boolean[] active = new boolean[graph.parameters().size()];
    for (int i = 0; i < point.leaves().size(); i++) {
      active[i] = graph.parameters().get(i).dtype().isFloating();
    }
    return active;
  }

  /**
   * A graph of f's parameters that gives f's results and the gradient of the first. The others are
   * computed by a second copy of f, so that no cotangent is pulled back through them; what the
   * copies have in common is found when the graph is compiled.
   */
  private static Graph gradientGraph(Graph f, boolean[] active) {
    Graph vjp = Differentiation.vjp(firstResult(f), active);
    GraphBuilder builder = new GraphBuilder();
    List<Value> parameters = parameters(builder, f);
    List<Value> arguments = new ArrayList<>(parameters);
    arguments.add(builder.scalar(f.resultTypes().getFirst().dtype(), 1));
    List<Value> valueAndGrad = builder.inline(vjp, arguments);
    List<Value> results = new ArrayList<>();
    results.add(valueAndGrad.getFirst());
    if (f.results().size() > 1) {
      List<Value> all = builder.inline(f, parameters);
      results.addAll(all.subList(1, all.size()));
    }
    results.addAll(valueAndGrad.subList(1, valueAndGrad.size()));
    return builder.build("grad(" + f.name() + ")", results);
  }

  private static Graph firstResult(Graph f) {
    if (f.results().size() == 1) {
      return f;
    }
    GraphBuilder builder = new GraphBuilder();
    List<Value> results = builder.inline(f, parameters(builder, f));
    return builder.build(f.name(), results.subList(0, 1));
  }

  private static List<Value> parameters(GraphBuilder builder, Graph f) {
    return f.parameterTypes().stream().map(builder::parameter).toList();
  }

  /** A tree like another: of the given tensors for its floating leaves, of zeros for the others. */
  private static @Nullable Object withZeros(Flattened<?> like, List<Tensor> floating) {
    return withZeros(like.def(), like.leaves().stream().map(Tensor::type).toList(), floating);
  }

  private static @Nullable Object withZeros(
      TreeDef<?> def, List<TensorType> types, List<Tensor> floating) {
    Iterator<Tensor> next = floating.iterator();
    List<Tensor> leaves = new ArrayList<>();
    for (TensorType type : types) {
      leaves.add(type.dtype().isFloating() ? next.next() : Filled.of(type, 0));
    }
    return def.unflatten(leaves);
  }

  /** A value and a map from cotangents to gradients. */
  record Pullback(@Nullable Object value, Fn<@Nullable Object, @Nullable Object> pullback) {}

  static Pullback vjp(Traced.Body body, List<@Nullable Object> arguments) {
    List<Flattened<?>> flat = flatten(arguments);
    Traced traced = Traced.of("vjp", body, flat);
    Graph f = traced.graph();
    Flattened<?> point = flat.getFirst();
    Graph vjp = Differentiation.vjp(f, active(point, f));
    int primals = f.parameters().size();
    Partition.Split split = Partition.split(vjp, primals);

    List<Tensor> given = traced.graphArguments(flat);
    List<Tensor> early = Dispatch.call(split.early(), given);
    int known = vjp.results().size() - split.lateResults().size();
    List<Tensor> lateArguments = new ArrayList<>(early.subList(known, early.size()));
    split.forwarded().stream().forEach(i -> lateArguments.add(given.get(i)));

    int count = f.results().size();
    List<TensorType> types = f.resultTypes();
    Fn<@Nullable Object, @Nullable Object> pullback =
        cotangent -> {
          List<Tensor> all = new ArrayList<>(lateArguments);
          all.addAll(floatingLeaves("vjp", "cotangent", cotangent, traced.result(), types));
          List<Tensor> late = Dispatch.call(split.late(), all);
          List<Tensor> results = merge(early, late, split, vjp.results().size());
          return withZeros(point, results.subList(count, results.size()));
        };
    // No result of f itself waits for a cotangent, so these are the first of the early ones.
    return new Pullback(traced.result().unflatten(early.subList(0, count)), pullback);
  }

  /** The results of the whole graph from those of its halves. */
  private static List<Tensor> merge(
      List<Tensor> early, List<Tensor> late, Partition.Split split, int count) {
    Iterator<Tensor> nextEarly = early.iterator();
    Iterator<Tensor> nextLate = late.iterator();
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(split.lateResults().contains(i) ? nextLate.next() : nextEarly.next());
    }
    return results;
  }

  /**
   * The floating leaves of a tangent or cotangent, whose structure and types must be the primal's.
   */
  private static List<Tensor> floatingLeaves(
      String op, String role, @Nullable Object tree, TreeDef<?> def, List<TensorType> types) {
    Flattened<?> flat = Trees.flatten(tree);
    String difference = flat.def().difference(def);
    if (difference != null) {
      throw Errors.op(op, "the %s differs from the primal at %s".formatted(role, difference));
    }
    List<Tensor> floating = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Tensor leaf = flat.leaves().get(i);
      if (types.get(i).dtype().isFloating()) {
        if (!leaf.type().equals(types.get(i))) {
          throw Errors.op(
              op,
              "the %s of a %s must be of that type, was %s"
                  .formatted(role, types.get(i), leaf.type()),
              leaf);
        }
        floating.add(leaf);
      }
    }
    return floating;
  }

  /** A value and its derivative in one direction. */
  record Tangent(@Nullable Object value, @Nullable Object tangent) {}

  static Tangent jvp(Traced.Body body, List<@Nullable Object> arguments, @Nullable Object tangent) {
    List<Flattened<?>> flat = flatten(arguments);
    Traced traced = Traced.of("jvp", body, flat);
    Graph f = traced.graph();
    Flattened<?> point = flat.getFirst();
    List<TensorType> pointTypes = point.leaves().stream().map(Tensor::type).toList();
    List<Tensor> all = traced.graphArguments(flat);
    all.addAll(floatingLeaves("jvp", "tangent", tangent, point.def(), pointTypes));
    List<Tensor> results = Dispatch.call(Differentiation.jvp(f, active(point, f)), all);
    int count = f.results().size();
    return new Tangent(
        traced.result().unflatten(results.subList(0, count)),
        withZeros(traced.result(), f.resultTypes(), results.subList(count, results.size())));
  }
}
