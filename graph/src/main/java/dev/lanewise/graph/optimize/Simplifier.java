package dev.lanewise.graph.optimize;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.TypeRules;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds operations to a graph in their simplest form. The rules of a family look at an operation and
 * at what computes its operands; what they put in its place goes through the rules in turn. Each
 * rule removes an operation, makes one cheaper, or moves one in a fixed direction (negations and
 * broadcasts towards the results, reshapes and slices towards the parameters), so this ends.
 */
final class Simplifier {
  private final GraphBuilder builder;
  private final Rewriter.Uses uses;
  private final UnaryRules unary = new UnaryRules(this);
  private final ArithmeticRules arithmetic = new ArithmeticRules(this);
  private final LogicRules logic = new LogicRules(this);
  private final BroadcastSinking sinking = new BroadcastSinking(this);
  private final ReshapeRules reshaping = new ReshapeRules(this);
  private final WindowRules windows = new WindowRules(this);
  private final ReductionRules reductions = new ReductionRules(this);
  private final ContractionRules contractions = new ContractionRules(this);

  Simplifier(GraphBuilder builder, Rewriter.Uses uses) {
    this.builder = builder;
    this.uses = uses;
  }

  /** The values of a node's operation on other operands, by simpler means if there are any. */
  List<Value> rewrite(Node node, List<Value> operands) {
    Value simpler =
        node.accepts(operands)
            ? simplify(node.op(), operands, node.results().getFirst().type())
            : simplify(node.op(), operands);
    return simpler != null ? List.of(simpler) : builder.addAgain(node, operands);
  }

  /** The values of an operation, by simpler means if there are any. */
  List<Value> emit(Op op, List<Value> operands) {
    Value simpler = simplify(op, operands);
    return simpler != null ? List.of(simpler) : builder.add(op, operands);
  }

  /** The only value of an operation, by simpler means if there are any. */
  Value emit(Op op, Value... operands) {
    return emit(op, List.of(operands)).getFirst();
  }

  private @Nullable Value simplify(Op op, List<Value> operands) {
    return simplify(op, operands, TypeRules.infer(op, typesOf(operands), null).getFirst());
  }

  /**
   * @param type of the first result
   */
  private @Nullable Value simplify(Op op, List<Value> operands, TensorType type) {
    if (type.size() == 0 && !(op instanceof Elementwise.Constant) && !mayFail(op)) {
      return builder.constant(empty(type));
    }
    return switch (op) {
      case Unary u -> first(unary.simplify(u, operands.getFirst()), sinking, op, operands);
      case Binary b ->
          first(
              b.accepts(DType.BOOL)
                  ? logic.simplify(b, operands.get(0), operands.get(1))
                  : arithmetic.simplify(b, operands.get(0), operands.get(1)),
              sinking,
              op,
              operands);
      case Comparison c ->
          first(logic.simplify(c, operands.get(0), operands.get(1)), sinking, op, operands);
      case Elementwise e -> first(logic.simplify(e, operands), sinking, op, operands);
      case Movement movement -> {
        Value simpler = reshaping.simplify(movement, operands, type);
        yield simpler != null ? simpler : windows.simplify(movement, operands, type);
      }
      case Reduction reduction -> reductions.simplify(reduction, operands.getFirst(), type);
      case DotGeneral dot -> contractions.simplify(dot, operands.get(0), operands.get(1), type);
      case Indexing indexing -> windows.simplify(indexing, operands);
      case Convolution _, Windowed _, RandomBits _ -> null;
    };
  }

  /** Whether running an operation may throw, so that it stays even if its result is empty. */
  private static boolean mayFail(Op op) {
    return switch (op) {
      case Indexing.Gather gather -> gather.outOfBounds() == Indexing.OutOfBounds.ERROR;
      case Indexing.ScatterAdd scatter -> scatter.outOfBounds() == Indexing.OutOfBounds.ERROR;
      case Unary _,
          Binary _,
          Comparison _,
          Elementwise _,
          Movement _,
          Reduction _,
          DotGeneral _,
          Convolution _,
          Windowed _,
          RandomBits _ ->
          false;
    };
  }

  /** A product with its operands exchanged, if a transposition of it is just that; else null. */
  @Nullable Value exchange(DotGeneral dot, Node product, Ints permutation) {
    return isShared(product.result()) ? null : contractions.transposed(permutation, product, dot);
  }

  private static @Nullable Value first(
      @Nullable Value simpler, BroadcastSinking sinking, Op op, List<Value> operands) {
    return simpler != null ? simpler : sinking.simplify(op, operands);
  }

  private static List<TensorType> typesOf(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  private static Literal empty(TensorType type) {
    return type.dtype().isFloating() ? Literal.ofReals(type) : Literal.ofIntegers(type);
  }

  // What the rules build with.

  /** A constant. */
  Value constant(Literal literal) {
    return builder.constant(literal);
  }

  /** A tensor whose elements are all the given scalar. */
  Value full(Literal scalar, Shape shape) {
    if (shape.size() == 1) {
      return builder.constant(scalar.reshape(shape));
    }
    return emit(new Movement.BroadcastInDim(shape, Ints.of()), builder.constant(scalar));
  }

  /**
   * The negative of a scalar, repeated. Not a negation to be folded later: the rules that bring a
   * sign into a factor and those that lift it out of one would chase each other.
   */
  Value fullNegative(Literal scalar, Shape shape) {
    return full(Interpreter.apply(Unary.NEG, List.of(scalar)).getFirst(), shape);
  }

  /** A tensor of the type of another whose elements are all the given number. */
  Value fullLike(Value like, double number) {
    return full(Literal.scalar(like.dtype(), number), like.shape());
  }

  /** Another shape of the same size; the operand itself if it has the shape already. */
  Value reshape(Value x, Shape shape) {
    return emit(new Movement.Reshape(shape), x);
  }

  /**
   * Whether a value has other users than the one being rewritten, so that it will be computed in
   * any case.
   */
  boolean isShared(Value value) {
    return uses.of(value) > 1;
  }
}
