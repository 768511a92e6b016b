package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.compile.tile.Instruction.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the code that runs a loop body over tiles. */
final class TileCompiler {
  /** Elements of a tile, at most and at least. */
  private static final int LARGEST = 1024;

  private static final int SMALLEST = 256;

  /** A third of the first-level cache; operands and the tables of functions want some too. */
  private static final int CACHED_BYTES = 12 << 10;

  private final LoopSchedule schedule;
  private final LoopBody body;
  private final TileLayout layout;
  private final int tile;
  private final List<Place> places = new ArrayList<>();
  private final Map<Place, Integer> numbers = new HashMap<>();
  private int end;

  private TileCompiler(TileLayout layout, int tile) {
    this.schedule = layout.schedule();
    this.body = schedule.body();
    this.layout = layout;
    this.tile = tile;
    this.end = layout.slotBytes();
  }

  /**
   * The program of a body, with the largest tiles of which those that are needed at once stay in
   * the cache.
   *
   * @throws IllegalArgumentException if there is no kernel for a step
   */
  static TileProgram compile(LoopBody body) {
    TileLayout layout = new TileLayout(LoopSchedule.of(body));
    for (int tile = LARGEST; tile > SMALLEST; tile /= 2) {
      TileProgram program = new TileCompiler(layout, tile).compile();
      if (program.fixedBytes() - layout.slotBytes() <= CACHED_BYTES) {
        return program;
      }
    }
    return new TileCompiler(layout, SMALLEST).compile();
  }

  private TileProgram compile() {
    TileCode call = code(single(schedule.callValues()));
    List<TileCode> between = new ArrayList<>();
    List<TileCode> wholeTiles = new ArrayList<>();
    List<TileCode> lastTiles = new ArrayList<>();
    for (int phase = 0; phase < schedule.phaseCount(); phase++) {
      between.add(code(between(phase)));
      wholeTiles.add(code(phase(phase, true)));
      lastTiles.add(code(phase(phase, false)));
    }
    between.add(code(between(schedule.phaseCount())));
    return new TileProgram(
        call, between, wholeTiles, lastTiles, places, tile, layout.rowBufferBytes(), end);
  }

  private TileCode code(List<Instruction> instructions) {
    return new TileCode(instructions, this::number);
  }

  private int number(Place place) {
    return numbers.computeIfAbsent(
        place,
        _ -> {
          places.add(place);
          return places.size() - 1;
        });
  }

  private List<Instruction> phase(int phase, boolean whole) {
    TileRegisters registers = new TileRegisters(layout.slotBytes(), tile);
    List<Instruction> code =
        new PhaseCompiler(layout, schedule.phase(phase), whole).compile(registers);
    end = Math.max(end, registers.end());
    return code;
  }

  /** What the phase before has folded, what follows from it, and the folds of the next phase. */
  private List<Instruction> between(int phase) {
    List<Instruction> code = new ArrayList<>();
    if (phase > 0) {
      for (int value : schedule.phase(phase - 1).folds()) {
        Place accumulators = layout.accumulators(value);
        code.add(Instruction.finish(layout.fold(value), accumulators, layout.place(value)));
      }
    }
    code.addAll(single(schedule.before(phase)));
    for (int output : schedule.rowStoresBefore(phase)) {
      int value = body.outputs().get(output).value();
      code.add(Instruction.copy(body.dtype(value), layout.place(value), layout.output(output)));
    }
    if (phase < schedule.phaseCount()) {
      for (int value : schedule.phase(phase).folds()) {
        code.add(Instruction.start(layout.fold(value), layout.accumulators(value)));
      }
    }
    return code;
  }

  /** Steps on single elements. */
  private List<Instruction> single(List<Integer> values) {
    List<Instruction> code = new ArrayList<>();
    for (int value : values) {
      Compute step = (Compute) body.step(value);
      OpKernels kernels = OpKernels.of(body, step);
      List<Place> in = step.operands().stream().mapToObj(layout::place).toList();
      Opcode opcode = kernels.opcode();
      code.add(new Instruction(opcode, kernels.kernel(), kernels.lanes(), in, layout.place(value)));
    }
    return code;
  }
}
