package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A loop body run by the reference interpreter, row by row: what a kernel should do. */
final class InterpretedLoop implements LoopKernel {
  private final LoopBody body;

  InterpretedLoop(LoopBody body) {
    this.body = body;
  }

  @Override
  public long scratchBytes(int n) {
    return 8L * n;
  }

  @Override
  public void run(
      MemorySegment[] segments, long[] at, long[] step, long rows, int n, MemorySegment scratch) {
    for (long row = 0; row < rows; row++) {
      List<Literal> values = new ArrayList<>();
      for (int i = 0; i < body.inputs().size(); i++) {
        boolean lanes = body.inputs().get(i).level() == Level.LANES;
        TensorType type = TensorType.of(body.operandType(i), lanes ? n : 1);
        values.add(spread(LiteralCodec.read(type, segments[i], at[i] + row * step[i]), n));
      }
      for (LoopBody.Step loopStep : body.steps()) {
        values.add(
            switch (loopStep) {
              case Compute compute ->
                  Interpreter.apply(
                          compute.op(), compute.operands().stream().mapToObj(values::get).toList())
                      .getFirst();
              case Fold fold -> {
                Op reduce = new Reduction.Reduce(fold.kind(), Ints.of(0));
                Literal one = apply(reduce, values.get(fold.operand()));
                yield spread(one.reshape(Shape.of(1)), n);
              }
            });
      }
      for (int o = 0; o < body.outputs().size(); o++) {
        int operand = body.inputs().size() + o;
        write(
            body.outputs().get(o),
            values.get(body.outputs().get(o).value()),
            segments[operand],
            at[operand] + row * step[operand]);
      }
    }
  }

  private static void write(LoopBody.Output output, Literal value, MemorySegment to, long at) {
    switch (output) {
      case Store _ -> LiteralCodec.write(value, to, at);
      case StoreRow _ -> LiteralCodec.write(value, 1, to, at);
      case FoldRows fold -> {
        Literal sum = LiteralCodec.read(value.type(), to, at);
        int n = value.size();
        Literal both = apply(new Movement.Concat(0), sum, value);
        both = both.reshape(Shape.of(2, n));
        LiteralCodec.write(apply(new Reduction.Reduce(fold.kind(), Ints.of(0)), both), to, at);
      }
    }
  }

  private static Literal spread(Literal value, int n) {
    return value.size() == n
        ? value
        : apply(new Movement.BroadcastInDim(Shape.of(n), Ints.of(0)), value);
  }

  private static Literal apply(Op op, Literal... operands) {
    return Interpreter.apply(op, List.of(operands)).getFirst();
  }

  /** An input of a body. */
  static LoopBody.Input input(DType dtype, Level level) {
    return new LoopBody.Input(dtype, level);
  }
}
