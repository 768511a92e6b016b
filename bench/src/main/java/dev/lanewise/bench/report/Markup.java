package dev.lanewise.bench.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes XML or HTML element by element. Text and attribute values are escaped, so any string may
 * be shown.
 */
public final class Markup {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Starts with nothing. */
  public Markup() {}

  /** Opens an element; {@code attributes} are names and values in turn. */
  public Markup open(String element, String... attributes) {
    tag(element, attributes);
    text.append(">\n");
    open.push(element);
    return this;
  }

  /** Closes the element opened last. */
  public Markup close() {
    indent(open.size() - 1);
    text.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element without content. */
  public Markup empty(String element, String... attributes) {
    tag(element, attributes);
    text.append("/>\n");
    return this;
  }

  /** An element that holds text alone. */
  public Markup text(String element, String content, String... attributes) {
    tag(element, attributes);
    text.append('>').append(escape(content)).append("</").append(element).append(">\n");
    return this;
  }

  /** Markup that is whole already. */
  public Markup raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Closes what is open; all that was written. */
  public String end() {
    while (!open.isEmpty()) {
      close();
    }
    return text.toString();
  }

  private void tag(String element, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("[markup] attribute without a value in <" + element + ">");
    }
    indent(open.size());
    text.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
  }

  private void indent(int depth) {
    text.append("  ".repeat(depth));
  }

  /** Escapes markup; drops what XML 1.0 section 2.2 does not allow even escaped. */
  private static String escape(String raw) {
    StringBuilder escaped = new StringBuilder(raw.length());
    raw.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                  if (isXmlCharacter(c)) {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }

  private static boolean isXmlCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
