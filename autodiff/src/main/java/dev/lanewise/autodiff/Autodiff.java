package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.OpException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transformations of functions: compilation and differentiation. Arguments and results are trees of
 * tensors (see {@link Trees}). A transformed function is a function again, so that transformations
 * nest in any order.
 *
 * <p>A function is transformed by tracing it: it is called with symbolic tensors, and the
 * operations on these are recorded. So it should be pure; what it does besides happens when it is
 * traced, and tensors it closes over are constants of that trace. {@link #compile} traces once for
 * each structure and type of the arguments; the others trace on every call.
 *
 * <p>Derivatives are taken with respect to all floating tensors of the first argument. An integer
 * or BOOL tensor has none: in a tree of derivatives zeros of its own type stand in its place, and
 * what a given tangent or cotangent has there is not looked at.
 */
public final class Autodiff {
  private Autodiff() {}

  // Compilation.

  /**
   * The same function, traced and compiled on first use for each structure, static part, shape and
   * element type of its arguments. Applied to symbolic tensors it becomes part of their trace. Safe
   * for use by several threads.
   */
  public static <A, R> Fn<A, R> compile(Fn<A, R> function) {
    return compile(function, FunctionOptions.defaults());
  }

  /** As {@link #compile(Fn)}, of two arguments. */
  public static <A, B, R> Fn2<A, B, R> compile(Fn2<A, B, R> function) {
    return compile(function, FunctionOptions.defaults());
  }

  /** As {@link #compile(Fn)}, of three arguments. */
  public static <A, B, C, R> Fn3<A, B, C, R> compile(Fn3<A, B, C, R> function) {
    return compile(function, FunctionOptions.defaults());
  }

  /** As {@link #compile(Fn)}, with options. */
  public static <A, R> Fn<A, R> compile(Fn<A, R> function, FunctionOptions options) {
    CompiledFunction compiled = new CompiledFunction("compile", body(function), options, 1);
    return a -> cast(compiled.apply(a));
  }

  /** As {@link #compile(Fn)}, of two arguments and with options. */
  public static <A, B, R> Fn2<A, B, R> compile(Fn2<A, B, R> function, FunctionOptions options) {
    CompiledFunction compiled = new CompiledFunction("compile", body(function), options, 2);
    return (a, b) -> cast(compiled.apply(a, b));
  }

  /** As {@link #compile(Fn)}, of three arguments and with options. */
  public static <A, B, C, R> Fn3<A, B, C, R> compile(
      Fn3<A, B, C, R> function, FunctionOptions options) {
    CompiledFunction compiled = new CompiledFunction("compile", body(function), options, 3);
    return (a, b, c) -> cast(compiled.apply(a, b, c));
  }

  // Reverse mode.

  /**
   * The gradient of a scalar function.
   *
   * @return a function that throws an {@link OpException} if the value is no floating scalar
   */
  public static <A> Fn<A, A> grad(Fn<A, Tensor> function) {
    return a -> cast(gradient("grad", body(function), a).grad());
  }

  /** The gradient of a scalar function with respect to its first argument. */
  public static <A, B> Fn2<A, B, A> grad(Fn2<A, B, Tensor> function) {
    return (a, b) -> cast(gradient("grad", body(function), a, b).grad());
  }

  /** The gradient of a scalar function with respect to its first argument. */
  public static <A, B, C> Fn3<A, B, C, A> grad(Fn3<A, B, C, Tensor> function) {
    return (a, b, c) -> cast(gradient("grad", body(function), a, b, c).grad());
  }

  /** The value and the gradient of a scalar function. */
  public static <A> Fn<A, ValueAndGrad<A>> valueAndGrad(Fn<A, Tensor> function) {
    return a -> valueAndGrad(gradient("valueAndGrad", body(function), a));
  }

  /** The value and the gradient of a scalar function with respect to its first argument. */
  public static <A, B> Fn2<A, B, ValueAndGrad<A>> valueAndGrad(Fn2<A, B, Tensor> function) {
    return (a, b) -> valueAndGrad(gradient("valueAndGrad", body(function), a, b));
  }

  /** The value and the gradient of a scalar function with respect to its first argument. */
  public static <A, B, C> Fn3<A, B, C, ValueAndGrad<A>> valueAndGrad(
      Fn3<A, B, C, Tensor> function) {
    return (a, b, c) -> valueAndGrad(gradient("valueAndGrad", body(function), a, b, c));
  }

  /** As {@link #valueAndGrad(Fn)}, of a function that also returns what is not differentiated. */
  public static <A, X> Fn<A, ValueGradAux<A, X>> valueAndGradWithAux(
      Fn<A, ValueAndAux<X>> function) {
    return a -> valueGradAux(gradient("valueAndGrad", body(function), a));
  }

  /** As {@link #valueAndGrad(Fn2)}, of a function that also returns what is not differentiated. */
  public static <A, B, X> Fn2<A, B, ValueGradAux<A, X>> valueAndGradWithAux(
      Fn2<A, B, ValueAndAux<X>> function) {
    return (a, b) -> valueGradAux(gradient("valueAndGrad", body(function), a, b));
  }

  /** As {@link #valueAndGrad(Fn3)}, of a function that also returns what is not differentiated. */
  public static <A, B, C, X> Fn3<A, B, C, ValueGradAux<A, X>> valueAndGradWithAux(
      Fn3<A, B, C, ValueAndAux<X>> function) {
    return (a, b, c) -> valueGradAux(gradient("valueAndGrad", body(function), a, b, c));
  }

  /**
   * The value of a function at a point and the transpose of its derivative there. The function runs
   * once; what the pullback needs of it is kept as long as the pullback is.
   */
  public static <A, R> ValueAndPullback<A, R> vjp(Fn<A, R> function, A at) {
    Derivatives.Pullback vjp = Derivatives.vjp(body(function), Arrays.asList(at));
    return new ValueAndPullback<>(
        cast(vjp.value()), cotangent -> cast(vjp.pullback().apply(cotangent)));
  }

  // Forward mode.

  /**
   * The value of a function at a point and its derivative in the direction of a tangent.
   *
   * @param tangent a tree of the structure and types of the point
   * @throws OpException if the tangent does not fit the point
   */
  public static <A, R> ValueAndTangent<R> jvp(Fn<A, R> function, A at, A tangent) {
    Derivatives.Tangent jvp = Derivatives.jvp(body(function), Arrays.asList(at), tangent);
    return new ValueAndTangent<>(cast(jvp.value()), cast(jvp.tangent()));
  }

  // Looking inside.

  /**
   * The graph of a function for arguments like the given ones. It takes the tensors of the
   * argument, then those that the function closes over, and gives the tensors of the result.
   */
  public static <A, R> Graph trace(Fn<A, R> function, A like) {
    return Traced.of("trace", body(function), List.of(Trees.flatten(like))).graph();
  }

  /** As {@link #trace(Fn, Object)}, of two arguments. */
  public static <A, B, R> Graph trace(Fn2<A, B, R> function, A firstLike, B secondLike) {
    return Traced.of(
            "trace", body(function), List.of(Trees.flatten(firstLike), Trees.flatten(secondLike)))
        .graph();
  }

  private static Derivatives.Gradient gradient(
      String op, Traced.Body body, @Nullable Object... arguments) {
    return Derivatives.gradient(op, body, Arrays.asList(arguments));
  }

  private static <A> ValueAndGrad<A> valueAndGrad(Derivatives.Gradient gradient) {
    return new ValueAndGrad<>(gradient.value(), cast(gradient.grad()));
  }

  private static <A, X> ValueGradAux<A, X> valueGradAux(Derivatives.Gradient gradient) {
    ValueAndAux<X> result = cast(gradient.result().unflatten(gradient.primals()));
    return new ValueGradAux<>(result.value(), cast(gradient.grad()), result.aux());
  }

  private static <A, R> Traced.Body body(Fn<A, R> function) {
    return arguments -> function.apply(cast(arguments.getFirst()));
  }

  private static <A, B, R> Traced.Body body(Fn2<A, B, R> function) {
    return arguments -> function.apply(cast(arguments.get(0)), cast(arguments.get(1)));
  }

  private static <A, B, C, R> Traced.Body body(Fn3<A, B, C, R> function) {
    return arguments ->
        function.apply(cast(arguments.get(0)), cast(arguments.get(1)), cast(arguments.get(2)));
  }

  /** A tree that was flattened comes back as the type it was. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T cast(@Nullable Object tree) {
    return (T) tree;
  }
}
