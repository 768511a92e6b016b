package dev.lanewise.graph.ir;

/**
 * A convolution or one of its two gradients, over 1 to 3 spatial axes. They are the three ways to
 * look at one form that is linear in an input x, a filter w and an output y,
 *
 * <pre>
 * {@code sum over n, o, p, c, k of  y[n, o, p] w[o, c, k] x[n, c', p stride + k dilation - low]
 * }</pre>
 *
 * where p and k are places in space and c' is channel c of the group that o belongs to: each gives
 * the derivative of the form by one of the three from the other two. So each is the transpose of
 * the other two in one operand.
 *
 * <p>x is {@code [N, groups * C, space...]}, w is {@code [O, C, size...]} with O a multiple of
 * groups, y is {@code [N, O, windows...]}; F32 or F64. As everywhere in this field, and in XLA and
 * PyTorch, the filter is not reversed: it is a cross-correlation.
 *
 * @param kind which of the three is the result
 * @param window the filter's window over the spatial axes of x
 * @param groups how many parts the channels are divided into, each with filters of its own
 * @param inputExtents the spatial extents of x, which its gradient cannot tell from those of y
 */
public record Convolution(Kind kind, Window window, int groups, Ints inputExtents) implements Op {
  /** Which of the three tensors is computed from the other two, in the order of the operands. */
  public enum Kind {
    /** y from (x, w): the convolution itself. */
    FORWARD,
    /** x from (y, w): the gradient by the input, or a transposed convolution. */
    INPUT_GRADIENT,
    /** w from (x, y): the gradient by the filter. */
    FILTER_GRADIENT
  }

  /**
   * @throws OpException if there are not 1 to 3 spatial axes, the extents are not one for each, or
   *     groups is less than 1
   */
  public Convolution {
    if (window.rank() < 1 || window.rank() > 3 || inputExtents.size() != window.rank()) {
      throw new OpException(
          "convolution",
          "takes 1 to 3 spatial axes, given a window of %d over extents %s"
              .formatted(window.rank(), inputExtents));
    }
    if (groups < 1) {
      throw new OpException("convolution", "groups must be at least 1, was " + groups);
    }
  }

  /** The same form with another of the three as the result. */
  public Convolution as(Kind other) {
    return new Convolution(other, window, groups, inputExtents);
  }

  @Override
  public String mnemonic() {
    return switch (kind) {
      case FORWARD -> "convolution";
      case INPUT_GRADIENT -> "convolutionInputGradient";
      case FILTER_GRADIENT -> "convolutionFilterGradient";
    };
  }
}
