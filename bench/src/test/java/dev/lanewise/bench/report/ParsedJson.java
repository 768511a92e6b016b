package dev.lanewise.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object as tests look at it; fails if there is anything before or after it. */
public final class ParsedJson {
  private final Map<?, ?> members;

  private ParsedJson(Map<?, ?> members) {
    this.members = members;
  }

  public static ParsedJson of(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new AssertionError("no JSON object: " + text);
      }
      ParsedJson object = new ParsedJson((Map<?, ?>) value(parser));
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one JSON object: " + text);
      }
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          if (members.containsKey(name)) {
            throw new AssertionError(name + " is there twice");
          }
          members.put(name, value(parser));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new AssertionError("unexpected " + parser.currentToken());
    };
  }
}
