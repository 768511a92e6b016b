package dev.lanewise.bench.workload;

import java.util.HashMap;
import java.util.Map;

/**
 * What is said of a workload.
 *
 * @param name lower-case words with hyphens
 * @param subject the name of what is computed; workloads that only call it in another way share it
 * @param title one line for the reader of a table
 * @param operations what a figure is divided by: 1 if it is the time of a step, more if it is the
 *     time of an operation
 * @param multipliesMatrices whether most of the time goes into matrix products
 * @param settings numbers that the shapes of the inputs do not tell, such as that of the heads
 */
public record About(
    String name,
    String subject,
    String title,
    int operations,
    boolean multipliesMatrices,
    Map<String, Integer> settings) {
  /** Copies the map. */
  public About {
    settings = Map.copyOf(settings);
  }

  /** Work without matrix products, whose figure is the time of a step. */
  static About of(String name, String title) {
    return new About(name, name, title, 1, false, Map.of());
  }

  About timedByOperation(int count) {
    return new About(name, subject, title, count, multipliesMatrices, settings);
  }

  About multiplyingMatrices() {
    return new About(name, subject, title, operations, true, settings);
  }

  About with(String setting, int value) {
    Map<String, Integer> more = new HashMap<>(settings);
    more.put(setting, value);
    return new About(name, subject, title, operations, multipliesMatrices, more);
  }

  About onArrays() {
    return new About(
        name + "-arrays",
        subject,
        title + ", Executable on given arrays",
        operations,
        multipliesMatrices,
        settings);
  }
}
