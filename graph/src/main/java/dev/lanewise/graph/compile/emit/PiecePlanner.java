package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.emit.Instruction.Combine;
import dev.lanewise.graph.compile.emit.Instruction.Compute;
import dev.lanewise.graph.compile.emit.Instruction.Load;
import dev.lanewise.graph.compile.emit.Instruction.Store;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.kernels.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Cuts a stage of a kernel, the straight-line code of one walk or of what comes between two, into
 * {@link Piece}s. What one piece computes and another uses passes through memory. Results are
 * written after everything has been read, as an output may lie on an input.
 */
final class PiecePlanner {
  private final String name;
  private final Form form;
  private final LoopBody body;
  private final LoopOperations operations;

  /** Where a value lies that this stage does not produce. */
  private final IntFunction<Place> source;

  /** Where a value that this stage produces passes to another piece. */
  private final IntFunction<Place> home;

  /** For each value that is produced, the piece that does; in order. */
  private final Map<Integer, Integer> producers = new LinkedHashMap<>();

  /** Values that are wanted from their homes after the stage. */
  private final Set<Integer> exported = new HashSet<>();

  private final Map<Integer, Integer> usesLeft = new HashMap<>();
  private final List<Instruction> results = new ArrayList<>();
  private final List<Draft> drafts = new ArrayList<>();
  private Draft draft = new Draft();

  /** A piece while it is put together. */
  private static final class Draft {
    final List<Instruction> body = new ArrayList<>();
    final List<Instruction> writes = new ArrayList<>();
    final Set<Integer> inRegisters = new HashSet<>();
    final Set<Integer> homed = new HashSet<>();
    PieceSize size = PieceSize.NONE;
  }

  /**
   * A planner of one stage.
   *
   * @param form how many vectors a call of its pieces computes
   */
  PiecePlanner(
      String name,
      Form form,
      LoopBody body,
      LoopOperations operations,
      IntFunction<Place> source,
      IntFunction<Place> home) {
    this.name = name;
    this.form = form;
    this.body = body;
    this.operations = operations;
    this.source = source;
    this.home = home;
  }

  /** Announces a use of a value, before anything is produced. */
  void use(int value) {
    usesLeft.merge(value, 1, Integer::sum);
  }

  /** Announces that a value is wanted from its home after the stage. */
  void export(int value) {
    exported.add(value);
  }

  /** Adds the computation of a value, with its cost apart from its operands'. */
  void compute(int value, PieceSize cost) {
    List<Integer> operands = body.step(value).operands().stream().boxed().toList();
    PieceSize needed = cost;
    for (int operand : Set.copyOf(operands)) {
      needed = needed.plus(fetchSize(operand));
    }
    if (!draft.size.plus(needed).plus(homes()).plus(access(value)).fits(form.vectors())) {
      close();
      needed = cost;
      for (int operand : Set.copyOf(operands)) {
        needed = needed.plus(fetchSize(operand));
      }
    }
    operands.forEach(this::fetch);
    operands.forEach(this::used);
    draft.body.add(new Compute(value));
    draft.size = draft.size.plus(needed);
    draft.inRegisters.add(value);
    producers.put(value, drafts.size());
    if (exported.contains(value)) {
      keepAtHome(value);
    }
  }

  /** Adds a write to scratch: it may come as soon as its value is there. */
  void write(Instruction write) {
    int value = write.value();
    PieceSize cost = size(write).plus(fetchSize(value));
    if (!draft.size.plus(cost).fits(form.vectors())) {
      close();
      cost = size(write).plus(fetchSize(value));
    }
    fetch(value);
    used(value);
    draft.writes.add(write);
    draft.size = draft.size.plus(cost);
  }

  /** Adds a write to an output: it comes after everything has been read. */
  void result(Instruction write) {
    results.add(write);
  }

  /** Returns the pieces; none if there is nothing to do. */
  List<Piece> finish() {
    PieceSize all = draft.size;
    Set<Integer> fetched = new HashSet<>();
    for (Instruction result : results) {
      all = all.plus(size(result));
      if (fetched.add(result.value())) {
        all = all.plus(fetchSize(result.value()));
      }
    }
    if (all.fits(form.vectors())) {
      results.forEach(this::write);
    } else {
      finishApart();
    }
    close();
    List<Piece> pieces = new ArrayList<>();
    for (Draft each : drafts) {
      List<Instruction> instructions = new ArrayList<>(each.body);
      instructions.addAll(each.writes);
      if (!instructions.isEmpty()) {
        String suffix = drafts.size() == 1 ? "Block" : "Block" + pieces.size();
        pieces.add(new Piece(name + suffix, instructions, form));
      }
    }
    return pieces;
  }

  /** Results in pieces of their own, which read nothing that a result may lie on. */
  private void finishApart() {
    Map<Integer, Place> copies = new HashMap<>();
    for (Instruction result : results) {
      int value = result.value();
      if (!producers.containsKey(value)
          && source.apply(value) instanceof Place.Operand
          && copies.putIfAbsent(value, new Place.Spill(value)) == null) {
        use(value);
        write(new Store(value, copies.get(value)));
      }
    }
    close();
    for (Instruction result : results) {
      int value = result.value();
      PieceSize cost = size(result).plus(access(value));
      if (!draft.size.plus(cost).fits(form.vectors())) {
        close();
      }
      if (copies.containsKey(value) && draft.inRegisters.add(value)) {
        draft.body.add(new Load(value, copies.get(value)));
      } else {
        fetch(value);
      }
      draft.writes.add(result);
      draft.size = draft.size.plus(cost);
    }
  }

  private void close() {
    drafts.add(draft);
    draft = new Draft();
  }

  private void fetch(int value) {
    if (!draft.inRegisters.add(value)) {
      return;
    }
    if (producers.containsKey(value)) {
      keepAtHome(value);
      draft.body.add(new Load(value, home.apply(value)));
    } else {
      draft.body.add(new Load(value, source.apply(value)));
    }
  }

  private void keepAtHome(int value) {
    int piece = producers.get(value);
    Draft producer = piece == drafts.size() ? draft : drafts.get(piece);
    if (producer.homed.add(value)) {
      producer.writes.add(new Store(value, home.apply(value)));
      producer.size = producer.size.plus(access(value));
    }
  }

  private void used(int value) {
    usesLeft.merge(value, -1, Integer::sum);
  }

  private PieceSize fetchSize(int value) {
    return draft.inRegisters.contains(value) ? PieceSize.NONE : access(value);
  }

  /** What it would take to end the piece here: values that others use must be written. */
  private PieceSize homes() {
    PieceSize size = PieceSize.NONE;
    for (Map.Entry<Integer, Integer> entry : producers.entrySet()) {
      int value = entry.getKey();
      if (entry.getValue() == drafts.size()
          && usesLeft.getOrDefault(value, 0) > 0
          && !draft.homed.contains(value)) {
        size = size.plus(access(value));
      }
    }
    return size;
  }

  private PieceSize access(int value) {
    return PieceSize.access(operations.type(value));
  }

  private PieceSize size(Instruction write) {
    ElementType type = operations.type(write.value());
    return write instanceof Combine ? PieceSize.combination(type) : PieceSize.access(type);
  }
}
