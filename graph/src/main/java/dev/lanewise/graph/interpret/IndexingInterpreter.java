package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gather and scatter-add. Every window is looked at, even one that holds no element. */
final class IndexingInterpreter {
  private final String mnemonic;
  private final Indexing.WindowMap map;
  private final Ints windowSizes;
  private final Indexing.OutOfBounds outOfBounds;
  private final Shape operand;
  private final Literal indices;

  /** The shape of the windows' positions: the indices' without the axis of index vectors. */
  private final Shape outer;

  /** The operand's axes that a window runs over, paired with the offset axes. */
  private final Ints windowAxes;

  /** The shape of one window, without the axes that are left out. */
  private final Shape window;

  private IndexingInterpreter(
      String mnemonic,
      Indexing.WindowMap map,
      Ints windowSizes,
      Indexing.OutOfBounds outOfBounds,
      Literal x,
      Literal indices) {
    this.mnemonic = mnemonic;
    this.map = map;
    this.windowSizes = windowSizes;
    this.outOfBounds = outOfBounds;
    this.operand = x.type().shape();
    this.indices = indices;
    Shape shape = indices.type().shape();
    this.outer = shape.without(Ints.of(shape.rank() - 1));
    this.windowAxes =
        map.collapsedAxes().concat(map.operandBatchAxes()).complement(x.type().rank());
    this.window = Shape.of(windowSizes).select(windowAxes);
  }

  static Literal apply(Indexing op, List<Literal> operands, TensorType type) {
    Literal x = operands.get(0);
    Literal indices = operands.get(1);
    return switch (op) {
      case Indexing.Gather gather ->
          new IndexingInterpreter(
                  op.mnemonic(),
                  gather.map(),
                  gather.windowSizes(),
                  gather.outOfBounds(),
                  x,
                  indices)
              .gather(x, type);
      case Indexing.ScatterAdd scatter ->
          new IndexingInterpreter(
                  op.mnemonic(),
                  scatter.map(),
                  scatter.windowSizes(),
                  scatter.outOfBounds(),
                  x,
                  indices)
              .scatterAdd(x, operands.get(2));
    };
  }

  private Literal gather(Literal x, TensorType type) {
    Elements out = new Elements(type);
    for (int position = 0; position < outer.size(); position++) {
      int[] start = start(position);
      if (start == null) {
        continue; // the elements are zeros already
      }
      for (int offset = 0; offset < window.size(); offset++) {
        int target = RowMajor.index(type.shape(), windowsAt(type.shape(), position, offset));
        out.set(target, x, RowMajor.index(operand, operandAt(start, offset)));
      }
    }
    return out.toLiteral();
  }

  private Literal scatterAdd(Literal x, Literal updates) {
    Shape shape = updates.type().shape();
    Elements out = Elements.copyOf(x);
    for (int position = 0; position < outer.size(); position++) {
      int[] start = start(position);
      if (start == null) {
        continue;
      }
      for (int offset = 0; offset < window.size(); offset++) {
        int source = RowMajor.index(shape, windowsAt(shape, position, offset));
        out.add(RowMajor.index(operand, operandAt(start, offset)), updates, source);
      }
    }
    return out.toLiteral();
  }

  /** The operand's coordinates at which a window starts, or null if it is to be left out. */
  private int @Nullable [] start(int position) {
    int[] at = RowMajor.coordinates(outer, position);
    int[] start = new int[operand.rank()];
    for (int i = 0; i < map.operandBatchAxes().size(); i++) {
      start[map.operandBatchAxes().get(i)] = at[map.indicesBatchAxes().get(i)];
    }
    for (int i = 0; i < map.startIndexMap().size(); i++) {
      int axis = map.startIndexMap().get(i);
      long index = indices.integer(position * map.startIndexMap().size() + i);
      int last = operand.extent(axis) - windowSizes.get(axis);
      if (index < 0 || index > last) {
        switch (outOfBounds) {
          case ERROR -> throw outOfRange(index, position, axis);
          case CLIP -> index = Math.clamp(index, 0, last);
          case DROP -> {
            return null;
          }
        }
      }
      start[axis] = (int) index;
    }
    return start;
  }

  private IndexOutOfBoundsException outOfRange(long index, int position, int axis) {
    int size = windowSizes.get(axis);
    return new IndexOutOfBoundsException(
        "[%s] index %d at position %d is out of range for axis %d of size %d%s"
            .formatted(
                mnemonic,
                index,
                position,
                axis,
                operand.extent(axis),
                size == 1 ? "" : " and a window of " + size));
  }

  /** The coordinates, among all windows together, of an element of the window at a position. */
  private int[] windowsAt(Shape windows, int position, int offset) {
    int[] at = new int[windows.rank()];
    RowMajor.place(at, map.offsetAxes(), RowMajor.coordinates(window, offset));
    Ints outerAxes = map.offsetAxes().complement(windows.rank());
    RowMajor.place(at, outerAxes, RowMajor.coordinates(outer, position));
    return at;
  }

  /** The operand's coordinates of an element of the window that starts at given coordinates. */
  private int[] operandAt(int[] start, int offset) {
    int[] at = start.clone();
    int[] inWindow = RowMajor.coordinates(window, offset);
    for (int i = 0; i < inWindow.length; i++) {
      at[windowAxes.get(i)] += inWindow[i];
    }
    return at;
  }
}
