package dev.lanewise.autodiff.io;

import dev.lanewise.graph.ir.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file: where each tensor lies and what it is. As the format
 * demands, the tensors cover the data without gaps or overlaps.
 *
 * @param metadata free text by name
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";

  /** A tensor, and the bytes of the data that hold it, little-endian and row-major. */
  record Entry(String name, StoredType type, Shape shape, long begin, long end) {}

  static SafetensorsHeader parse(Path file, String json, long dataBytes)
      throws SafetensorsException {
    Object root;
    try {
      root = JsonReader.parse(json);
    } catch (JsonReader.SyntaxException e) {
      throw new SafetensorsException(file, "malformed header: " + e.getMessage());
    }
    if (!(root instanceof Map<?, ?> members)) {
      throw new SafetensorsException(file, "the header is not a JSON object");
    }
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String name = (String) member.getKey();
      if (name.equals(METADATA)) {
        readMetadata(file, member.getValue(), metadata);
      } else {
        entries.add(readEntry(file, name, member.getValue(), dataBytes));
      }
    }
    checkCoverage(file, entries, dataBytes);
    return new SafetensorsHeader(List.copyOf(entries), metadata);
  }

  private static void readMetadata(Path file, Object value, Map<String, String> metadata)
      throws SafetensorsException {
    if (!(value instanceof Map<?, ?> members)) {
      throw new SafetensorsException(file, METADATA + " is not an object");
    }
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (!(member.getValue() instanceof String text)) {
        throw new SafetensorsException(
            file, METADATA + " entry \"" + member.getKey() + "\" is not a string");
      }
      metadata.put((String) member.getKey(), text);
    }
  }

  private static Entry readEntry(Path file, String name, Object value, long dataBytes)
      throws SafetensorsException {
    boolean complete =
        value instanceof Map<?, ?> members
            && members.get("dtype") instanceof String
            && members.get("shape") instanceof List<?>
            && members.get("data_offsets") instanceof List<?> offsets
            && offsets.size() == 2
            && members.size() == 3;
    if (!complete) {
      throw new SafetensorsException(
          file, "tensor \"" + name + "\" must have exactly dtype, shape and two data_offsets");
    }
    Map<?, ?> members = (Map<?, ?>) value;
    String dtype = (String) members.get("dtype");
    StoredType type = StoredType.named(dtype);
    if (type == null) {
      throw new SafetensorsException(
          file, "tensor \"" + name + "\" has dtype " + dtype + ", which is not supported");
    }
    Shape shape = readShape(file, name, (List<?>) members.get("shape"));
    List<?> offsets = (List<?>) members.get("data_offsets");
    if (!(offsets.get(0) instanceof Long begin)
        || !(offsets.get(1) instanceof Long end)
        || begin < 0
        || end < begin
        || end > dataBytes) {
      throw new SafetensorsException(
          file,
          "tensor \"%s\" lies at %s, outside the %d bytes of data"
              .formatted(name, offsets, dataBytes));
    }
    if (end - begin != shape.size() * type.bytes()) {
      throw new SafetensorsException(
          file,
          "tensor \"%s\" of %s%s needs %d bytes, has %d"
              .formatted(name, dtype, shape, shape.size() * type.bytes(), end - begin));
    }
    return new Entry(name, type, shape, begin, end);
  }

  private static Shape readShape(Path file, String name, List<?> extents)
      throws SafetensorsException {
    int[] shape = new int[extents.size()];
    for (int i = 0; i < shape.length; i++) {
      if (!(extents.get(i) instanceof Long extent) || extent < 0 || extent > Integer.MAX_VALUE) {
        throw new SafetensorsException(
            file, "tensor \"" + name + "\" has shape " + extents + ", which is not supported");
      }
      shape[i] = extent.intValue();
    }
    try {
      return Shape.of(shape);
    } catch (IllegalArgumentException e) {
      throw new SafetensorsException(file, "tensor \"" + name + "\": " + e.getMessage());
    }
  }

  private static void checkCoverage(Path file, List<Entry> entries, long dataBytes)
      throws SafetensorsException {
    List<Entry> byPosition = new ArrayList<>(entries);
    byPosition.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry entry : byPosition) {
      if (entry.begin() != at) {
        throw new SafetensorsException(
            file,
            "tensor \"%s\" begins at byte %d of the data where %d was expected"
                .formatted(entry.name(), entry.begin(), at));
      }
      at = entry.end();
    }
    if (at != dataBytes) {
      throw new SafetensorsException(
          file, "the tensors end at byte %d of %d bytes of data".formatted(at, dataBytes));
    }
  }
}
