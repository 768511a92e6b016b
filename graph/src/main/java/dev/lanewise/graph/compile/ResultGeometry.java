package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopGeometry.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the axes of a fused loop anew, into those of a product's result: batch, rows, columns. A
 * loop over elements may have merged axes that no operand tells apart; a product needs them apart.
 */
final class ResultGeometry {
  private final LoopGeometry geometry;
  private final LoopBody body;

  /** The axes not used up yet are the outer ones before this, then what is left of an axis. */
  private int outer;

  /** The extent of what is left of an axis, and the distances along it in elements. */
  private long extent;

  private long[] strides;

  private ResultGeometry(LoopGeometry geometry, LoopBody body) {
    this.geometry = geometry;
    this.body = body;
    this.outer = geometry.outer().size();
    this.extent = geometry.inner();
    this.strides = new long[body.operandCount()];
    Arrays.setAll(strides, operand -> walksRow(body, operand) ? 1 : 0);
  }

  /** Whether an operand, inputs first, has an element for each place of a row. */
  static boolean walksRow(LoopBody body, int operand) {
    int inputs = body.inputs().size();
    return operand < inputs
        ? body.inputs().get(operand).level() == Level.LANES
        : !(body.outputs().get(operand - inputs) instanceof StoreRow);
  }

  /**
   * A loop as one over a product's result, with outer axes batch and rows, and columns as its row.
   *
   * @param result the input that is the result
   * @return null if the loop does not walk the result in row-major order, if its axes cannot be cut
   *     so, or if it combines rows of several products
   */
  static @Nullable LoopGeometry of(
      LoopGeometry geometry, LoopBody body, Product product, int result) {
    boolean rowsMatter =
        !body.steps().stream().allMatch(step -> step instanceof Compute)
            || !body.outputs().stream().allMatch(output -> output instanceof Store);
    boolean combinesProducts =
        product.batch() > 1
            && body.outputs().stream().anyMatch(output -> output instanceof FoldRows);
    if ((rowsMatter && geometry.inner() != product.n()) || combinesProducts) {
      return null;
    }
    LoopGeometry matrices = new ResultGeometry(geometry, body).cut(product);
    return matrices != null && isWhere(matrices.layouts().get(result), product) ? matrices : null;
  }

  private static boolean isWhere(Layout layout, Product product) {
    long rows = product.m();
    long columns = product.n();
    return layout.offset() == 0
        && (product.batch() == 1 || layout.strides().get(0) == rows * columns)
        && (rows == 1 || layout.strides().get(1) == columns);
  }

  private @Nullable LoopGeometry cut(Product product) {
    long[] columns = take(product.n());
    long[] rows = columns == null ? null : take(product.m());
    long[] batch = rows == null ? null : take(product.batch());
    if (batch == null || rows == null || columns == null || !skipSingles()) {
      return null;
    }
    List<Layout> layouts = new ArrayList<>();
    for (int i = 0; i < body.operandCount(); i++) {
      if (product.n() > 1 && columns[i] != (walksRow(body, i) ? 1 : 0)) {
        return null;
      }
      long offset = geometry.layouts().get(i).offset();
      layouts.add(new Layout(offset, List.of(batch[i], rows[i])));
    }
    return new LoopGeometry(
        List.of((long) product.batch(), (long) product.m()), product.n(), layouts);
  }

  /** Takes an axis of an extent off the inner end; its strides, or null if there is none. */
  private long @Nullable [] take(long wanted) {
    if (wanted == 1) {
      return new long[strides.length];
    }
    while (extent < wanted) {
      if (!mergeOuter()) {
        return null;
      }
    }
    if (extent % wanted != 0) {
      return null;
    }
    long[] taken = strides;
    strides = Arrays.stream(taken).map(stride -> stride * wanted).toArray();
    extent /= wanted;
    return taken;
  }

  /** Lengthens what is left of an axis by the next outer one, if one stride walks both. */
  private boolean mergeOuter() {
    if (outer == 0) {
      return false;
    }
    outer--;
    long more = geometry.outer().get(outer);
    for (int i = 0; i < strides.length; i++) {
      long stride = geometry.layouts().get(i).strides().get(outer);
      if (extent == 1) {
        strides[i] = stride;
      } else if (more != 1 && stride != strides[i] * extent) {
        return false;
      }
    }
    extent *= more;
    return true;
  }

  /** Whether nothing is left but axes of extent 1. */
  private boolean skipSingles() {
    return extent == 1 && geometry.outer().subList(0, outer).stream().allMatch(e -> e == 1);
  }
}
