package dev.lanewise.bench.lab.run;

import dev.lanewise.bench.compare.Machine;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.report.Json;
import dev.lanewise.bench.report.JsonText;
import dev.lanewise.bench.report.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results as they are kept: an array of objects in JMH's own format, so that other tools read them,
 * each with one member more, {@code lanewise}, which tells the machine, the BLAS and its core, and
 * the load.
 *
 * @param results in the order of measurement
 * @param failures why other cases were not measured, a text each; not kept in a file
 */
public record LabFile(String json, List<LabResult> results, List<String> failures) {
  private static final String OURS = "lanewise";
  private static final String MEMORY = "memoryBytes";

  /** JMH's name for the bytes that a call allocates, which some versions put a dot before. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Copies the lists. */
  public LabFile {
    results = List.copyOf(results);
    failures = List.copyOf(failures);
  }

  /**
   * A case's result as JMH writes it.
   *
   * @param jmh an array of one object
   * @param load of the machine
   */
  record Entry(String jmh, double load) {}

  static LabFile of(Machine machine, List<Entry> entries, List<String> failures) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    try {
      for (Entry entry : entries) {
        Map<String, @Nullable Object> object =
            new LinkedHashMap<>(object(elements(JsonText.parse(entry.jmh())).getFirst()));
        object.put(OURS, machine(machine, entry.load()));
        objects.add(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LabFile(
        Json.array(objects), objects.stream().map(LabFile::result).toList(), failures);
  }

  /**
   * Reads a file.
   *
   * @throws LabException if it is not one of the laboratory's
   * @throws IOException if it cannot be read
   */
  public static LabFile read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      List<LabResult> results =
          elements(JsonText.parse(text)).stream()
              .map(LabFile::object)
              .map(LabFile::result)
              .toList();
      return new LabFile(text, results, List.of());
    } catch (IOException | ClassCastException | IllegalArgumentException | NullPointerException e) {
      throw new LabException(file + ": no results of the laboratory, " + e.getMessage());
    }
  }

  /** What was measured of one case. */
  public Optional<LabResult> find(LabCase one) {
    return results.stream().filter(result -> result.of().equals(one)).findFirst();
  }

  /** Name and value of what is the same for all results: machine, JVM and flags. */
  public Map<String, String> conditions() {
    try {
      Map<String, @Nullable Object> first = object(elements(JsonText.parse(json)).getFirst());
      Map<String, String> conditions = new LinkedHashMap<>();
      object(first.get(OURS))
          .forEach(
              (name, value) ->
                  conditions.put(
                      name.equals(MEMORY) ? "memory" : name,
                      name.equals(MEMORY) ? Quantity.bytes(number(value)) : "" + value));
      conditions.put("JVM", first.get("vmName") + " " + first.get("vmVersion"));
      conditions.put("flags", "" + first.get("jvmArgs"));
      conditions.put("JMH", "" + first.get("jmhVersion"));
      conditions.put(
          "protocol",
          first.get("forks")
              + " x (warm-up "
              + first.get("warmupTime")
              + ", then "
              + first.get("measurementIterations")
              + " samples of "
              + first.get("measurementTime")
              + ")");
      conditions.remove("load");
      return conditions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cores of the machine that measured. */
  public int cores() {
    return Integer.parseInt(conditions().getOrDefault("cores", "1"));
  }

  private static Map<String, @Nullable Object> machine(Machine machine, double load) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("processor", machine.processor());
    members.put("cores", machine.cores());
    members.put(MEMORY, machine.memoryBytes());
    members.put("os", machine.os());
    members.put("blas", machine.blas());
    members.put("load", load);
    return members;
  }

  private static LabResult result(Map<String, @Nullable Object> object) {
    Map<String, @Nullable Object> params = object(object.get("params"));
    Map<String, @Nullable Object> metric = object(object.get("primaryMetric"));
    LabCase one =
        new LabCase(
            text(params.get("kernel")),
            Contestant.valueOf(text(params.get("contestant"))),
            Integer.parseInt(text(params.get("size"))),
            (int) number(object.get("threads")),
            Integer.parseInt(text(params.get("lanes"))));
    List<List<Double>> nanos = new ArrayList<>();
    for (Object fork : elements(metric.get("rawData"))) {
      nanos.add(elements(fork).stream().map(LabFile::number).toList());
    }
    double load = number(object(object.get(OURS)).get("load"));
    return new LabResult(one, nanos, heapBytes(object(object.get("secondaryMetrics"))), load);
  }

  private static double heapBytes(Map<String, @Nullable Object> metrics) {
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().endsWith(ALLOCATED))
        .mapToDouble(metric -> number(object(metric.getValue()).get("score")))
        .findFirst()
        .orElse(Double.NaN);
  }

  @SuppressWarnings("unchecked") // objects of JSON have names that are strings
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return (Map<String, @Nullable Object>) members;
    }
    throw new IllegalArgumentException("expected an object, got " + value);
  }

  @SuppressWarnings("unchecked") // any list is one of objects
  private static List<@Nullable Object> elements(@Nullable Object value) {
    if (value instanceof List<?> elements) {
      return (List<@Nullable Object>) elements;
    }
    throw new IllegalArgumentException("expected an array, got " + value);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("expected a text, got " + value);
  }

  /** JMH writes a number that is not finite as a text. */
  private static double number(@Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case String text -> Double.parseDouble(text);
      case null, default -> throw new IllegalArgumentException("expected a number, got " + value);
    };
  }
}
