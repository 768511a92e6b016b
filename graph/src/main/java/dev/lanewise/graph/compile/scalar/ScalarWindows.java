package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows whose place is known when the code runs: along one axis after the other, each element is
 * selected from those that it is for one start or another. The least and the largest start stand
 * for all beyond them, which is how starts are clamped.
 */
final class ScalarWindows {
  private final ScalarArithmetic arithmetic;
  private final ScalarCodeBuilder code;

  ScalarWindows(ScalarCodeBuilder code, ScalarArithmetic arithmetic) {
    this.code = code;
    this.arithmetic = arithmetic;
  }

  /** The operations on scalars that reading or writing a window costs. */
  static long operations(Node node, Shape window) {
    Shape array = node.operand(0).shape();
    long operations = 0;
    for (int axis = 0; axis < array.rank(); axis++) {
      operations += (array.extent(axis) - window.extent(axis)) * array.size();
    }
    return node.op() instanceof Movement.DynamicSlice ? operations : 2 * operations + array.size();
  }

  /**
   * Reads a window.
   *
   * @param x the steps of the array's elements
   * @param starts the step of the first index along each axis
   */
  int[] slice(int[] x, Shape array, Shape window, int[] starts) {
    int[] result = x;
    Shape shape = array;
    for (int axis = 0; axis < array.rank(); axis++) {
      int[][] choices = new int[array.extent(axis) - window.extent(axis) + 1][];
      for (int start = 0; start < choices.length; start++) {
        choices[start] = sliced(result, shape, axis, start, window.extent(axis));
      }
      result = choose(choices, starts[axis]);
      shape = shape.with(axis, window.extent(axis));
    }
    return result;
  }

  /** Replaces a window of an array by an update; as {@link #slice}. */
  int[] update(int[] x, Shape array, int[] update, Shape window, int[] starts) {
    int[] values = update;
    int[] inside = IntStream.range(0, update.length).map(_ -> code.constant(1)).toArray();
    Shape shape = window;
    for (int axis = 0; axis < array.rank(); axis++) {
      int room = array.extent(axis) - window.extent(axis);
      int[][] valueChoices = new int[room + 1][];
      int[][] insideChoices = new int[room + 1][];
      for (int start = 0; start <= room; start++) {
        // What stands outside the window is never selected; any step of the type will do.
        valueChoices[start] = padded(values, shape, axis, start, room - start, x[0]);
        insideChoices[start] = padded(inside, shape, axis, start, room - start, code.constant(0));
      }
      values = choose(valueChoices, starts[axis]);
      inside = choose(insideChoices, starts[axis]);
      shape = shape.with(axis, array.extent(axis));
    }
    int[] result = new int[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = arithmetic.select(inside[i], values[i], x[i]);
    }
    return result;
  }

  /** The choice of a number, elementwise. */
  private int[] choose(int[][] choices, int start) {
    int[] result = choices[0];
    for (int c = 1; c < choices.length; c++) {
      int number = code.type(start) == ScalarType.LONG ? code.constant((long) c) : code.constant(c);
      Comparison chosen = c == choices.length - 1 ? Comparison.GE : Comparison.EQ;
      int condition = arithmetic.compare(chosen, start, number);
      int[] next = new int[result.length];
      for (int i = 0; i < next.length; i++) {
        next[i] = arithmetic.select(condition, choices[c][i], result[i]);
      }
      result = next;
    }
    return result;
  }

  private static int[] sliced(int[] x, Shape shape, int axis, int start, int extent) {
    int[] starts = new int[shape.rank()];
    int[] limits = shape.extents();
    starts[axis] = start;
    limits[axis] = start + extent;
    Ints strides = Ints.filled(shape.rank(), 1);
    return apply(
        new Movement.Slice(Ints.of(starts), Ints.of(limits), strides), List.of(numbers(shape, x)));
  }

  private static int[] padded(int[] x, Shape shape, int axis, int low, int high, int with) {
    int[] lows = new int[shape.rank()];
    int[] highs = new int[shape.rank()];
    lows[axis] = low;
    highs[axis] = high;
    Ints interior = Ints.filled(shape.rank(), 0);
    return apply(
        new Movement.Pad(Ints.of(lows), Ints.of(highs), interior),
        List.of(numbers(shape, x), numbers(Shape.scalar(), with)));
  }

  /** Moves the numbers of steps as the operation moves elements. */
  static int[] apply(Movement op, List<Literal> numbers) {
    Literal moved = Interpreter.apply(op, numbers).getFirst();
    return IntStream.range(0, moved.size()).map(i -> (int) moved.integer(i)).toArray();
  }

  /** The numbers of steps as a tensor. */
  static Literal numbers(Shape shape, int... steps) {
    return Literal.ofIntegers(
        new TensorType(DType.I64, shape), IntStream.of(steps).asLongStream().toArray());
  }
}
