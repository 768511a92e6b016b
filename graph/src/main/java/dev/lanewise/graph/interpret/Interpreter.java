package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.TypeRules;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reference interpreter: what every operation means, element by element. It is the
 * specification that kernels are tested against and that constants are folded with.
 *
 * <p>Floating-point results are computed in binary64 and rounded once, to the type of the result.
 * That holds for sums and products over many elements too: a sum of F32 is accumulated in binary64,
 * in row-major order, and rounded at the end. A BF16 is rounded by way of F32, the type it is
 * computed with, but converting to it rounds once.
 */
public final class Interpreter {
  private Interpreter() {}

  /**
   * Runs a graph.
   *
   * @param arguments one for each parameter, of its type
   * @return the results in order
   * @throws IllegalArgumentException if the arguments do not fit the parameters, or if a value is
   *     too large for an array on the heap
   * @throws IndexOutOfBoundsException if a {@link Indexing.Gather} or {@link Indexing.ScatterAdd}
   *     with {@link Indexing.OutOfBounds#ERROR} meets an index that is out of range
   */
  public static List<Literal> run(Graph graph, List<Literal> arguments) {
    List<TensorType> given = arguments.stream().map(Literal::type).toList();
    if (!given.equals(graph.parameterTypes())) {
      throw new IllegalArgumentException(
          "[" + graph.name() + "] takes " + graph.parameterTypes() + ", given " + given);
    }
    @Nullable Literal[] values = new Literal[graph.valueCount()];
    for (int i = 0; i < arguments.size(); i++) {
      values[graph.parameters().get(i).id()] = arguments.get(i);
    }
    for (Node node : graph.nodes()) {
      List<Literal> results = apply(node.op(), select(values, node.operands()));
      for (int i = 0; i < results.size(); i++) {
        values[node.results().get(i).id()] = results.get(i);
      }
    }
    return select(values, graph.results());
  }

  /**
   * Applies one operation.
   *
   * @return its results
   * @throws dev.lanewise.graph.ir.OpException if the operands do not fit the operation
   * @throws IllegalArgumentException if the result is too large for an array on the heap
   * @throws IndexOutOfBoundsException as for {@link #run}
   */
  public static List<Literal> apply(Op op, List<Literal> operands) {
    List<TensorType> types = operands.stream().map(Literal::type).toList();
    TensorType type = TypeRules.infer(op, types, null).getFirst();
    return List.of(
        switch (op) {
          case Unary unary -> ElementwiseInterpreter.unary(unary, operands.getFirst(), type);
          case Binary binary ->
              ElementwiseInterpreter.binary(binary, operands.get(0), operands.get(1));
          case Comparison comparison ->
              ElementwiseInterpreter.compare(comparison, operands.get(0), operands.get(1), type);
          case Elementwise elementwise -> ElementwiseInterpreter.apply(elementwise, operands, type);
          case Movement movement -> MovementInterpreter.apply(movement, operands, type);
          case Reduction reduction ->
              ReductionInterpreter.apply(reduction, operands.getFirst(), type);
          case DotGeneral dot ->
              ContractionInterpreter.apply(dot, operands.get(0), operands.get(1), type);
          case Convolution convolution ->
              ConvolutionInterpreter.apply(convolution, operands.get(0), operands.get(1), type);
          case Windowed windowed ->
              WindowInterpreter.apply(windowed, operands.getFirst(), operands.getLast(), type);
          case Indexing indexing -> IndexingInterpreter.apply(indexing, operands, type);
          case RandomBits _ -> Threefry.bits(operands.getFirst(), type);
        });
  }

  private static List<Literal> select(@Nullable Literal[] values, List<Value> chosen) {
    return chosen.stream().map(value -> Objects.requireNonNull(values[value.id()])).toList();
  }
}
