package dev.lanewise.graph.compile.loop;

import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Output;
import dev.lanewise.graph.compile.loop.LoopBody.Step;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The order in which a {@link LoopBody} is run. A row is walked in phases, since what is folded
 * along it is known only after a whole walk: softmax takes three, for the maximum, the sum and the
 * quotients. What a later phase needs again is computed again if that is cheap, otherwise kept in a
 * buffer of a row's length.
 *
 * <p>For each call: the values of level CALL are computed. For each row: the row values {@link
 * #before} phase 0 and their stores, phase 0, the row values before phase 1, ..., the last phase,
 * and the row values after it, which are those before phase {@link #phaseCount}.
 */
public final class LoopSchedule {
  /**
   * Computing something a second time for no more than this, in vector additions and loads, is
   * cheaper than a store and a load.
   */
  private static final int CHEAP = 4;

  private static final int LOAD = 1;

  /**
   * One walk along the row. At each place: load, restore, compute in order, then fold, keep and
   * store.
   *
   * @param loads inputs of level LANES that are read
   * @param restores values kept by earlier phases that are read back
   * @param computes values computed, in order; all of level LANES
   * @param folds the {@link Fold} values whose operand is folded here
   * @param keeps values written to their row buffers
   * @param stores indices of outputs written: {@link Store} and {@link FoldRows}
   */
  public record Phase(
      List<Integer> loads,
      List<Integer> restores,
      List<Integer> computes,
      List<Integer> folds,
      List<Integer> keeps,
      List<Integer> stores) {

    /** Copies the lists. */
    public Phase {
      loads = List.copyOf(loads);
      restores = List.copyOf(restores);
      computes = List.copyOf(computes);
      folds = List.copyOf(folds);
      keeps = List.copyOf(keeps);
      stores = List.copyOf(stores);
    }
  }

  private final LoopBody body;
  private final Level[] levels;

  /** For LANES values the first phase that can compute them; for others the phase they precede. */
  private final int[] ready;

  private final int[] recomputeCost;
  private final int phaseCount;
  private final BitSet kept = new BitSet();
  private final List<Phase> phases = new ArrayList<>();

  private LoopSchedule(LoopBody body) {
    this.body = body;
    this.levels = new Level[body.valueCount()];
    this.ready = new int[body.valueCount()];
    this.recomputeCost = new int[body.valueCount()];
    for (int value = 0; value < body.valueCount(); value++) {
      measure(value);
    }
    this.phaseCount = countPhases();
    schedule();
  }

  /** The schedule of a body. */
  public static LoopSchedule of(LoopBody body) {
    return new LoopSchedule(body);
  }

  private void measure(int value) {
    if (body.isInput(value)) {
      levels[value] = body.inputs().get(value).level();
      recomputeCost[value] = levels[value] == Level.LANES ? LOAD : 0;
      return;
    }
    Step step = body.step(value);
    if (step instanceof Fold fold) {
      levels[value] = Level.ROW;
      ready[value] = ready[fold.operand()] + 1;
      return;
    }
    Level level = Level.CALL;
    int cost = Costs.of(((Compute) step).op());
    for (int i = 0; i < step.operands().size(); i++) {
      int operand = step.operands().get(i);
      level = level.compareTo(levels[operand]) < 0 ? levels[operand] : level;
      ready[value] = Math.max(ready[value], ready[operand]);
      cost = Math.min(1 << 20, cost + recomputeCost[operand]);
    }
    levels[value] = level;
    recomputeCost[value] = level == Level.LANES ? cost : 0;
  }

  private int countPhases() {
    int count = 1;
    for (int s = 0; s < body.steps().size(); s++) {
      int value = body.inputs().size() + s;
      if (body.step(value) instanceof Fold) {
        count = Math.max(count, ready[value]);
      } else if (levels[value] == Level.LANES) {
        count = Math.max(count, ready[value] + 1);
      }
    }
    for (Output output : body.outputs()) {
      if (!(output instanceof StoreRow)) {
        count = Math.max(count, ready[output.value()] + 1);
      }
    }
    return count;
  }

  /** From the last phase back, because a later phase may want a value kept by an earlier one. */
  private void schedule() {
    BitSet[] wanted = new BitSet[phaseCount];
    for (int phase = phaseCount - 1; phase >= 0; phase--) {
      wanted[phase] = new BitSet();
    }
    for (int phase = phaseCount - 1; phase >= 0; phase--) {
      for (int fold : foldsIn(phase)) {
        want(wanted, phase, ((Fold) body.step(fold)).operand());
      }
      for (int output : storesIn(phase)) {
        want(wanted, phase, body.outputs().get(output).value());
      }
      for (int value = 0; value < body.valueCount(); value++) {
        if (kept.get(value) && ready[value] == phase) {
          want(wanted, phase, value);
        }
      }
    }
    for (int phase = 0; phase < phaseCount; phase++) {
      phases.add(phase(phase, wanted[phase]));
    }
  }

  private void want(BitSet[] wanted, int phase, int value) {
    if (levels[value] != Level.LANES || wanted[phase].get(value)) {
      return;
    }
    wanted[phase].set(value);
    if (body.isInput(value)) {
      return;
    }
    if (ready[value] < phase && (kept.get(value) || recomputeCost[value] > CHEAP)) {
      kept.set(value);
      return;
    }
    body.step(value).operands().stream().forEach(operand -> want(wanted, phase, operand));
  }

  private Phase phase(int phase, BitSet wanted) {
    List<Integer> loads = new ArrayList<>();
    List<Integer> restores = new ArrayList<>();
    List<Integer> computes = new ArrayList<>();
    List<Integer> keeps = new ArrayList<>();
    wanted.stream()
        .forEach(
            value -> {
              if (body.isInput(value)) {
                loads.add(value);
              } else if (kept.get(value) && ready[value] < phase) {
                restores.add(value);
              } else {
                computes.add(value);
                if (kept.get(value)) {
                  keeps.add(value);
                }
              }
            });
    return new Phase(loads, restores, computes, foldsIn(phase), keeps, storesIn(phase));
  }

  private List<Integer> foldsIn(int phase) {
    List<Integer> folds = new ArrayList<>();
    for (int value = body.inputs().size(); value < body.valueCount(); value++) {
      if (body.step(value) instanceof Fold && ready[value] == phase + 1) {
        folds.add(value);
      }
    }
    return folds;
  }

  private List<Integer> storesIn(int phase) {
    List<Integer> stores = new ArrayList<>();
    for (int i = 0; i < body.outputs().size(); i++) {
      Output output = body.outputs().get(i);
      if (!(output instanceof StoreRow) && ready[output.value()] == phase) {
        stores.add(i);
      }
    }
    return stores;
  }

  /** What is run. */
  public LoopBody body() {
    return body;
  }

  /** The number of walks along a row, at least 1. */
  public int phaseCount() {
    return phaseCount;
  }

  /** A walk along the row. */
  public Phase phase(int phase) {
    return phases.get(phase);
  }

  /** The level of a value. */
  public Level level(int value) {
    return levels[value];
  }

  /** The computed values of level CALL, in order. */
  public List<Integer> callValues() {
    return computed(Level.CALL, 0);
  }

  /**
   * The computed values of level ROW, in order, that are to be computed before a phase; after the
   * last for {@link #phaseCount}. Folds are not among them.
   */
  public List<Integer> before(int phase) {
    return computed(Level.ROW, phase);
  }

  private List<Integer> computed(Level level, int phase) {
    List<Integer> values = new ArrayList<>();
    for (int value = body.inputs().size(); value < body.valueCount(); value++) {
      if (levels[value] == level
          && body.step(value) instanceof Compute
          && (level == Level.CALL || ready[value] == phase)) {
        values.add(value);
      }
    }
    return values;
  }

  /** Indices of the {@link StoreRow} outputs that are written before a phase, once a row. */
  public List<Integer> rowStoresBefore(int phase) {
    List<Integer> stores = new ArrayList<>();
    for (int i = 0; i < body.outputs().size(); i++) {
      if (body.outputs().get(i) instanceof StoreRow store && ready[store.value()] == phase) {
        stores.add(i);
      }
    }
    return stores;
  }

  /** The values kept in row buffers, in order. */
  public List<Integer> keptValues() {
    return kept.stream().boxed().toList();
  }

  /** Bytes of row buffers for each element of a row. */
  public int keptBytesPerElement() {
    return kept.stream().map(value -> body.dtype(value).bytes()).sum();
  }

  /**
   * Whether an output may lie exactly on an input of the same type and layout: the output is an
   * element for each place, and no phase after the one that writes it reads the input. Within a
   * phase every load of a place comes before every store.
   */
  public boolean mayOverwrite(int input, int output) {
    if (!(body.outputs().get(output) instanceof Store store)
        || levels[input] != Level.LANES
        || body.dtype(store.value()) != body.dtype(input)) {
      return false;
    }
    for (int phase = ready[store.value()] + 1; phase < phaseCount; phase++) {
      if (phases.get(phase).loads().contains(input)) {
        return false;
      }
    }
    return true;
  }
}
