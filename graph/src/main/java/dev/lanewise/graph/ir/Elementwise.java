package dev.lanewise.graph.ir;

/** The elementwise operations that are neither unary, binary nor comparisons, and the sources. */
public sealed interface Elementwise extends Op {

  /** The derivative of digamma of the given order: {@code polygamma(0, x)} is digamma itself. */
  record Polygamma(int order) implements Elementwise {
    /**
     * @throws OpException if the order is negative
     */
    public Polygamma {
      if (order < 0) {
        throw new OpException("polygamma", "order must not be negative, was " + order);
      }
    }

    @Override
    public String mnemonic() {
      return "polygamma";
    }
  }

  /** {@code condition ? onTrue : onFalse}, elementwise; the condition is {@link DType#BOOL}. */
  record Select() implements Elementwise {
    @Override
    public String mnemonic() {
      return "select";
    }
  }

  /** {@code min(max(x, low), high)} of operands (low, x, high); NaN propagates. */
  record Clamp() implements Elementwise {
    @Override
    public String mnemonic() {
      return "clamp";
    }
  }

  /**
   * Conversion to another element type. A float becomes the integer towards zero, saturating, NaN
   * becoming 0; anything but zero becomes true.
   */
  record Convert(DType to) implements Elementwise {
    @Override
    public String mnemonic() {
      return "convert";
    }
  }

  /** No operand; counts 0, 1, 2, ... along one axis and is constant along the others. */
  record Iota(TensorType type, int axis) implements Elementwise {
    /**
     * @throws OpException if the axis is out of range or the type is not numeric
     */
    public Iota {
      if (axis < 0 || axis >= type.rank()) {
        throw new OpException("iota", "axis " + axis + " is out of range for " + type);
      }
      if (!type.dtype().isNumeric()) {
        throw new OpException("iota", "a numeric type is needed, given " + type);
      }
    }

    @Override
    public String mnemonic() {
      return "iota";
    }
  }

  /** No operand; a value known when the graph is built. */
  record Constant(Literal value) implements Elementwise {
    @Override
    public String mnemonic() {
      return "constant";
    }
  }
}
