package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.compile.tile.ArrayTileProgram.Register;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.kernels.ArrayFold;
import dev.lanewise.kernels.ArrayKernel;
import dev.lanewise.kernels.BinaryKernel;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.RowFold;
import dev.lanewise.kernels.TernaryKernel;
import dev.lanewise.kernels.UnaryKernel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the steps that run a loop body over arrays: one array for each value. */
final class ArrayTileCompiler {
  private final LoopSchedule schedule;
  private final LoopBody body;
  private final List<Register> registers = new ArrayList<>();
  private final Map<Integer, ArrayFold> folds = new HashMap<>();
  private final Map<Integer, Integer> accumulators = new HashMap<>();

  /** For each kept value, the bytes of the buffers before its own for each element of a row. */
  private final Map<Integer, Integer> buffers = new HashMap<>();

  private List<ArrayStep> steps = new ArrayList<>();
  private boolean complete = true;

  private ArrayTileCompiler(LoopSchedule schedule) {
    this.schedule = schedule;
    this.body = schedule.body();
    Set<ElementType> types = EnumSet.noneOf(ElementType.class);
    for (int value = 0; value < body.valueCount(); value++) {
      registers.add(new Register(body.dtype(value), isLanes(value) ? ArrayTileKernel.TILE : 1));
      types.add(KernelNames.of(body.dtype(value)));
    }
    int lanes = RowFold.lanesFor(types);
    for (int value = body.inputs().size(); value < body.valueCount(); value++) {
      if (body.step(value) instanceof Fold fold) {
        ArrayFold kernel =
            RowFold.of(KernelNames.of(fold.kind()), KernelNames.of(fold.dtype()), lanes).onArrays();
        folds.put(value, kernel);
        accumulators.put(value, register(fold.dtype(), kernel.length()));
      }
    }
    int bytes = 0;
    for (int value : schedule.keptValues()) {
      buffers.put(value, bytes);
      bytes += body.dtype(value).bytes();
    }
  }

  /** The program of a body, or null if one of its operations has no scalar code on arrays. */
  static @Nullable ArrayTileProgram compile(LoopSchedule schedule) {
    return new ArrayTileCompiler(schedule).compile();
  }

  private @Nullable ArrayTileProgram compile() {
    load(Level.CALL);
    schedule.callValues().forEach(this::compute);
    List<ArrayStep> call = take();
    List<List<ArrayStep>> between = new ArrayList<>();
    List<List<ArrayStep>> phases = new ArrayList<>();
    for (int phase = 0; phase <= schedule.phaseCount(); phase++) {
      between(phase);
      between.add(take());
      if (phase < schedule.phaseCount()) {
        phase(schedule.phase(phase));
        phases.add(take());
      }
    }
    return complete
        ? new ArrayTileProgram(
            call, between, phases, registers, body.operandCount(), schedule.keptBytesPerElement())
        : null;
  }

  private List<ArrayStep> take() {
    List<ArrayStep> taken = steps;
    steps = new ArrayList<>();
    return taken;
  }

  private int register(DType dtype, int length) {
    registers.add(new Register(dtype, length));
    return registers.size() - 1;
  }

  private boolean isLanes(int value) {
    return schedule.level(value) == Level.LANES;
  }

  private void load(Level level) {
    for (int input = 0; input < body.inputs().size(); input++) {
      if (schedule.level(input) == level) {
        steps.add(new ArrayStep.Load(input, body.dtype(input), input));
      }
    }
  }

  /** What the phase before has folded, what follows from it, and the folds of the next phase. */
  private void between(int phase) {
    if (phase == 0) {
      load(Level.ROW);
    } else {
      for (int value : schedule.phase(phase - 1).folds()) {
        steps.add(new ArrayStep.FoldFinish(folds.get(value), accumulators.get(value), value));
      }
    }
    schedule.before(phase).forEach(this::compute);
    for (int output : schedule.rowStoresBefore(phase)) {
      store(body.outputs().get(output).value(), output);
    }
    if (phase < schedule.phaseCount()) {
      for (int value : schedule.phase(phase).folds()) {
        steps.add(new ArrayStep.FoldStart(folds.get(value), accumulators.get(value)));
      }
    }
  }

  private void phase(LoopSchedule.Phase phase) {
    for (int value : phase.loads()) {
      steps.add(new ArrayStep.Load(value, body.dtype(value), value));
    }
    for (int value : phase.restores()) {
      steps.add(new ArrayStep.Restore(buffers.get(value), body.dtype(value), value));
    }
    phase.computes().forEach(this::compute);
    for (int value : phase.folds()) {
      int operand = lanes(((Fold) body.step(value)).operand());
      steps.add(new ArrayStep.FoldAdd(folds.get(value), operand, accumulators.get(value)));
    }
    for (int value : phase.keeps()) {
      steps.add(new ArrayStep.Keep(value, body.dtype(value), buffers.get(value)));
    }
    for (int output : phase.stores()) {
      if (body.outputs().get(output) instanceof FoldRows fold) {
        foldRows(fold, output);
      } else {
        store(lanes(body.outputs().get(output).value()), output);
      }
    }
  }

  /** An array with an element for each place: the value's own, or its one element repeated. */
  private int lanes(int value) {
    if (isLanes(value)) {
      return value;
    }
    int repeated = register(body.dtype(value), ArrayTileKernel.TILE);
    steps.add(new ArrayStep.Repeat(value, repeated));
    return repeated;
  }

  /** Writes an array to an output; of truth values that were read, whatever is true as 1. */
  private void store(int array, int output) {
    DType dtype = registers.get(array).dtype();
    int from = array;
    if (dtype == DType.BOOL && body.isInput(body.outputs().get(output).value())) {
      from = register(dtype, registers.get(array).length());
      ElementType type = KernelNames.of(dtype);
      apply(Elementwise.convert(type, type).onArrays(), List.of(array), from);
    }
    steps.add(new ArrayStep.Store(from, dtype, body.inputs().size() + output));
  }

  private void foldRows(FoldRows fold, int output) {
    DType dtype = body.dtype(fold.value());
    int operand = body.inputs().size() + output;
    int held = register(dtype, ArrayTileKernel.TILE);
    steps.add(new ArrayStep.Load(operand, dtype, held));
    BinaryKernel kernel = (BinaryKernel) OpKernels.combining(fold.kind(), dtype).kernel();
    apply(kernel.onArrays(1, isLanes(fold.value()) ? 1 : 0), List.of(held, fold.value()), held);
    steps.add(new ArrayStep.Store(held, dtype, operand));
  }

  private void compute(int value) {
    Compute step = (Compute) body.step(value);
    List<Integer> in = step.operands().stream().boxed().toList();
    int[] stride =
        in.stream().mapToInt(operand -> isLanes(value) && !isLanes(operand) ? 0 : 1).toArray();
    ArrayKernel kernel =
        switch (OpKernels.of(body, step).kernel()) {
          case UnaryKernel unary -> stride[0] == 0 ? null : unary.onArrays();
          case BinaryKernel binary -> binary.onArrays(stride[0], stride[1]);
          case TernaryKernel ternary -> ternary.onArrays(stride[0], stride[1], stride[2]);
          default -> null;
        };
    apply(kernel, in, value);
  }

  private void apply(@Nullable ArrayKernel kernel, List<Integer> in, int to) {
    if (kernel == null || !fits(kernel, in, to)) {
      complete = false;
      return;
    }
    int last = in.size() - 1;
    steps.add(
        new ArrayStep.Apply(kernel, in.getFirst(), in.get(Math.min(1, last)), in.get(last), to));
  }

  /** Whether the arrays are such as the kernel takes: it may compute with other types' bits. */
  private boolean fits(ArrayKernel kernel, List<Integer> in, int to) {
    boolean fits =
        kernel.operandCount() == in.size()
            && kernel.gives(KernelNames.of(registers.get(to).dtype()));
    for (int k = 0; fits && k < in.size(); k++) {
      fits = kernel.takes(k, KernelNames.of(registers.get(in.get(k)).dtype()));
    }
    return fits;
  }
}
