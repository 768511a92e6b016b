package dev.lanewise.bench.data;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * 1,797 handwritten digits of 8 x 8 pixels with 17 levels each, inside the jar.
 *
 * <p>Every fifth sample, beginning with the fifth, is held out: 359 to test, 1,438 to train. The
 * split depends on nothing else, so results compare across seeds and versions.
 */
public final class Digits {
  /** To be shown wherever the data is used. */
  public static final String ATTRIBUTION =
      "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak (1998),"
          + " UCI Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0";

  private static final String RESOURCE = "digits.csv.gz";
  private static final int PIXELS = 64;
  private static final float LEVELS = 16;
  private static final int HELD_OUT_EVERY = 5;

  private Digits() {}

  /** Reads the data set. */
  public static DataSet load() {
    List<int[]> train = new ArrayList<>();
    List<int[]> test = new ArrayList<>();
    List<int[]> rows = rows();
    for (int i = 0; i < rows.size(); i++) {
      boolean heldOut = i % HELD_OUT_EVERY == HELD_OUT_EVERY - 1;
      (heldOut ? test : train).add(rows.get(i));
    }
    return new DataSet("digits", ATTRIBUTION, images(train), images(test));
  }

  /** A line holds the 64 levels of an image, 0 to 16, and its digit. */
  private static List<int[]> rows() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(open()), StandardCharsets.US_ASCII))) {
      List<int[]> rows = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(",", -1);
        int[] row = new int[PIXELS + 1];
        for (int i = 0; i < row.length; i++) {
          row[i] = Integer.parseInt(fields[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open() throws IOException {
    InputStream in = Digits.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new FileNotFoundException(RESOURCE + " is missing from the jar");
    }
    return in;
  }

  private static LabelledImages images(List<int[]> rows) {
    float[] pixels = new float[rows.size() * PIXELS];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      int[] row = rows.get(i);
      for (int j = 0; j < PIXELS; j++) {
        pixels[i * PIXELS + j] = row[j] / LEVELS;
      }
      labels[i] = row[PIXELS];
    }
    return new LabelledImages(pixels, labels, PIXELS);
  }
}
