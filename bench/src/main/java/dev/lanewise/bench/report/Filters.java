package dev.lanewise.bench.report;

/** The filters of a convolution of one channel, to be looked at. */
public final class Filters {
  private final float[] values;
  private final int count;
  private final int height;
  private final int width;

  /**
   * Copies the elements.
   *
   * @param values {@code [count, height, width]}
   * @param count how many filters there are
   * @param height rows of a filter
   * @param width columns of a filter
   * @throws IllegalArgumentException if there is none, or there are not as many elements
   */
  public Filters(float[] values, int count, int height, int width) {
    if (values.length != (long) count * height * width || values.length == 0) {
      throw new IllegalArgumentException(
          "[filters] %d values for %d filters of %d x %d"
              .formatted(values.length, count, height, width));
    }
    this.values = values.clone();
    this.count = count;
    this.height = height;
    this.width = width;
  }

  int count() {
    return count;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  float value(int filter, int row, int column) {
    return values[(filter * height + row) * width + column];
  }

  /** The largest magnitude in a filter. */
  float extent(int filter) {
    float extent = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        extent = Math.max(extent, Math.abs(value(filter, row, column)));
      }
    }
    return extent;
  }
}
