package dev.lanewise.graph.runtime;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.TensorType;
import java.util.Arrays;
import java.util.List;

/** What an executable takes and gives, and which arguments are donated to which results. */
final class Signature {
  private static final int NONE = -1;

  private final String name;
  private final List<TensorType> parameters;
  private final List<TensorType> results;
  private final int[] donorOfResult;
  private final int[] resultOfDonor;

  /**
   * @throws IllegalArgumentException if a donation names what is not there, pairs different types,
   *     or shares a side with another
   */
  Signature(Graph graph, List<CompileOptions.Donation> donations) {
    this.name = graph.name();
    this.parameters = graph.parameterTypes();
    this.results = graph.resultTypes();
    this.donorOfResult = new int[results.size()];
    this.resultOfDonor = new int[parameters.size()];
    Arrays.fill(donorOfResult, NONE);
    Arrays.fill(resultOfDonor, NONE);
    donations.forEach(this::donate);
  }

  private void donate(CompileOptions.Donation donation) {
    int parameter = donation.parameter();
    int result = donation.result();
    if (parameter < 0
        || parameter >= resultOfDonor.length
        || result < 0
        || result >= donorOfResult.length) {
      throw new IllegalArgumentException(
          "[%s] cannot donate parameter %d to result %d: there are %d parameters and %d results"
              .formatted(name, parameter, result, resultOfDonor.length, donorOfResult.length));
    }
    if (isDonated(parameter) || takesOver(result)) {
      throw new IllegalArgumentException(
          "[%s] parameter %d or result %d is in two donations".formatted(name, parameter, result));
    }
    if (!parameters.get(parameter).equals(results.get(result))) {
      throw new IllegalArgumentException(
          "[%s] parameter %d is %s and cannot be donated to result %d, which is %s"
              .formatted(name, parameter, parameters.get(parameter), result, results.get(result)));
    }
    resultOfDonor[parameter] = result;
    donorOfResult[result] = parameter;
  }

  /** The name of the graph. */
  String name() {
    return name;
  }

  int parameterCount() {
    return parameters.size();
  }

  int resultCount() {
    return results.size();
  }

  TensorType resultType(int result) {
    return results.get(result);
  }

  /** The bytes of all results that take over no argument's memory. */
  long resultBytes() {
    long bytes = 0;
    for (int j = 0; j < results.size(); j++) {
      bytes += takesOver(j) ? 0 : results.get(j).bytes();
    }
    return bytes;
  }

  boolean isDonated(int parameter) {
    return resultOfDonor[parameter] != NONE;
  }

  /** Whether a result takes over an argument's memory. */
  boolean takesOver(int result) {
    return donorOfResult[result] != NONE;
  }

  /** The parameter whose memory a result takes over, or -1. */
  int donorOf(int result) {
    return donorOfResult[result];
  }

  /** For each result the parameter whose memory it takes over, or -1. */
  int[] donors() {
    return donorOfResult.clone();
  }

  void requireCounts(int arguments, int givenResults) {
    if (arguments != parameters.size()) {
      throw new IllegalArgumentException(
          "[" + name + "] takes " + parameters.size() + " arguments, given " + arguments);
    }
    if (givenResults != results.size()) {
      throw new IllegalArgumentException(
          "[" + name + "] has " + results.size() + " results, given " + givenResults);
    }
  }

  /** Checks every argument on its own; who else uses it is not looked at. */
  void checkArguments(Array[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      check("argument", i, arguments[i], parameters.get(i));
    }
  }

  /** Checks every result on its own, as {@link #checkArguments}. */
  void checkResults(Array[] arguments, Array[] given) {
    for (int j = 0; j < given.length; j++) {
      check("result", j, given[j], results.get(j));
      if (takesOver(j) && given[j] != arguments[donorOf(j)]) {
        throw new IllegalArgumentException(
            "[%s] result %d must be argument %d, which is donated to it"
                .formatted(name, j, donorOf(j)));
      }
    }
  }

  private void check(String role, int index, Array array, TensorType expected) {
    if (array == null || !array.type().equals(expected)) {
      throw new IllegalArgumentException(
          "[%s] %s %d must be %s, was %s"
              .formatted(name, role, index, expected, array == null ? null : array.type()));
    }
    if (array.isClosed()) {
      throw closed(role, index, array);
    }
  }

  IllegalStateException closed(String role, int index, Array array) {
    return new IllegalStateException("[%s] %s %d: %s".formatted(name, role, index, array.ending()));
  }

  /** How messages about an array begin. */
  String place(String role, int index, Array array) {
    return "[%s] %s %d (%s) ".formatted(name, role, index, array.type());
  }

  @Override
  public String toString() {
    return name + " " + parameters + " -> " + results;
  }
}
