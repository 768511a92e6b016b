package dev.lanewise.bench.report;

import java.util.Locale;

/**
 * Writes an SVG document element by element. Text and attribute values are escaped, so any string
 * may be shown.
 */
final class Svg {
  private final Markup markup = new Markup();

  /** Starts a document of the given size in user units, which scales to wherever it is shown. */
  Svg(int width, int height) {
    markup.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "width",
        Integer.toString(width),
        "height",
        Integer.toString(height),
        "role",
        "img");
  }

  /** Opens an element; {@code attributes} are names and values in turn. */
  Svg open(String element, String... attributes) {
    markup.open(element, attributes);
    return this;
  }

  /** Closes the element opened last. */
  Svg close() {
    markup.close();
    return this;
  }

  /** An element without content. */
  Svg empty(String element, String... attributes) {
    markup.empty(element, attributes);
    return this;
  }

  /** An element that holds text alone. */
  Svg text(String element, String content, String... attributes) {
    markup.text(element, content, attributes);
    return this;
  }

  /** Closes what is open; the whole document, as a file has it. */
  String document() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element();
  }

  /** Closes what is open; the element, as it stands in a page. */
  String element() {
    return markup.end();
  }

  /** A coordinate: two decimals are finer than any screen. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
