package dev.lanewise.autodiff.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of the JSON that safetensors headers are made of: objects, arrays, strings and
 * integers, which become {@link Map}, {@link List}, {@link String} and {@link Long}. Repeated keys,
 * fractions, trailing text and deep nesting are errors.
 */
final class JsonReader {
  /** Headers nest three deep; the bound keeps a hostile one from exhausting the stack. */
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** What is wrong with a text, and where. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String detail, int at) {
      super(detail + " at character " + at);
    }
  }

  static Object parse(String text) throws SyntaxException {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.error("text after the end");
    }
    return value;
  }

  private SyntaxException error(String detail) {
    return new SyntaxException(detail, at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws SyntaxException {
    skipSpace();
    if (at >= text.length()) {
      throw error("unexpected end");
    }
    return text.charAt(at);
  }

  private void expect(char c) throws SyntaxException {
    if (peek() != c) {
      throw error("expected '" + c + "'");
    }
    at++;
  }

  private boolean take(char c) throws SyntaxException {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private Object value(int depth) throws SyntaxException {
    if (depth > MAX_DEPTH) {
      throw error("nested too deeply");
    }
    char c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> {
        if (c == '-' || Character.digit(c, 10) >= 0) {
          yield integer();
        }
        throw error("expected an object, an array, a string or an integer");
      }
    };
  }

  private Map<String, Object> object(int depth) throws SyntaxException {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    if (take('}')) {
      return members;
    }
    do {
      if (peek() != '"') {
        throw error("expected a name");
      }
      String name = string();
      expect(':');
      if (members.putIfAbsent(name, value(depth + 1)) != null) {
        throw error("name \"" + name + "\" is repeated");
      }
    } while (take(','));
    expect('}');
    return members;
  }

  private List<Object> array(int depth) throws SyntaxException {
    List<Object> elements = new ArrayList<>();
    expect('[');
    if (take(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (take(','));
    expect(']');
    return elements;
  }

  private Long integer() throws SyntaxException {
    int start = at;
    if (text.charAt(at) == '-') {
      at++;
    }
    int digits = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    boolean leadingZero = at - digits > 1 && text.charAt(digits) == '0';
    if (at == digits
        || leadingZero
        || (at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0)) {
      throw error("expected an integer");
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw error("integer " + text.substring(start, at) + " exceeds 64 bits");
    }
  }

  private String string() throws SyntaxException {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw error("unexpected end of a string");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      } else if (c == '\\') {
        out.append(escape());
      } else if (c < ' ') {
        throw error("control character in a string");
      } else {
        out.append(c);
      }
    }
  }

  private char escape() throws SyntaxException {
    if (at >= text.length()) {
      throw error("unexpected end of a string");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
          if (digit < 0) {
            throw error("expected four hexadecimal digits");
          }
          code = 16 * code + digit;
          at++;
        }
        yield (char) code;
      }
      default -> throw error("unknown escape '\\" + c + "'");
    };
  }

  /** A string as a JSON token. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
