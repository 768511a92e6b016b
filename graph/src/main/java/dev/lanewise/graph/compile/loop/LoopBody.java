package dev.lanewise.graph.compile.loop;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import java.util.List;

/**
 * What a fused loop computes for each row of its operands: straight-line code over elements, with
 * reductions along the row between. Sizes, strides and the values of constants are not part of it
 * (a constant is an input of level {@link Level#CALL}), so bodies that are equal share one compiled
 * kernel.
 *
 * <p>Values are numbered: the inputs first, then the result of each step. A step uses values with
 * smaller numbers only.
 *
 * @param inputs what is read
 * @param steps what is computed
 * @param outputs what is written, at least one
 */
public record LoopBody(List<Input> inputs, List<Step> steps, List<Output> outputs) {
  /** Something read from memory: an element for each place, each row, or the whole call. */
  public record Input(DType dtype, Level level) {}

  /** Something computed from values. */
  public sealed interface Step {
    /** The element type of the result. */
    DType dtype();

    /** The values that it is computed from. */
    Ints operands();
  }

  /**
   * An elementwise operation: {@link dev.lanewise.graph.ir.Unary}, {@link
   * dev.lanewise.graph.ir.Binary}, {@link dev.lanewise.graph.ir.Comparison}, or one of {@link
   * dev.lanewise.graph.ir.Elementwise} that has operands.
   */
  public record Compute(Op op, Ints operands, DType dtype) implements Step {}

  /**
   * All elements of a value along the row combined into one: a value of level {@link Level#ROW}.
   */
  public record Fold(Reduction.Kind kind, int operand, DType dtype) implements Step {
    @Override
    public Ints operands() {
      return Ints.of(operand);
    }
  }

  /** Something written to memory. */
  public sealed interface Output {
    /** The value written. */
    int value();
  }

  /** An element for each place of each row, side by side along the row; of a value of any level. */
  public record Store(int value) implements Output {}

  /** An element for each row; of a value of level {@link Level#ROW} or {@link Level#CALL}. */
  public record StoreRow(int value) implements Output {}

  /**
   * An element for each place, combined over all rows whose places lie there with what the memory
   * holds already: whoever calls the loop puts the identity there first.
   */
  public record FoldRows(Reduction.Kind kind, int value) implements Output {}

  /** Copies the lists. */
  public LoopBody {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
    for (int s = 0; s < steps.size(); s++) {
      int limit = inputs.size() + s;
      if (steps.get(s).operands().stream().anyMatch(v -> v < 0 || v >= limit)) {
        throw new IllegalArgumentException(
            "step " + s + " uses a value that is computed later: " + steps.get(s));
      }
    }
    int count = inputs.size() + steps.size();
    for (Output output : outputs) {
      if (output.value() < 0 || output.value() >= count) {
        throw new IllegalArgumentException("no such value: " + output);
      }
    }
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a loop without outputs");
    }
  }

  /** The number of values, inputs and results of steps together. */
  public int valueCount() {
    return inputs.size() + steps.size();
  }

  /** Whether a value is an input. */
  public boolean isInput(int value) {
    return value < inputs.size();
  }

  /** The step that computes a value that is no input. */
  public Step step(int value) {
    return steps.get(value - inputs.size());
  }

  /** The element type of a value. */
  public DType dtype(int value) {
    return isInput(value) ? inputs.get(value).dtype() : step(value).dtype();
  }

  /** The number of operands in memory: inputs, then outputs. */
  public int operandCount() {
    return inputs.size() + outputs.size();
  }

  /** The element type of an operand in memory, inputs first, then outputs. */
  public DType operandType(int operand) {
    return operand < inputs.size()
        ? inputs.get(operand).dtype()
        : dtype(outputs.get(operand - inputs.size()).value());
  }
}
