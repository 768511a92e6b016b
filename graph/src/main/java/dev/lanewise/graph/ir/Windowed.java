package dev.lanewise.graph.ir;

/** Operations on windows that move over all axes of a tensor. */
public sealed interface Windowed extends Op {
  /** The windows, over every axis of the first operand. */
  Window window();

  /**
   * The reduction of each window. Padding and holes count as the neutral element, so a window
   * without an element gives that: 0, 1, or the least or greatest value of the type.
   *
   * @param kind a sum, product, maximum or minimum
   */
  record ReduceWindow(Reduction.Kind kind, Window window) implements Windowed {
    /**
     * @throws OpException if the kind is a logical one
     */
    public ReduceWindow {
      if (kind == Reduction.Kind.AND || kind == Reduction.Kind.OR) {
        throw new OpException("reduceWindow", "does not reduce by " + kind);
      }
    }

    @Override
    public String mnemonic() {
      return "reduceWindow";
    }
  }

  /** Which element of a window is selected; of several the first, and before all others a NaN. */
  enum Select {
    MAX,
    MIN
  }

  /**
   * Operands (x, y) with an element of y for each window of x: adds it to the place of x that the
   * window selects. The result has the shape of x and is 0 where nothing is added. A window without
   * an element selects none.
   */
  record SelectAndScatter(Select select, Window window) implements Windowed {
    @Override
    public String mnemonic() {
      return "selectAndScatter";
    }
  }

  /**
   * Operands (x, t) of one type: for each window of x the element of t in the place that the window
   * selects, or 0 if it has no element. The transpose of {@link SelectAndScatter}.
   */
  record SelectAndGather(Select select, Window window) implements Windowed {
    @Override
    public String mnemonic() {
      return "selectAndGather";
    }
  }
}
