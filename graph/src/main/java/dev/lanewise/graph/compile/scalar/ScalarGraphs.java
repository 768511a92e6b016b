package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which graphs are computed as scalars. */
public final class ScalarGraphs {
  /** Operations on scalars; beyond, compiling takes seconds. */
  private static final long MOST_OPERATIONS = 48_000;

  /**
   * Elements of any value, so that the lists of elements stay small even if nothing is computed
   * with them, and counting operations cannot overflow.
   */
  private static final long MOST_ELEMENTS = 4_096;

  /**
   * Operations on scalars for each operation on tensors: a call of a vector kernel costs some 20
   * ns, in which code at its peak does as many scalar operations.
   */
  private static final long MOST_PER_NODE = 32;

  private ScalarGraphs() {}

  /** Why a graph is not computed as scalars, or null if it is. */
  public static @Nullable String refusal(Graph graph) {
    if (values(graph).mapToLong(TensorType::size).max().orElse(0) > MOST_ELEMENTS) {
      return "a value of more than %,d elements".formatted(MOST_ELEMENTS);
    }
    long operations = 0;
    long computing = 0;
    for (Node node : graph.nodes()) {
      if (!ScalarLowering.supports(node)) {
        return node.op().mnemonic() + " has no scalar form";
      }
      long own = operations(node);
      operations += own;
      computing += own > 0 ? 1 : 0;
      if (operations > MOST_OPERATIONS) {
        return "more than %,d operations on scalars".formatted(MOST_OPERATIONS);
      }
    }
    if (operations > computing * MOST_PER_NODE) {
      return "%,d operations on scalars are more than %d for each of %,d on tensors"
          .formatted(operations, MOST_PER_NODE, computing);
    }
    return computing < 2 ? "one kernel does it" : null;
  }

  private static Stream<TensorType> values(Graph graph) {
    return Stream.concat(
        graph.parameterTypes().stream(),
        graph.nodes().stream().flatMap(node -> node.results().stream().map(Value::type)));
  }

  /** The operations on scalars that a node stands for. */
  private static long operations(Node node) {
    long size = node.result().type().size();
    return switch (node.op()) {
      case Unary _, Binary _, Comparison _, RandomBits _ -> size;
      case Elementwise op ->
          switch (op) {
            case Elementwise.Iota _, Elementwise.Constant _ -> 0;
            case Elementwise.Clamp _ -> 2 * size;
            case Elementwise.Polygamma _, Elementwise.Select _, Elementwise.Convert _ -> size;
          };
      case Movement.DynamicSlice op -> ScalarWindows.operations(node, op.sizes());
      case Movement.DynamicUpdateSlice _ -> ScalarWindows.operations(node, node.operand(1).shape());
      case Movement _ -> 0;
      case Reduction _ -> node.operand(0).type().size();
      case DotGeneral op -> {
        Shape left = node.operand(0).shape();
        yield 2 * size * left.select(op.leftContract()).size();
      }
      case Convolution _, Windowed _, Indexing _ -> 0;
    };
  }
}
