package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies where in a kernel's scratch: slots of one vector each at fixed offsets, then the row
 * buffers, whose size depends on the row's.
 */
final class ScratchLayout {
  /** Slots begin on cache lines, so that no vector straddles two. */
  private static final long ALIGNMENT = 64;

  /** The accumulators that a fold uses in turn. */
  static final int ACCUMULATORS = 4;

  /** The most vectors that a call of a piece computes. */
  static final int MOST_VECTORS = 4;

  private static final long PADDING = (MOST_VECTORS + 1) * ALIGNMENT - 1;

  private final LoopBody body;
  private final int lanes;
  private final List<Integer> kept;
  private final Map<Integer, Long> slots = new HashMap<>();
  private final Map<Integer, Long> accumulators = new HashMap<>();
  private final Map<Integer, Long> tails = new HashMap<>();
  private final List<Long> temporaries = new ArrayList<>();
  private final List<Long> spills = new ArrayList<>();
  private long size;
  private boolean complete;

  ScratchLayout(LoopSchedule schedule, int lanes) {
    this.body = schedule.body();
    this.lanes = lanes;
    this.kept = schedule.keptValues();
  }

  private long allocate(long bytes) {
    if (complete) {
      throw new IllegalStateException("row buffers have been placed behind the slots");
    }
    long at = size;
    size += (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    return at;
  }

  /** The bytes of a vector of a value. */
  long vectorBytes(int value) {
    return (long) lanes * KernelNames.of(body.dtype(value)).byteWidth();
  }

  /** Where a value of level CALL or ROW is repeated in all lanes. */
  long slot(int value) {
    return slots.computeIfAbsent(value, v -> allocate(vectorBytes(v)));
  }

  /** Where the accumulators of a fold begin, side by side, and the spare ones after them. */
  long accumulators(int fold) {
    return accumulators.computeIfAbsent(
        fold, v -> allocate((ACCUMULATORS + MOST_VECTORS) * vectorBytes(v)));
  }

  /** Where the spare accumulators of a fold begin, for a row's ragged end, and then its result. */
  long spare(int fold) {
    return accumulators(fold) + ACCUMULATORS * vectorBytes(fold);
  }

  /** Where an operand's elements at a row's ragged end pass through. */
  long tail(int operand) {
    return tails.computeIfAbsent(
        operand,
        o ->
            allocate(
                (long) MOST_VECTORS * lanes * KernelNames.of(body.operandType(o)).byteWidth()));
  }

  /** Where operands and result of a called operation pass through. */
  long temporary(int index) {
    while (temporaries.size() <= index) {
      temporaries.add(allocate(ALIGNMENT));
    }
    return temporaries.get(index);
  }

  /** Where values pass from one piece of a phase to another, reused by other phases. */
  long spill(int index) {
    while (spills.size() <= index) {
      spills.add(allocate(MOST_VECTORS * ALIGNMENT));
    }
    return spills.get(index);
  }

  /** The row buffer of a kept value. */
  int buffer(int value) {
    return kept.indexOf(value);
  }

  int bufferCount() {
    return kept.size();
  }

  /** Bytes of a row buffer: as many vectors as a call computes may begin at any element. */
  private static long pitch(long n, int width) {
    return (n * width + PADDING) & -ALIGNMENT;
  }

  /** Bytes of scratch for rows of n elements. */
  long bytes(long n) {
    long bytes = size;
    for (int value : kept) {
      bytes += pitch(n, KernelNames.of(body.dtype(value)).byteWidth());
    }
    return Math.max(bytes, ALIGNMENT);
  }

  /** Emits {@link #pitch} of a row buffer, with n in a local variable. */
  void pushPitch(CodeBuilder code, int buffer, int n) {
    int width = KernelNames.of(body.dtype(kept.get(buffer))).byteWidth();
    code.iload(n)
        .i2l()
        .loadConstant((long) width)
        .lmul()
        .loadConstant(PADDING)
        .ladd()
        .loadConstant(-ALIGNMENT)
        .land();
  }

  /** Where the row buffers begin. Nothing can be allocated after that. */
  long fixedBytes() {
    complete = true;
    return size;
  }
}
