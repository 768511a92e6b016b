package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.compile.tile.Instruction.Opcode;
import dev.lanewise.graph.ir.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the code of one phase over a tile: chooses kernels first, on numbered values, and then the
 * places where the values lie.
 *
 * <p>The values are those of the body and, behind them, temporary ones.
 */
final class PhaseCompiler {
  /** An instruction before its values have places; the result is a value or a known place. */
  private record Draft(
      Opcode opcode, Object kernel, int lanes, List<Integer> in, int value, @Nullable Place out) {}

  private final TileLayout layout;
  private final LoopBody body;
  private final LoopSchedule schedule;
  private final LoopSchedule.Phase phase;
  private final boolean whole;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<Integer, Place> places = new HashMap<>();
  private final List<DType> temporaries = new ArrayList<>();

  /**
   * @param whole whether the tile is whole; if it is not, results pass through the scratch, where
   *     they can be computed in whole vectors
   */
  PhaseCompiler(TileLayout layout, LoopSchedule.Phase phase, boolean whole) {
    this.layout = layout;
    this.schedule = layout.schedule();
    this.body = schedule.body();
    this.phase = phase;
    this.whole = whole;
  }

  /** The code, which takes room for its tiles from the registers. */
  List<Instruction> compile(TileRegisters registers) {
    phase.computes().forEach(this::compute);
    phase.folds().forEach(this::fold);
    List<Draft> stores = new ArrayList<>();
    for (int output : phase.stores()) {
      switch (body.outputs().get(output)) {
        case Store store -> store(output, store.value(), stores);
        case FoldRows fold -> foldRows(output, fold);
        case StoreRow _ -> throw new IllegalArgumentException("a row's store inside a phase");
      }
    }
    drafts.addAll(stores);
    phase.keeps().forEach(value -> places.put(value, layout.place(value)));
    if (whole) {
      computeIntoOutputs();
    }
    return place(registers);
  }

  private void compute(int value) {
    Compute step = (Compute) body.step(value);
    OpKernels kernel = OpKernels.of(body, step);
    List<Integer> in = step.operands().stream().boxed().toList();
    drafts.add(new Draft(kernel.opcode(), kernel.kernel(), kernel.lanes(), in, value, null));
  }

  private void fold(int value) {
    int operand = ((Fold) body.step(value)).operand();
    int elements = isLanes(operand) ? operand : repeated(operand);
    drafts.add(
        new Draft(
            Opcode.ADD,
            layout.fold(value),
            1,
            List.of(elements),
            value,
            layout.accumulators(value)));
  }

  /** A temporary with the one element of a value in all places. */
  private int repeated(int value) {
    int temporary = temporary(body.dtype(value));
    drafts.add(new Draft(Opcode.FILL, body.dtype(value), 1, List.of(value), temporary, null));
    return temporary;
  }

  private void foldRows(int output, FoldRows fold) {
    DType dtype = body.dtype(fold.value());
    Place memory = layout.output(output);
    int held = temporary(dtype);
    places.put(held, memory);
    int result = whole ? held : temporary(dtype);
    OpKernels kernel = OpKernels.combining(fold.kind(), dtype);
    List<Integer> in = List.of(held, fold.value());
    drafts.add(
        new Draft(
            kernel.opcode(), kernel.kernel(), kernel.lanes(), in, result, whole ? memory : null));
    if (!whole) {
      drafts.add(new Draft(Opcode.COPY, dtype, 1, List.of(result), result, memory));
    }
  }

  /**
   * Writes a value to an output. Everything that reads an input comes before, because the output
   * may lie on it.
   */
  private void store(int output, int value, List<Draft> stores) {
    DType dtype = body.dtype(value);
    Opcode opcode = isLanes(value) ? Opcode.COPY : Opcode.FILL;
    int from = value;
    if (body.isInput(value) && isLanes(value)) {
      from = temporary(dtype);
      Instruction copy = Instruction.copy(dtype, layout.input(value), layout.output(output));
      drafts.add(new Draft(copy.opcode(), copy.kernel(), 1, List.of(value), from, null));
    }
    stores.add(new Draft(opcode, dtype, 1, List.of(from), value, layout.output(output)));
  }

  private int temporary(DType dtype) {
    temporaries.add(dtype);
    return body.valueCount() + temporaries.size() - 1;
  }

  private boolean isLanes(int value) {
    return value >= body.valueCount() || schedule.level(value) == Level.LANES;
  }

  /**
   * Lets values be computed where they are to be stored, unless what is read later may lie there.
   */
  private void computeIntoOutputs() {
    for (int s = drafts.size() - 1; s >= 0; s--) {
      Draft store = drafts.get(s);
      if (store.opcode() != Opcode.COPY || store.out() == null) {
        continue;
      }
      int value = store.in().getFirst();
      int made = maker(value);
      if (made >= 0
          && !places.containsKey(value)
          && !isReadAfter(made, store.out().operand() - body.inputs().size())) {
        places.put(value, store.out());
        drafts.remove(s);
      }
    }
  }

  private int maker(int value) {
    for (int i = 0; i < drafts.size(); i++) {
      if (drafts.get(i).value() == value && drafts.get(i).out() == null) {
        return i;
      }
    }
    return -1;
  }

  private boolean isReadAfter(int index, int output) {
    return drafts.subList(index + 1, drafts.size()).stream()
        .flatMap(draft -> draft.in().stream())
        .anyMatch(
            value ->
                value < body.valueCount()
                    && body.isInput(value)
                    && schedule.mayOverwrite(value, output));
  }

  private List<Instruction> place(TileRegisters registers) {
    Map<Integer, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < drafts.size(); i++) {
      for (int value : drafts.get(i).in()) {
        lastUse.put(value, i);
      }
    }
    List<Instruction> code = new ArrayList<>();
    Map<Integer, Integer> taken = new HashMap<>();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      List<Place> in = draft.in().stream().map(this::placeOf).toList();
      for (int value : draft.in()) {
        if (taken.containsKey(value) && lastUse.get(value) == i) {
          registers.giveBack(taken.remove(value), dtype(value).bytes());
        }
      }
      Place out = draft.out() != null ? draft.out() : places.get(draft.value());
      if (out == null) {
        int offset = registers.take(dtype(draft.value()).bytes());
        taken.put(draft.value(), offset);
        out = layout.tile(offset);
        places.put(draft.value(), out);
      }
      code.add(new Instruction(draft.opcode(), draft.kernel(), draft.lanes(), in, out));
    }
    return code;
  }

  private Place placeOf(int value) {
    Place place = places.get(value);
    return place != null ? place : layout.place(value);
  }

  private DType dtype(int value) {
    return value < body.valueCount()
        ? body.dtype(value)
        : temporaries.get(value - body.valueCount());
  }
}
