package dev.lanewise.bench.report;

/**
 * The filters of a convolution, to be looked at.
 *
 * @param values {@code [count, height, width]}, of one channel each
 * @param count how many there are
 * @param height rows of a filter
 * @param width columns of a filter
 */
public record Filters(float[] values, int count, int height, int width) {
  /**
   * Takes the array as it is.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public Filters {
    if (values.length != count * height * width || values.length == 0) {
      throw new IllegalArgumentException(
          "[filters] %d values for %d filters of %d x %d"
              .formatted(values.length, count, height, width));
    }
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
