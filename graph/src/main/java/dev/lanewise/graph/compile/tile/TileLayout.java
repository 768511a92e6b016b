package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.RowFold;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where the values of a body lie: inputs and outputs in their operands, the others in the scratch
 * of a call. That holds the row buffers first, then a cache line or more for each single element
 * and for each fold's accumulators, then tiles.
 */
final class TileLayout {
  private static final int LINE = 64;

  private final LoopSchedule schedule;
  private final LoopBody body;
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<Integer, RowFold> folds = new HashMap<>();
  private final Map<Integer, Place> accumulators = new HashMap<>();
  private final int rowBufferBytes;
  private int slots;

  TileLayout(LoopSchedule schedule) {
    this.schedule = schedule;
    this.body = schedule.body();
    this.rowBufferBytes = schedule.keptBytesPerElement();
    int buffers = 0;
    for (int value : schedule.keptValues()) {
      places.put(value, Place.row(buffers, body.dtype(value).bytes()));
      buffers += body.dtype(value).bytes();
    }
    int lanes = RowFold.lanesFor(types());
    for (int value = 0; value < body.valueCount(); value++) {
      if (body.isInput(value)) {
        places.put(value, input(value));
        continue;
      }
      if (schedule.level(value) != Level.LANES) {
        places.put(value, Place.slot(reserve(LINE), rowBufferBytes));
      }
      if (body.step(value) instanceof Fold fold) {
        RowFold kernel =
            RowFold.of(KernelNames.of(fold.kind()), KernelNames.of(fold.dtype()), lanes);
        folds.put(value, kernel);
        accumulators.put(value, Place.slot(reserve(kernel.bytes()), rowBufferBytes));
      }
    }
  }

  private Set<ElementType> types() {
    Set<ElementType> types = EnumSet.noneOf(ElementType.class);
    for (int value = 0; value < body.valueCount(); value++) {
      types.add(KernelNames.of(body.dtype(value)));
    }
    return types;
  }

  private int reserve(int bytes) {
    int offset = slots;
    slots += (bytes + LINE - 1) & -LINE;
    return offset;
  }

  LoopSchedule schedule() {
    return schedule;
  }

  /** Bytes of row buffers for each element that they have room for. */
  int rowBufferBytes() {
    return rowBufferBytes;
  }

  /** Bytes behind the row buffers up to where tiles may lie. */
  int slotBytes() {
    return slots;
  }

  /** The place of an input, of a single element, or of a value kept from an earlier phase. */
  Place place(int value) {
    Place place = places.get(value);
    if (place == null) {
      throw new IllegalStateException("[tile] value " + value + " has not been computed: " + body);
    }
    return place;
  }

  /** The place of an input. */
  Place input(int value) {
    DType dtype = body.dtype(value);
    return switch (schedule.level(value)) {
      case CALL -> Place.element(value, false);
      case ROW -> Place.element(value, true);
      case LANES -> Place.elements(value, dtype.bytes());
    };
  }

  /** The place of an output. */
  Place output(int output) {
    int operand = body.inputs().size() + output;
    return body.outputs().get(output) instanceof StoreRow
        ? Place.element(operand, true)
        : Place.elements(operand, body.operandType(operand).bytes());
  }

  Place tile(int offset) {
    return Place.tile(offset, rowBufferBytes);
  }

  RowFold fold(int value) {
    RowFold fold = folds.get(value);
    if (fold == null) {
      throw new IllegalArgumentException("[tile] not a fold: " + body.step(value));
    }
    return fold;
  }

  Place accumulators(int value) {
    fold(value);
    return accumulators.get(value);
  }
}
