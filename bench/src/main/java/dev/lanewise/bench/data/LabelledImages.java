package dev.lanewise.bench.data;

/**
 * Grey images of one size with a class each.
 *
 * <p>Accessors hand out the arrays themselves, not copies.
 */
public final class LabelledImages {
  private final float[] pixels;
  private final int[] labels;
  private final int pixelsPerImage;

  /**
   * @param pixels {@code [images, pixelsPerImage]} row-major, 0 (background) to 1
   * @param labels a class for each image, counted from 0
   * @throws IllegalArgumentException if the lengths do not agree
   */
  LabelledImages(float[] pixels, int[] labels, int pixelsPerImage) {
    if (pixels.length != (long) labels.length * pixelsPerImage) {
      throw new IllegalArgumentException(
          "[images] "
              + pixels.length
              + " pixels are not "
              + labels.length
              + " images of "
              + pixelsPerImage);
    }
    this.pixels = pixels;
    this.labels = labels;
    this.pixelsPerImage = pixelsPerImage;
  }

  /** The images, {@code [size(), pixelsPerImage()]} row-major, 0 to 1. */
  public float[] pixels() {
    return pixels;
  }

  /** The classes, {@code [size()]}. */
  public int[] labels() {
    return labels;
  }

  /** Pixels of one image. */
  public int pixelsPerImage() {
    return pixelsPerImage;
  }

  /** How many images. */
  public int size() {
    return labels.length;
  }
}
