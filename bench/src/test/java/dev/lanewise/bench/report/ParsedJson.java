package dev.lanewise.bench.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A JSON object as tests look at it; fails if there is anything before or after it. */
public final class ParsedJson {
  private final Map<?, ?> members;

  private ParsedJson(Map<?, ?> members) {
    this.members = members;
  }

  public static ParsedJson of(String text) {
    try {
      if (JsonText.parse(text) instanceof Map<?, ?> object) {
        return new ParsedJson(object);
      }
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
    throw new AssertionError("no JSON object: " + text);
  }

  public List<String> names() {
    return members.keySet().stream().map(String.class::cast).toList();
  }

  public boolean isNull(String name) {
    return members.containsKey(name) && members.get(name) == null;
  }

  public String text(String name) {
    return (String) member(name);
  }

  public boolean truth(String name) {
    return (Boolean) member(name);
  }

  public double number(String name) {
    return ((Number) member(name)).doubleValue();
  }

  public long integer(String name) {
    return (Long) member(name);
  }

  public List<ParsedJson> objects(String name) {
    return ((List<?>) member(name)).stream().map(o -> new ParsedJson((Map<?, ?>) o)).toList();
  }

  private Object member(String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new AssertionError(name + " is missing or null in " + members);
    }
    return value;
  }
}
