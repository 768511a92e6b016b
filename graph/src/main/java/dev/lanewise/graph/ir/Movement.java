package dev.lanewise.graph.ir;

/** Operations that move elements and compute nothing. */
public sealed interface Movement extends Op {

  /**
   * Repeats an operand into a larger shape. Operand axis {@code i} becomes axis {@code axes[i]} of
   * the result and must have its extent or extent 1; the other axes of the result are new.
   */
  record BroadcastInDim(Shape shape, Ints axes) implements Movement {
    @Override
    public String mnemonic() {
      return "broadcastInDim";
    }
  }

  /** The same elements in the same row-major order, in another shape of the same size. */
  record Reshape(Shape shape) implements Movement {
    @Override
    public String mnemonic() {
      return "reshape";
    }
  }

  /** Result axis {@code i} is operand axis {@code permutation[i]}. */
  record Transpose(Ints permutation) implements Movement {
    /**
     * @throws OpException if it is not a permutation
     */
    public Transpose {
      if (!permutation.isPermutation()) {
        throw new OpException("transpose", permutation + " is not a permutation of the axes");
      }
    }

    @Override
    public String mnemonic() {
      return "transpose";
    }
  }

  /** Elements {@code starts[i], starts[i] + strides[i], ...} below {@code limits[i]}. */
  record Slice(Ints starts, Ints limits, Ints strides) implements Movement {
    @Override
    public String mnemonic() {
      return "slice";
    }
  }

  /**
   * Operands (x, value): puts {@code interior[i]} copies of a scalar value between neighbours along
   * each axis, and {@code low[i]} and {@code high[i]} at its ends; negative ends cut off.
   */
  record Pad(Ints low, Ints high, Ints interior) implements Movement {
    @Override
    public String mnemonic() {
      return "pad";
    }
  }

  /** Any positive number of operands, one after the other along an axis. */
  record Concat(int axis) implements Movement {
    @Override
    public String mnemonic() {
      return "concat";
    }
  }

  /** The operand with the order of some axes reversed. */
  record Reverse(Ints axes) implements Movement {
    @Override
    public String mnemonic() {
      return "reverse";
    }
  }

  /**
   * Operands (x, start_0, ..., start_{rank-1}), scalar integers of one type: a window of the given
   * extents. As in XLA the starts are clamped so that the window lies inside.
   */
  record DynamicSlice(Shape sizes) implements Movement {
    @Override
    public String mnemonic() {
      return "dynamicSlice";
    }
  }

  /**
   * Operands (x, update, start_0, ..., start_{rank-1}): x with a window replaced by the update. The
   * starts are clamped so that the window lies inside.
   */
  record DynamicUpdateSlice() implements Movement {
    @Override
    public String mnemonic() {
      return "dynamicUpdateSlice";
    }
  }
}
