package dev.lanewise.bench.compare;

import java.util.OptionalDouble;

/** The times that the compiler is built for, on one thread of a server core with AVX-512. */
final class Aims {
  private Aims() {}

  /**
   * The aim for a subject in its full size, in nanoseconds a step, or an operation where a figure
   * is one of an operation.
   */
  static OptionalDouble nanos(String subject) {
    return switch (subject) {
      case "gelu-forward-1m" -> OptionalDouble.of(0.7e6);
      case "gelu-1m" -> OptionalDouble.of(1.6e6);
      case "gelu-16m" -> OptionalDouble.of(45e6);
      case "softmax", "layer-norm" -> OptionalDouble.of(3e6);
      case "mlp" -> OptionalDouble.of(2.2e6);
      case "tanh-chain" -> OptionalDouble.of(30);
      case "scalar-expression" -> OptionalDouble.of(500);
      default -> OptionalDouble.empty();
    };
  }
}
