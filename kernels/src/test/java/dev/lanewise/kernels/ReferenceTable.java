package dev.lanewise.kernels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Reference values: gzipped, tab-separated hexadecimal floating-point numbers. */
final class ReferenceTable {
  /**
   * One value of a function.
   *
   * @param function its name, or empty where a file holds one function
   * @param x argument
   * @param y second argument, or 0
   * @param value the function's value, rounded
   * @param rest what the rounding left, or 0 where that is not known
   */
  record Row(String function, double x, double y, double value, double rest) {
    /** Returns the distance of a result from the value, in units in the value's last place. */
    double ulps(double result) {
      if (Double.compare(result, value) == 0) {
        return Math.abs(rest) / Math.ulp(value);
      }
      if (!Double.isFinite(result) || !Double.isFinite(value)) {
        return Double.POSITIVE_INFINITY;
      }
      return Math.abs(result - value - rest) / Math.ulp(value);
    }
  }

  private ReferenceTable() {}

  /** Reads the table of many functions and returns the rows of one. */
  static List<Row> function(String name) {
    return read("functions.f64.tsv.gz").stream()
        .filter(row -> row.function().equals(name))
        .toList();
  }

  /** Reads a table. */
  static List<Row> read(String file) {
    List<Row> rows = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(ReferenceTable.class.getResourceAsStream(file), file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          rows.add(row(line.split("\t", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static Row row(String[] cells) {
    if (cells.length == 2) {
      return new Row("", number(cells[0]), 0, number(cells[1]), 0);
    }
    double y = cells.length > 4 ? number(cells[4]) : 0;
    return new Row(cells[0], number(cells[1]), y, number(cells[2]), number(cells[3]));
  }

  private static double number(String cell) {
    return switch (cell) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(cell);
    };
  }
}
