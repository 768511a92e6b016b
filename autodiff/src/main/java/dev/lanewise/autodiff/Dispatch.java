package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Op;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place where operations meet tensors. If an operand is symbolic the operation is recorded
 * in its trace, in the newest if there are several; else it runs at once.
 */
final class Dispatch {
  private Dispatch() {}

  static Tensor apply(Op op, Tensor... operands) {
    return apply(new Recipe.Plain(op), Arrays.asList(operands));
  }

  static Tensor apply(Op op, List<Tensor> operands) {
    return apply(new Recipe.Plain(op), operands);
  }

  static Tensor apply(Recipe recipe, List<Tensor> operands) {
    Trace trace = newest(operands);
    return trace == null ? Eager.apply(recipe, operands) : trace.record(recipe, operands);
  }

  /** Applies a whole graph: inlines it in the newest trace, or runs it. */
  static List<Tensor> call(Graph graph, List<Tensor> arguments) {
    Trace trace = newest(arguments);
    return trace == null ? Eager.call(graph, arguments) : trace.inline(graph, arguments);
  }

  /** The newest trace that any of the tensors belongs to, or null if all are concrete. */
  static @Nullable Trace newest(List<Tensor> tensors) {
    Trace newest = null;
    for (Tensor tensor : tensors) {
      if (tensor instanceof SymbolicTensor symbolic
          && (newest == null || symbolic.trace().id() > newest.id())) {
        newest = symbolic.trace();
      }
    }
    return newest;
  }
}
