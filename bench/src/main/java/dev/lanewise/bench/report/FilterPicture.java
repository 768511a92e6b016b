package dev.lanewise.bench.report;

import java.util.Locale;

/**
 * A picture of a convolution's filters side by side: blue where a filter is negative, orange where
 * it is positive, white at zero; each filter in colours of its own range.
 */
public final class FilterPicture {
  private static final int COLUMNS = 8;
  private static final int CELL = 12;
  private static final int GAP = 10;
  private static final int TOP = 44;

  private static final int[] POSITIVE = {0xC2, 0x55, 0x0A};
  private static final int[] NEGATIVE = {0x1F, 0x5F, 0xA8};

  private FilterPicture() {}

  /** Draws an SVG document. */
  public static String draw(String title, Filters filters) {
    int columns = Math.min(COLUMNS, filters.count());
    int rows = Math.ceilDiv(filters.count(), columns);
    int stepX = filters.width() * CELL + GAP;
    int stepY = filters.height() * CELL + GAP;
    int width = Math.max(columns * stepX + GAP, 12 * title.length() / 2 + 2 * GAP);
    int height = TOP + rows * stepY + GAP;
    Svg svg = new Svg(width, height);
    svg.text("title", title);
    svg.text("style", ChartStyle.PAGE);
    svg.empty(
        "rect",
        "class",
        "page",
        "width",
        Integer.toString(width),
        "height",
        Integer.toString(height));
    svg.text("text", title, "x", Integer.toString(GAP), "y", Integer.toString(TOP - 2 * GAP + 4));
    for (int filter = 0; filter < filters.count(); filter++) {
      int x = GAP + filter % columns * stepX;
      int y = TOP + filter / columns * stepY;
      float extent = filters.extent(filter);
      for (int row = 0; row < filters.height(); row++) {
        for (int column = 0; column < filters.width(); column++) {
          svg.empty(
              "rect",
              "class",
              "element",
              "x",
              Integer.toString(x + column * CELL),
              "y",
              Integer.toString(y + row * CELL),
              "width",
              Integer.toString(CELL),
              "height",
              Integer.toString(CELL),
              "fill",
              colour(extent == 0 ? 0 : filters.value(filter, row, column) / extent));
        }
      }
    }
    return svg.document();
  }

  /** From -1 to 1. */
  private static String colour(double share) {
    int[] full = share < 0 ? NEGATIVE : POSITIVE;
    double strength = Math.min(1, Math.abs(share));
    int[] mixed = new int[full.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (int) Math.round(255 + strength * (full[i] - 255));
    }
    return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
  }
}
