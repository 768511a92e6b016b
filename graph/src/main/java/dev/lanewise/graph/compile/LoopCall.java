package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopGeometry.Layout;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.compile.tier.TieredLoop;
import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A fused loop over its rows, or over blocks of them. */
final class LoopCall extends KernelCall {
  private final TieredLoop loop;
  private final boolean interpreted;
  private final LoopGeometry geometry;
  private final LoopChunks chunks;
  private final Buffer[] operands;
  private final long[] extents;

  /** In bytes, for each operand: of its first element, and along each outer axis. */
  private final long[] offsets;

  private final long[][] strides;

  /** In bytes, for each operand: from one element of a row to the next, and from chunk to chunk. */
  private final long[] alongRow;

  private final long[] perChunk;

  private final Map<Buffer, String> reasons;
  private final List<String> notes;

  /**
   * @param interpreted whether the tile interpreter runs it for good
   * @param inputs where the inputs lie, in their order
   * @param outputs where the outputs lie, in their order; where an output {@linkplain
   *     LoopChunks#isPartial is partial}, one part after another for each chunk
   * @param reasons why an input was not computed within this loop, for people
   * @param notes what else was decided, for people
   */
  LoopCall(
      List<Node> nodes,
      TieredLoop loop,
      boolean interpreted,
      LoopGeometry geometry,
      LoopChunks chunks,
      List<Buffer> inputs,
      List<Buffer> outputs,
      Map<Buffer, String> reasons,
      List<String> notes) {
    super(nodes, inputs, outputs);
    this.reasons = Map.copyOf(reasons);
    this.notes = List.copyOf(notes);
    this.loop = loop;
    this.interpreted = interpreted;
    this.geometry = geometry;
    this.chunks = chunks;
    LoopBody body = loop.body();
    int count = body.operandCount();
    this.operands = new Buffer[count];
    this.extents = geometry.outer().stream().mapToLong(extent -> extent).toArray();
    this.offsets = new long[count];
    this.strides = new long[count][];
    this.alongRow = new long[count];
    this.perChunk = new long[count];
    for (int i = 0; i < count; i++) {
      place(i, i < inputs.size() ? inputs.get(i) : outputs.get(i - inputs.size()));
    }
  }

  private void place(int operand, Buffer buffer) {
    LoopBody body = loop.body();
    long width = body.operandType(operand).bytes();
    operands[operand] = buffer;
    alongRow[operand] = LoopChunks.isAlongRow(body, operand) ? width : 0;
    int output = operand - body.inputs().size();
    if (output >= 0 && chunks.isPartial(body.outputs().get(output))) {
      strides[operand] = new long[extents.length];
      perChunk[operand] = width * partLength(body.outputs().get(output));
    } else {
      Layout layout = geometry.layouts().get(operand);
      offsets[operand] = layout.offset() * width;
      strides[operand] = layout.strides().stream().mapToLong(stride -> stride * width).toArray();
    }
  }

  /** Elements that one chunk writes of a partial output. */
  private long partLength(LoopBody.Output output) {
    return output instanceof StoreRow ? 1 : geometry.inner();
  }

  @Override
  boolean mayOverwrite(Buffer written, Buffer read) {
    LoopBody body = loop.body();
    int inputs = body.inputs().size();
    for (int output = 0; output < body.outputs().size(); output++) {
      if (operands[inputs + output] != written) {
        continue;
      }
      for (int input = 0; input < inputs; input++) {
        if (operands[input] == read
            && !(loop.schedule().mayOverwrite(input, output)
                && geometry.layouts().get(input).equals(geometry.layouts().get(inputs + output)))) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    LoopKernel kernel = interpreted ? loop.tiles() : loop.current();
    int n = chunks.length(chunk);
    LoopScratch scratch = LoopScratch.take(operands.length, kernel.scratchBytes(n));
    try {
      long along = chunks.elementFrom(chunk);
      for (int i = 0; i < operands.length; i++) {
        scratch.segments[i] = frame.segment(operands[i]);
        scratch.step[i] = extents.length == 0 ? 0 : strides[i][extents.length - 1];
      }
      fillFolds(scratch, chunk, n);
      long from = chunks.rowFrom(chunk);
      long to = chunks.rowTo(chunk);
      if (!interpreted) {
        loop.called(to - from, n);
      }
      while (from < to) {
        long rows = locate(scratch.at, from, to, along, chunk);
        kernel.run(scratch.segments, scratch.at, scratch.step, rows, n, scratch.memory);
        from += rows;
      }
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * Finds the operands' elements of a row.
   *
   * @param at takes the byte offsets
   * @return how many rows from there on lie evenly
   */
  private long locate(long[] at, long row, long limit, long along, int chunk) {
    for (int i = 0; i < operands.length; i++) {
      at[i] = operands[i].offset() + offsets[i] + along * alongRow[i] + chunk * perChunk[i];
    }
    long rest = row;
    long even = limit - row;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      long index = rest % extents[axis];
      rest /= extents[axis];
      if (axis == extents.length - 1) {
        even = Math.min(even, extents[axis] - index);
      }
      for (int i = 0; i < operands.length; i++) {
        at[i] += index * strides[i][axis];
      }
    }
    return even;
  }

  /** Puts the identity where rows are to be folded into. */
  private void fillFolds(LoopScratch scratch, int chunk, int n) {
    LoopBody body = loop.body();
    int inputs = body.inputs().size();
    for (int output = 0; output < body.outputs().size(); output++) {
      if (body.outputs().get(output) instanceof FoldRows fold) {
        int i = inputs + output;
        ElementType type = KernelNames.of(body.dtype(fold.value()));
        long first =
            chunks.isPartial(fold)
                ? chunk * perChunk[i]
                : chunks.rowFrom(chunk) / chunks.group() * n * alongRow[i];
        Elementwise.fill(
            type,
            KernelNames.of(fold.kind()).identity(type),
            scratch.segments[i],
            operands[i].offset() + offsets[i] + first,
            chunks.groupsIn(chunk) * n);
      }
    }
  }

  @Override
  String describe() {
    return "fused loop of %,d rows of %,d".formatted(geometry.rows(), geometry.inner());
  }

  @Override
  Backend backend() {
    return !interpreted && loop.state() == TieredLoop.State.COMPILED
        ? Backend.GENERATED
        : Backend.TILES;
  }

  @Override
  String tier() {
    if (interpreted) {
      return "interpreted for good";
    }
    return switch (loop.state()) {
      case COLD -> "not hot yet";
      case QUEUED, WARMING -> "kernel on its way";
      case COMPILED -> "compiled";
      case UNSUPPORTED -> "no kernel: " + loop.reason();
    };
  }

  @Override
  long flops() {
    return nodes().stream().mapToLong(OperationCount::of).sum();
  }

  @Override
  String reasonToRead(Buffer read) {
    return reasons.getOrDefault(read, "");
  }

  @Override
  List<String> details() {
    LoopSchedule schedule = loop.schedule();
    List<String> lines = new ArrayList<>();
    for (int phase = 0; phase < schedule.phaseCount(); phase++) {
      LoopSchedule.Phase walk = schedule.phase(phase);
      lines.add(
          "walk %d of %d: %d loads, %d operations, %d folds, %d stores%s%s"
              .formatted(
                  phase + 1,
                  schedule.phaseCount(),
                  walk.loads().size(),
                  walk.computes().size(),
                  walk.folds().size(),
                  walk.stores().size(),
                  walk.keeps().isEmpty() ? "" : ", keeps " + walk.keeps().size() + " for later",
                  walk.restores().isEmpty() ? "" : ", reads " + walk.restores().size() + " kept"));
    }
    lines.addAll(notes);
    return lines;
  }
}
