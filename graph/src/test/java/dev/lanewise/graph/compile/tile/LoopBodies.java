package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Input;
import dev.lanewise.graph.compile.loop.LoopBody.Step;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise.Select;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import java.util.ArrayList;
import java.util.List;

/** Loop bodies that programs are made of. */
final class LoopBodies {
  private static final Input LANES = new Input(DType.F32, Level.LANES);
  private static final Input CALL = new Input(DType.F32, Level.CALL);

  private LoopBodies() {}

  /** Three phases: the maximum, the sum of the exponentials, the quotients. */
  static LoopBody softmax() {
    return new LoopBody(
        List.of(LANES),
        List.of(
            new Fold(Reduction.Kind.MAX, 0, DType.F32),
            step(Binary.SUB, 0, 1),
            step(Unary.EXP, 2),
            new Fold(Reduction.Kind.SUM, 3, DType.F32),
            step(Binary.DIV, 3, 4)),
        List.of(new Store(5)));
  }

  /** Arithmetic on two inputs and a constant, each step on the result of the one before. */
  static LoopBody chain(int length) {
    List<Binary> ops = List.of(Binary.MUL, Binary.ADD, Binary.SUB, Binary.MAX);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      steps.add(step(ops.get(i % ops.size()), i == 0 ? 0 : 2 + i, 1 + i % 2));
    }
    return new LoopBody(List.of(LANES, LANES, CALL), steps, List.of(new Store(2 + length)));
  }

  /** Where the input is above the constant, twice the input, otherwise the constant. */
  static LoopBody mask() {
    return new LoopBody(
        List.of(LANES, CALL),
        List.of(
            new Compute(Comparison.GT, Ints.of(0, 1), DType.BOOL),
            step(Binary.ADD, 0, 0),
            new Compute(new Select(), Ints.of(2, 3, 1), DType.F32)),
        List.of(new Store(4)));
  }

  /** The sum of all rows of products. */
  static LoopBody sumOfRows() {
    return new LoopBody(
        List.of(LANES, LANES),
        List.of(step(Binary.MUL, 0, 1)),
        List.of(new FoldRows(Reduction.Kind.SUM, 2)));
  }

  /** Each of two inputs copied to an output. */
  static LoopBody copies() {
    return new LoopBody(List.of(LANES, LANES), List.of(), List.of(new Store(1), new Store(0)));
  }

  private static Compute step(Op op, int... operands) {
    return new Compute(op, Ints.of(operands), DType.F32);
  }
}
