package dev.lanewise.graph.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells as text in aligned columns, two blanks apart. */
final class TextTable {
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param alignment a letter for each column: {@code l} for left, {@code r} for right
   * @param heads the titles of the columns
   */
  TextTable(String alignment, String... heads) {
    this.right = new boolean[alignment.length()];
    for (int i = 0; i < right.length; i++) {
      right[i] = alignment.charAt(i) == 'r';
    }
    row(heads);
  }

  /** Adds a row of as many cells as there are columns. */
  void row(String... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(
          right.length + " columns, given " + Arrays.toString(cells));
    }
    rows.add(cells);
  }

  /** Writes all rows, the titles first, a line each. */
  void writeTo(StringBuilder out) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String blanks = " ".repeat(widths[i] - row[i].length());
        line.append("  ").append(right[i] ? blanks + row[i] : row[i] + blanks);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
