package dev.lanewise.graph.compile.loop;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Output;
import dev.lanewise.graph.compile.loop.LoopBody.Step;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise.Polygamma;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.RowFold;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a loop body means, one element after the other: the specification that loop kernels are
 * tested against, to the bit. Operations that IEEE 754 rounds correctly, and all on integers, are
 * the interpreter's; the others are the elementwise kernels', of which each element is given to the
 * kernel alone. Rows are folded in the documented order.
 */
public final class LoopReference {
  private final LoopMemory in;
  private final LoopMemory out;
  private final LoopBody body;
  private final int lanes;

  private LoopReference(LoopMemory in, LoopMemory out, int lanes) {
    this.in = in;
    this.out = out;
    this.body = in.body();
    this.lanes = lanes;
  }

  /** What the memory is to hold after a run: a copy of it with other outputs. */
  public static LoopMemory run(LoopMemory memory, Arena arena) {
    Set<ElementType> types = EnumSet.noneOf(ElementType.class);
    for (int value = 0; value < memory.body().valueCount(); value++) {
      types.add(KernelNames.of(memory.body().dtype(value)));
    }
    return run(memory, arena, RowFold.lanesFor(types));
  }

  /** The same for a kernel on vectors of some number of lanes. */
  public static LoopMemory run(LoopMemory memory, Arena arena, int lanes) {
    LoopMemory result = memory.copy(arena);
    LoopReference reference = new LoopReference(memory, result, lanes);
    for (long row = 0; row < memory.rows(); row++) {
      reference.row(row);
    }
    return result;
  }

  private void row(long row) {
    List<Literal> values = new ArrayList<>();
    for (int k = 0; k < body.inputs().size(); k++) {
      values.add(in.read(k, row));
    }
    for (Step step : body.steps()) {
      values.add(
          switch (step) {
            case Compute compute -> compute(compute, values);
            case Fold fold -> fold(fold.kind(), spread(values.get(fold.operand()), in.n()));
          });
    }
    for (int o = 0; o < body.outputs().size(); o++) {
      int k = body.inputs().size() + o;
      Output output = body.outputs().get(o);
      Literal value = values.get(output.value());
      switch (output) {
        case Store _ -> out.write(k, row, spread(value, in.n()));
        case StoreRow _ -> out.write(k, row, value);
        case FoldRows fold -> {
          Literal held = out.read(k, row);
          out.write(k, row, combine(fold.kind(), held, spread(value, in.n())));
        }
      }
    }
  }

  /** One element for each place; a row of one element may be either. */
  private static Literal spread(Literal value, int n) {
    if (value.size() == n) {
      return value;
    }
    TensorType type = TensorType.of(value.type().dtype(), n);
    double[] reals = new double[n];
    long[] integers = new long[n];
    for (int i = 0; i < n; i++) {
      if (type.dtype().isFloating()) {
        reals[i] = value.real(0);
      } else {
        integers[i] = value.integer(0);
      }
    }
    return literal(type, reals, integers);
  }

  private static Literal literal(TensorType type, double[] reals, long[] integers) {
    return type.dtype().isFloating()
        ? Literal.ofReals(type, reals)
        : Literal.ofIntegers(type, integers);
  }

  private static Literal compute(Compute step, List<Literal> values) {
    List<Literal> operands = step.operands().stream().mapToObj(values::get).toList();
    int n = operands.stream().mapToInt(Literal::size).max().orElseThrow();
    List<Literal> spread = operands.stream().map(value -> spread(value, n)).toList();
    return isExact(step.op())
        ? Interpreter.apply(step.op(), spread).getFirst()
        : each(step, spread, n);
  }

  /** Whether the result is the interpreter's to the bit. */
  private static boolean isExact(Op op) {
    return switch (op) {
      case Unary unary ->
          switch (unary) {
            case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, SQRT, NOT, IS_FINITE -> true;
            case EXP,
                EXPM1,
                LOG,
                LOG1P,
                SIN,
                COS,
                TAN,
                ASIN,
                ACOS,
                ATAN,
                SINH,
                COSH,
                TANH,
                ASINH,
                ACOSH,
                ATANH,
                RSQRT,
                CBRT,
                ERF,
                ERFC,
                ERF_INV,
                LGAMMA,
                DIGAMMA,
                LOGISTIC ->
                false;
          };
      case Binary binary ->
          switch (binary) {
            case POW, ATAN2 -> false;
            case ADD,
                SUB,
                MUL,
                DIV,
                REM,
                MAX,
                MIN,
                AND,
                OR,
                XOR,
                SHIFT_LEFT,
                SHIFT_RIGHT_ARITHMETIC,
                SHIFT_RIGHT_LOGICAL,
                NEXT_AFTER ->
                true;
          };
      case Polygamma _ -> false;
      default -> true;
    };
  }

  private static Literal each(Compute step, List<Literal> operands, int n) {
    DType dtype = step.dtype();
    double[] results = new double[n];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocate(64);
      MemorySegment b = arena.allocate(64);
      MemorySegment result = arena.allocate(64);
      for (int i = 0; i < n; i++) {
        LoopMemory.write(dtype, a, 0, operands.get(0), i);
        LoopMemory.write(dtype, b, 0, operands.getLast(), i);
        switch (step.op()) {
          case Unary op ->
              Elementwise.unary(KernelNames.of(op), KernelNames.of(dtype))
                  .apply(a, 0, result, 0, 1);
          case Binary op ->
              Elementwise.binary(KernelNames.of(op), KernelNames.of(dtype))
                  .apply(a, 0, b, 0, result, 0, 1);
          case Polygamma op ->
              Elementwise.polygamma(op.order(), KernelNames.of(dtype)).apply(a, 0, result, 0, 1);
          default -> throw new IllegalArgumentException("not a function: " + step);
        }
        results[i] =
            dtype == DType.F32
                ? result.get(ValueLayout.JAVA_FLOAT, 0)
                : result.get(ValueLayout.JAVA_DOUBLE, 0);
      }
    }
    return Literal.ofReals(TensorType.of(dtype, n), results);
  }

  private Literal fold(Reduction.Kind kind, Literal row) {
    DType dtype = row.type().dtype();
    Literal identity = identity(kind, dtype);
    Literal[] a = new Literal[4];
    for (int i = 0; i < a.length; i++) {
      a[i] = spread(identity, lanes);
    }
    for (int from = 0; from < row.size(); from += lanes) {
      int vector = from / lanes % a.length;
      a[vector] = combine(kind, a[vector], part(row, from, identity));
    }
    Literal all = combine(kind, combine(kind, a[0], a[1]), combine(kind, a[2], a[3]));
    for (int half = lanes / 2; half > 0; half /= 2) {
      all = combine(kind, all, part(all, half, identity));
    }
    return part(all, 0, 1, identity);
  }

  private Literal part(Literal row, int from, Literal identity) {
    return part(row, from, lanes, identity);
  }

  /** Elements of a row, and the identity behind its end. */
  private static Literal part(Literal row, int from, int count, Literal identity) {
    TensorType type = TensorType.of(row.type().dtype(), count);
    double[] reals = new double[count];
    long[] integers = new long[count];
    for (int i = 0; i < count; i++) {
      Literal source = from + i < row.size() ? row : identity;
      int index = from + i < row.size() ? from + i : 0;
      if (type.dtype().isFloating()) {
        reals[i] = source.real(index);
      } else {
        integers[i] = source.integer(index);
      }
    }
    return literal(type, reals, integers);
  }

  private static Literal identity(Reduction.Kind kind, DType dtype) {
    Literal none = spread(Literal.scalar(dtype, 0), 0);
    Op reduce = new Reduction.Reduce(kind, Ints.of(0));
    return Interpreter.apply(reduce, List.of(none)).getFirst();
  }

  private static Literal combine(Reduction.Kind kind, Literal x, Literal y) {
    Op op =
        switch (kind) {
          case SUM -> Binary.ADD;
          case PROD -> Binary.MUL;
          case MAX -> Binary.MAX;
          case MIN -> Binary.MIN;
          case AND -> Binary.AND;
          case OR -> Binary.OR;
        };
    return Interpreter.apply(op, List.of(x, y)).getFirst();
  }
}
