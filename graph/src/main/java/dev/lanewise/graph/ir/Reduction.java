package dev.lanewise.graph.ir;

/** Operations that combine the elements along axes; those axes are not in the result. */
public sealed interface Reduction extends Op {

  /** How two elements are combined. */
  enum Kind {
    /** Addition; an empty sum is 0. */
    SUM,
    /** Multiplication; an empty product is 1. */
    PROD,
    /** The largest, NaN propagating; of nothing, minus infinity or the least integer. */
    MAX,
    /** The smallest, NaN propagating; of nothing, infinity or the largest integer. */
    MIN,
    /** Conjunction, bit by bit for integers; of nothing, true or all bits. */
    AND,
    /** Disjunction, bit by bit for integers; of nothing, false or no bits. */
    OR;

    /** Whether operands of the given type are taken. */
    public boolean accepts(DType dtype) {
      return switch (this) {
        case SUM, PROD, MAX, MIN -> dtype.isNumeric();
        case AND, OR -> !dtype.isFloating();
      };
    }
  }

  /** Which end of the order is looked for. */
  enum Extreme {
    /** The largest. */
    MAX,
    /** The smallest. */
    MIN
  }

  /** Combines all elements along the given axes, ascending and distinct. */
  record Reduce(Kind kind, Ints axes) implements Reduction {
    /**
     * @throws OpException if the axes are not ascending, distinct and non-negative
     */
    public Reduce {
      for (int i = 0; i < axes.size(); i++) {
        if (axes.get(i) < 0 || (i > 0 && axes.get(i) <= axes.get(i - 1))) {
          throw new OpException(
              mnemonicOf(kind), "axes must be ascending and distinct, were " + axes);
        }
      }
    }

    private static String mnemonicOf(Kind kind) {
      return Op.camelCase("REDUCE_" + kind);
    }

    @Override
    public String mnemonic() {
      return mnemonicOf(kind);
    }
  }

  /**
   * The index along one axis of the first largest or smallest element; NaN counts as the extreme,
   * and the first one wins.
   */
  record ArgReduce(Extreme extreme, int axis, DType indexType) implements Reduction {
    /**
     * @throws OpException if the index type is not an integer type
     */
    public ArgReduce {
      if (!indexType.isInteger()) {
        throw new OpException(
            mnemonicOf(extreme), "index type must be I32 or I64, was " + indexType);
      }
    }

    private static String mnemonicOf(Extreme extreme) {
      return Op.camelCase("ARG_" + extreme);
    }

    @Override
    public String mnemonic() {
      return mnemonicOf(extreme);
    }
  }
}
