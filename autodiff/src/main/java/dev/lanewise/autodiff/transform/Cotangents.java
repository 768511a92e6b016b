package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Value;
import org.jspecify.annotations.Nullable;

/** The cotangents gathered so far for each value of a graph whose transpose is being built. */
final class Cotangents {
  private final GraphBuilder out;
  private final @Nullable Value[] sums;

  Cotangents(GraphBuilder out, int valueCount) {
    this.out = out;
    this.sums = new @Nullable Value[valueCount];
  }

  /** Adds a contribution, a value of the new graph, to the cotangent of a value of the old. */
  void add(Value of, Value contribution) {
    Value sum = sums[of.id()];
    sums[of.id()] = sum == null ? contribution : out.add(sum, contribution);
  }

  /** The cotangent, or null if there was no contribution, which means zero. */
  @Nullable Value get(Value of) {
    return sums[of.id()];
  }

  /** The cotangent, zeros if there was no contribution. */
  Value take(Value of) {
    Value sum = sums[of.id()];
    return sum != null ? sum : out.zeros(of.type());
  }
}
