package dev.lanewise.graph.compile.loop;

import java.util.List;

/**
 * The sizes of a fused loop and where its operands' elements lie. The places of the loop are the
 * outer axes times the row; a row is the innermost axis, along which elements lie side by side or
 * are one for all.
 *
 * @param outer extents of the outer axes, outermost first; their product is the number of rows
 * @param inner elements of a row
 * @param layouts one for each operand: the inputs, then the outputs
 */
public record LoopGeometry(List<Long> outer, long inner, List<Layout> layouts) {
  /**
   * Where an operand's elements lie, in elements from the start of its buffer.
   *
   * @param offset the first element
   * @param strides distance along each outer axis; 0 where the operand does not change
   */
  public record Layout(long offset, List<Long> strides) {
    /** Copies the list. */
    public Layout {
      strides = List.copyOf(strides);
    }
  }

  /** Copies the lists. */
  public LoopGeometry {
    outer = List.copyOf(outer);
    layouts = List.copyOf(layouts);
    for (Layout layout : layouts) {
      if (layout.strides().size() != outer.size()) {
        throw new IllegalArgumentException(layout + " does not have the axes of " + outer);
      }
    }
  }

  /** The number of rows. */
  public long rows() {
    long rows = 1;
    for (long extent : outer) {
      rows *= extent;
    }
    return rows;
  }

  /** The number of places. */
  public long size() {
    return rows() * inner;
  }
}
