package dev.lanewise.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes summaries as JSON. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * An object on one line, members in the map's order.
   *
   * <p>Values may be maps with string keys, lists, strings, booleans, integers, doubles and null. A
   * number that is not finite has no JSON form and becomes null.
   *
   * @throws IllegalArgumentException if a value is of any other kind
   */
  public static String object(Map<String, ? extends @Nullable Object> members) {
    return text(members);
  }

  /** An array of objects, each as {@link #object} writes it. */
  public static String array(List<? extends Map<String, ? extends @Nullable Object>> objects) {
    return text(objects);
  }

  private static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> members -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
          generator.writeFieldName((String) member.getKey());
          write(generator, member.getValue());
        }
        generator.writeEndObject();
      }
      case Iterable<?> elements -> {
        generator.writeStartArray();
        for (Object element : elements) {
          write(generator, element);
        }
        generator.writeEndArray();
      }
      case String text -> generator.writeString(text);
      case Boolean truth -> generator.writeBoolean(truth);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number when Double.isFinite(number) -> generator.writeNumber(number);
      case Double notFinite -> generator.writeNull();
      default ->
          throw new IllegalArgumentException("[json] no form for " + value.getClass().getName());
    }
  }
}
