package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.emit.Instruction.Combine;
import dev.lanewise.graph.compile.emit.Instruction.Store;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Output;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.compile.loop.LoopSchedule.Phase;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.LaneOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a generated kernel does, method by method: its {@link Stage}s in order, each cut into {@link
 * Piece}s, and where everything lies in scratch.
 */
final class KernelPlan {
  private final LoopSchedule schedule;
  private final LoopBody body;
  private final LoopOperations operations;
  private final ScratchLayout layout;
  private final List<Stage> callStages = new ArrayList<>();
  private final List<Stage> rowStages = new ArrayList<>();

  KernelPlan(LoopSchedule schedule, LoopOperations operations, int lanes) {
    this.schedule = schedule;
    this.body = schedule.body();
    this.operations = operations;
    this.layout = new ScratchLayout(schedule, lanes);
    callStages.add(callStage());
    for (int phase = 0; phase < schedule.phaseCount(); phase++) {
      rowStages.add(rowStage(phase));
      rowStages.add(walk(phase));
    }
    rowStages.add(rowStage(schedule.phaseCount()));
    callStages.removeIf(Stage::isEmpty);
    rowStages.removeIf(Stage::isEmpty);
  }

  LoopBody body() {
    return body;
  }

  ScratchLayout layout() {
    return layout;
  }

  /** What is done once a call: one stage or none. */
  List<Stage> callStages() {
    return List.copyOf(callStages);
  }

  /** What is done for each row, in order. */
  List<Stage> rowStages() {
    return List.copyOf(rowStages);
  }

  private Stage callStage() {
    List<Piece> pieces = once("call", schedule.callValues());
    return once("call", inputs(Level.CALL), pieces, List.of());
  }

  private Stage rowStage(int phase) {
    List<Integer> repeated = phase == 0 ? inputs(Level.ROW) : schedule.phase(phase - 1).folds();
    String name = "row" + phase;
    List<Piece> pieces = once(name, schedule.before(phase));
    return once(name, repeated, pieces, schedule.rowStoresBefore(phase));
  }

  private Stage once(
      String name, List<Integer> repeated, List<Piece> pieces, List<Integer> outputs) {
    repeated.forEach(layout::slot);
    return new Stage(name, false, repeated, pieces, List.of(), List.of(), Form.ONCE, outputs);
  }

  private List<Integer> inputs(Level level) {
    return IntStream.range(0, body.inputs().size())
        .filter(input -> body.inputs().get(input).level() == level && isUsed(input))
        .boxed()
        .toList();
  }

  private boolean isUsed(int value) {
    return body.steps().stream().anyMatch(step -> step.operands().contains(value))
        || body.outputs().stream().anyMatch(output -> output.value() == value);
  }

  /** Pieces that run once: all results go to slots if anything outside wants them. */
  private List<Piece> once(String name, List<Integer> computes) {
    PiecePlanner planner = planner(name, Form.ONCE, this::slot);
    for (int value = body.inputs().size(); value < body.valueCount(); value++) {
      for (int i = 0; i < body.step(value).operands().size(); i++) {
        int operand = body.step(value).operands().get(i);
        if (computes.contains(value)) {
          planner.use(operand);
        } else {
          planner.export(operand);
        }
      }
    }
    body.outputs().forEach(output -> planner.export(output.value()));
    computes.forEach(value -> planner.compute(value, cost(value)));
    return planner.finish();
  }

  private Stage walk(int number) {
    Phase phase = schedule.phase(number);
    phase.folds().forEach(layout::accumulators);
    List<Integer> added = phase.folds().stream().filter(fold -> isAdded(fold, phase)).toList();
    List<Instruction> writes = new ArrayList<>();
    for (int fold : phase.folds()) {
      if (!added.contains(fold)) {
        Fold step = (Fold) body.step(fold);
        ElementType type = operations.type(fold);
        var accumulator = new Place.Accumulator(layout.accumulators(fold), type);
        writes.add(new Combine(step.kind(), step.operand(), accumulator));
      }
    }
    for (int value : phase.keeps()) {
      writes.add(new Store(value, new Place.Buffer(layout.buffer(value))));
    }
    List<Instruction> results = phase.stores().stream().map(this::result).toList();
    String name = "walk" + number;
    Form form = form(phase, writes, results);
    List<Piece> pieces = pieces(name, form, phase.computes(), writes, results);
    if (form.loops() && pieces.size() > 1) {
      // What passes from one piece to another is of one step only.
      form = Form.together(1);
      pieces = pieces(name, form, phase.computes(), writes, results);
    }
    pieces.stream().flatMap(piece -> piece.operands().stream()).forEach(layout::tail);
    return new Stage(name, true, List.of(), pieces, phase.folds(), added, form, phase.stores());
  }

  /**
   * Whether a fold is of a row that lies in memory and that the walk reads for nothing else: then
   * the prewritten loop of {@link dev.lanewise.kernels.RowFold} is the best there is, with its
   * accumulators in registers (a sum at 0.05 instead of 0.085 ns an element).
   */
  private boolean isAdded(int fold, Phase phase) {
    int operand = ((Fold) body.step(fold)).operand();
    boolean readElsewhere =
        phase.computes().stream().anyMatch(v -> body.step(v).operands().contains(operand))
            || phase.stores().stream().anyMatch(o -> body.outputs().get(o).value() == operand);
    long folds =
        phase.folds().stream().filter(f -> ((Fold) body.step(f)).operand() == operand).count();
    return schedule.level(operand) == Level.LANES
        && !phase.computes().contains(operand)
        && !readElsewhere
        && folds == 1;
  }

  private Form form(Phase phase, List<Instruction> writes, List<Instruction> results) {
    List<PieceSize> costs = phase.computes().stream().map(this::cost).toList();
    int accesses = phase.loads().size() + phase.restores().size() + writes.size() + results.size();
    long folds =
        writes.stream()
            .filter(
                write ->
                    write instanceof Combine combine && combine.into() instanceof Place.Accumulator)
            .count();
    return Form.of(costs, accesses, (int) folds);
  }

  private List<Piece> pieces(
      String name,
      Form form,
      List<Integer> computes,
      List<Instruction> writes,
      List<Instruction> results) {
    PiecePlanner planner = planner(name, form, Place.Spill::new);
    for (int value : computes) {
      body.step(value).operands().stream().forEach(planner::use);
    }
    writes.forEach(write -> planner.use(write.value()));
    results.forEach(result -> planner.use(result.value()));
    for (int value : computes) {
      planner.compute(value, cost(value));
      writes.stream().filter(write -> write.value() == value).forEach(planner::write);
    }
    writes.stream().filter(write -> !computes.contains(write.value())).forEach(planner::write);
    results.forEach(planner::result);
    return Spills.resolve(planner.finish(), layout);
  }

  private Instruction result(int output) {
    Output to = body.outputs().get(output);
    var place = new Place.Operand(body.inputs().size() + output);
    return switch (to) {
      case LoopBody.Store store -> new Store(store.value(), place);
      case FoldRows fold -> new Combine(fold.kind(), fold.value(), place);
      case StoreRow _ -> throw new IllegalStateException("a walk writes no single elements");
    };
  }

  private PiecePlanner planner(String name, Form form, IntFunction<Place> home) {
    return new PiecePlanner(name, form, body, operations, this::source, home);
  }

  /** Where a value lies that the stage does not produce. */
  private Place source(int value) {
    if (schedule.level(value) != Level.LANES) {
      return slot(value);
    }
    return body.isInput(value) ? new Place.Operand(value) : new Place.Buffer(layout.buffer(value));
  }

  private Place slot(int value) {
    return new Place.Slot(layout.slot(value));
  }

  private PieceSize cost(int value) {
    // Any type will do for masks: their code is as long for all.
    LaneOperation operation = operations.of(value, operations.maskType());
    if (operation instanceof LaneOperation.Called called) {
      for (int i = 0; i <= called.operands().size(); i++) {
        layout.temporary(i);
      }
    }
    return PieceSize.of(operation);
  }
}
