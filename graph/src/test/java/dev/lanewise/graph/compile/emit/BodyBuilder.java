package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Input;
import dev.lanewise.graph.compile.loop.LoopBody.Output;
import dev.lanewise.graph.compile.loop.LoopBody.Step;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import java.util.ArrayList;
import java.util.List;

/** Writes loop bodies down value by value; inputs before everything else. */
final class BodyBuilder {
  private final List<Input> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<DType> dtypes = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  int input(DType dtype, Level level) {
    inputs.add(new Input(dtype, level));
    return define(dtype);
  }

  int lanes(DType dtype) {
    return input(dtype, Level.LANES);
  }

  int constant(DType dtype) {
    return input(dtype, Level.CALL);
  }

  private int define(DType dtype) {
    dtypes.add(dtype);
    return dtypes.size() - 1;
  }

  int op(Op op, int... operands) {
    DType dtype =
        switch (op) {
          case Comparison _ -> DType.BOOL;
          case Unary unary when unary == Unary.IS_FINITE -> DType.BOOL;
          case Elementwise.Convert convert -> convert.to();
          default -> dtypes.get(operands[operands.length - 1]);
        };
    steps.add(new Compute(op, Ints.of(operands), dtype));
    return define(dtype);
  }

  int fold(Reduction.Kind kind, int value) {
    steps.add(new Fold(kind, value, dtypes.get(value)));
    return define(dtypes.get(value));
  }

  BodyBuilder store(int value) {
    outputs.add(new Store(value));
    return this;
  }

  BodyBuilder storeRow(int value) {
    outputs.add(new StoreRow(value));
    return this;
  }

  BodyBuilder foldRows(Reduction.Kind kind, int value) {
    outputs.add(new FoldRows(kind, value));
    return this;
  }

  LoopBody body() {
    return new LoopBody(inputs, steps, outputs);
  }
}
