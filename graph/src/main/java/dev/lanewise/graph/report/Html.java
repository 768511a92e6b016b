package dev.lanewise.graph.report;

/** Text in pages. */
final class Html {
  private Html() {}

  /** Text as HTML: markup is escaped, and characters that a page may not hold are replaced. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isAllowed(c) ? c : '\ufffd');
              }
            });
    return out.toString();
  }

  private static boolean isAllowed(int c) {
    boolean control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    boolean surrogate = c >= 0xd800 && c < 0xe000;
    return !control && !surrogate && (c & 0xfffe) != 0xfffe;
  }
}
