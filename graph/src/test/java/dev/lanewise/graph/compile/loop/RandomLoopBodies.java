package dev.lanewise.graph.compile.loop;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Input;
import dev.lanewise.graph.compile.loop.LoopBody.Output;
import dev.lanewise.graph.compile.loop.LoopBody.Step;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Random loop bodies: every element type, level, step and output, folds behind folds, and now and
 * then very many steps. A BF16 is only loaded, stored, and converted to and from F32.
 */
public final class RandomLoopBodies {
  private static final int TRIES = 40;

  private final SplittableRandom random;
  private final List<DType> dtypes;
  private final List<Input> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();

  private RandomLoopBodies(SplittableRandom random) {
    this.random = random;
    this.dtypes =
        switch (random.nextInt(4)) {
          case 0 -> List.of(DType.F32);
          case 1 -> List.of(DType.F32, DType.BOOL, DType.I32);
          default -> List.of(DType.values());
        };
  }

  /** A body; the same state of the random numbers gives the same body. */
  public static LoopBody next(SplittableRandom random) {
    return new RandomLoopBodies(random).body();
  }

  private LoopBody body() {
    int inputCount = 1 + random.nextInt(5);
    for (int i = 0; i < inputCount; i++) {
      Level level =
          switch (random.nextInt(6)) {
            case 0 -> Level.CALL;
            case 1 -> Level.ROW;
            default -> Level.LANES;
          };
      inputs.add(new Input(pick(dtypes), level));
      levels.add(level);
    }
    int stepCount = random.nextInt(12) == 0 ? 30 + random.nextInt(50) : random.nextInt(12);
    for (int s = 0; s < stepCount; s++) {
      Step step = random.nextInt(6) == 0 ? fold() : compute();
      if (step != null) {
        steps.add(step);
        levels.add(level(step));
      }
    }
    return new LoopBody(inputs, steps, outputs());
  }

  private Level level(Step step) {
    if (step instanceof Fold) {
      return Level.ROW;
    }
    return step.operands().stream().mapToObj(levels::get).max(Level::compareTo).orElseThrow();
  }

  private @Nullable Fold fold() {
    int operand = recent(_ -> true);
    DType dtype = dtype(operand);
    List<Reduction.Kind> kinds = kinds(dtype);
    return kinds.isEmpty() ? null : new Fold(pick(kinds), operand, dtype);
  }

  private static List<Reduction.Kind> kinds(DType dtype) {
    return dtype == DType.BF16
        ? List.of()
        : List.of(Reduction.Kind.values()).stream().filter(kind -> kind.accepts(dtype)).toList();
  }

  private @Nullable Compute compute() {
    for (int i = 0; i < TRIES; i++) {
      Compute step =
          switch (random.nextInt(10)) {
            case 0, 1 -> unary();
            case 2, 3, 4, 5 -> binary();
            case 6 -> comparison();
            case 7 -> convert();
            case 8 -> select();
            default -> random.nextInt(4) == 0 ? polygamma() : clamp();
          };
      if (step != null) {
        return step;
      }
    }
    return null;
  }

  private @Nullable Compute unary() {
    Unary op = pick(List.of(Unary.values()));
    int x = recent(v -> KernelNames.of(op).supports(KernelNames.of(dtype(v))));
    return x < 0 ? null : step(op, op == Unary.IS_FINITE ? DType.BOOL : dtype(x), x);
  }

  private @Nullable Compute binary() {
    // Half of the time what programs are made of.
    Binary op =
        random.nextBoolean()
            ? pick(List.of(Binary.ADD, Binary.SUB, Binary.MUL, Binary.DIV, Binary.MAX))
            : pick(List.of(Binary.values()));
    int x = recent(v -> KernelNames.of(op).supports(KernelNames.of(dtype(v))));
    return x < 0 ? null : step(op, dtype(x), shuffled(x, another(x)));
  }

  private @Nullable Compute comparison() {
    int x = recent(v -> dtype(v) != DType.BF16);
    return x < 0
        ? null
        : step(pick(List.of(Comparison.values())), DType.BOOL, shuffled(x, another(x)));
  }

  private @Nullable Compute convert() {
    int x = recent(_ -> true);
    List<DType> targets =
        dtype(x) == DType.BF16
            ? List.of(DType.F32)
            : List.of(DType.values()).stream()
                .filter(to -> to != DType.BF16 || dtype(x) == DType.F32)
                .toList();
    DType to = pick(targets);
    return step(new Elementwise.Convert(to), to, x);
  }

  private @Nullable Compute select() {
    int condition = recent(v -> dtype(v) == DType.BOOL);
    int x = recent(v -> dtype(v) != DType.BF16);
    return condition < 0 || x < 0
        ? null
        : step(new Elementwise.Select(), dtype(x), condition, x, another(x));
  }

  private @Nullable Compute clamp() {
    int x = recent(v -> dtype(v).isNumeric() && dtype(v) != DType.BF16);
    return x < 0 ? null : step(new Elementwise.Clamp(), dtype(x), another(x), x, another(x));
  }

  private @Nullable Compute polygamma() {
    int x = recent(v -> dtype(v) == DType.F32 || dtype(v) == DType.F64);
    return x < 0 ? null : step(new Elementwise.Polygamma(random.nextInt(4)), dtype(x), x);
  }

  private static Compute step(Op op, DType dtype, int... operands) {
    return new Compute(op, Ints.of(operands), dtype);
  }

  private int[] shuffled(int a, int b) {
    return random.nextBoolean() ? new int[] {a, b} : new int[] {b, a};
  }

  /** Some value of the same type, perhaps the same one. */
  private int another(int value) {
    return recent(v -> dtype(v) == dtype(value));
  }

  /** A value that passes, often one of the last, so that long chains grow; -1 if there is none. */
  private int recent(IntPredicate test) {
    int[] values = IntStream.range(0, levels.size()).filter(test).toArray();
    if (values.length == 0) {
      return -1;
    }
    int from = random.nextBoolean() ? Math.max(0, values.length - 3) : 0;
    return values[random.nextInt(from, values.length)];
  }

  private DType dtype(int value) {
    return value < inputs.size()
        ? inputs.get(value).dtype()
        : steps.get(value - inputs.size()).dtype();
  }

  private List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      // The last value is always wanted, so that not all the steps are in vain.
      int value = i == 0 ? levels.size() - 1 : recent(_ -> true);
      List<Reduction.Kind> kinds = kinds(dtype(value));
      if (levels.get(value) != Level.LANES && random.nextInt(3) > 0) {
        outputs.add(new StoreRow(value));
      } else if (!kinds.isEmpty() && random.nextInt(4) == 0) {
        outputs.add(new FoldRows(pick(kinds), value));
      } else {
        outputs.add(new Store(value));
      }
    }
    return outputs;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
