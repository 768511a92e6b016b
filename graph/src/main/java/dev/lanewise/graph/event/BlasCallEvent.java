package dev.lanewise.graph.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * OpenBLAS has computed matrix products. Small ones take less than a microsecond, so unless a
 * recording says otherwise only what takes 20 and more is kept, without stack traces.
 */
@Name("dev.lanewise.BlasCall")
@Label("BLAS Call")
@Category({"Lanewise", "Runtime"})
@Description("OpenBLAS computed a tile of a matrix product, or a few small products")
@StackTrace(false)
@Threshold("20 us")
public final class BlasCallEvent extends Event {
  private static final BlasCallEvent PROBE = new BlasCallEvent();

  @Label("Routine")
  @Nullable String routine;

  @Label("Shape")
  @Description("Of one product: rows x depth by depth x columns, ^T behind what lies transposed")
  @Nullable String shape;

  @Label("Products")
  @Description("Calls of the routine, one after the other")
  int products;

  @Label("Operations")
  long flops;

  private BlasCallEvent() {}

  static @Nullable BlasCallEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    BlasCallEvent event = new BlasCallEvent();
    event.begin();
    return event;
  }

  /**
   * The call ends here; records it if it was long enough.
   *
   * @param products how many products of the same shape were computed
   * @param rows of each result
   * @param columns of each result
   * @param depth the terms that are added up for each element of a result
   */
  public void finish(
      String routine,
      int products,
      int rows,
      int columns,
      int depth,
      boolean leftTransposed,
      boolean rightTransposed) {
    end();
    if (shouldCommit()) {
      this.routine = routine;
      this.shape =
          rows
              + " x "
              + depth
              + (leftTransposed ? "^T" : "")
              + " by "
              + depth
              + " x "
              + columns
              + (rightTransposed ? "^T" : "");
      this.products = products;
      this.flops = 2L * products * rows * columns * depth;
      commit();
    }
  }
}
