package dev.lanewise.bench.data;

/**
 * Images to train on and images held out.
 *
 * @param name as it is known to the user
 * @param source where it comes from, with its licence where it is passed on
 * @param train what the training sees
 * @param test what it never sees
 */
public record DataSet(String name, String source, LabelledImages train, LabelledImages test) {
  /** Every data set here has the ten digits, or ten kinds of clothes. */
  public static final int CLASSES = 10;

  /** Pixels of one image. */
  public int pixelsPerImage() {
    return train.pixelsPerImage();
  }
}
