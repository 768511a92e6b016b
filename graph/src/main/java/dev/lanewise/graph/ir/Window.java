package dev.lanewise.graph.ir;

/**
 * A window that moves over axes of a tensor, one entry of each attribute for each axis. The
 * tensor's elements are first moved {@code baseDilation[i]} apart, with holes between them, then
 * {@code low[i]} and {@code high[i]} places are put before and behind them; negative ones cut off.
 * A window covers {@code size[i]} places that are {@code dilation[i]} apart, and neighbouring
 * windows are {@code stride[i]} places apart. The semantics are those of XLA's windows.
 *
 * @param size places of a window, at least 1
 * @param stride at least 1
 * @param low places before the first element
 * @param high places behind the last element
 * @param baseDilation distance of two elements of the tensor, at least 1
 * @param dilation distance of two places of a window, at least 1
 */
public record Window(
    Ints size, Ints stride, Ints low, Ints high, Ints baseDilation, Ints dilation) {
  /**
   * @throws OpException if the attributes have different numbers of entries, or a size, stride or
   *     dilation is less than 1
   */
  public Window {
    int rank = size.size();
    boolean fits =
        stride.size() == rank
            && low.size() == rank
            && high.size() == rank
            && baseDilation.size() == rank
            && dilation.size() == rank;
    if (!fits) {
      throw new OpException(
          "window",
          ("attributes must have one entry an axis each: size=%s, stride=%s, low=%s, high=%s,"
                  + " baseDilation=%s, dilation=%s")
              .formatted(size, stride, low, high, baseDilation, dilation));
    }
    requirePositive("size", size);
    requirePositive("stride", stride);
    requirePositive("baseDilation", baseDilation);
    requirePositive("dilation", dilation);
  }

  /** A window of neighbouring elements, without padding: the windows lie within the tensor. */
  public static Window of(Ints size, Ints stride) {
    Ints zeros = Ints.filled(size.size(), 0);
    Ints ones = Ints.filled(size.size(), 1);
    return new Window(size, stride, zeros, zeros, ones, ones);
  }

  /** The same with other padding. */
  public Window withPadding(Ints newLow, Ints newHigh) {
    return new Window(size, stride, newLow, newHigh, baseDilation, dilation);
  }

  /** The same with other dilations. */
  public Window withDilation(Ints newBaseDilation, Ints newDilation) {
    return new Window(size, stride, low, high, newBaseDilation, newDilation);
  }

  private static void requirePositive(String name, Ints values) {
    if (!values.allMatch(value -> value >= 1)) {
      throw new OpException("window", name + " must be at least 1 on every axis, was " + values);
    }
  }

  /** The number of axes. */
  public int rank() {
    return size.size();
  }

  /** The places of a window from its first to its last along an axis. */
  public long span(int axis) {
    return (size.get(axis) - 1L) * dilation.get(axis) + 1;
  }

  /** The places that so many elements take along an axis, without padding. */
  public long dilated(int axis, int extent) {
    return extent == 0 ? 0 : (extent - 1L) * baseDilation.get(axis) + 1;
  }

  /** How many windows there are along an axis of so many elements. */
  public long windows(int axis, int extent) {
    long places = dilated(axis, extent) + low.get(axis) + high.get(axis);
    return places < span(axis) ? 0 : (places - span(axis)) / stride.get(axis) + 1;
  }

  /**
   * The element that a place of a window holds along an axis.
   *
   * @param window which window along the axis
   * @param place which of its places
   * @param extent elements of the tensor along the axis
   * @return its coordinate; -1 for padding and for holes
   */
  public int element(int axis, int window, int place, int extent) {
    long at = (long) window * stride.get(axis) + (long) place * dilation.get(axis) - low.get(axis);
    int base = baseDilation.get(axis);
    return at < 0 || at % base != 0 || at / base >= extent ? -1 : (int) (at / base);
  }

  @Override
  public String toString() {
    return "size=%s, stride=%s, low=%s, high=%s, baseDilation=%s, dilation=%s"
        .formatted(size, stride, low, high, baseDilation, dilation);
  }
}
