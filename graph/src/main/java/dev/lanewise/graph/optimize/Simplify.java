package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;

/**
 * Algebra that is exact: every rule keeps every bit of every result, for every operand, as IEEE 754
 * and two's complement define them (all NaNs count as one). So there is no {@code x * 0 = 0} for
 * floating-point numbers (NaN, infinities, -0) and no {@code x + 0 = x} unless x cannot be -0; each
 * rule says why it holds. What a rule leaves unused is for {@link DeadCode} to remove.
 */
public final class Simplify implements Pass {
  /** The pass, which has no options. */
  public Simplify() {}

  @Override
  public String name() {
    return "simplify";
  }

  @Override
  public Graph run(Graph graph) {
    return Rewriter.rewrite(
        graph,
        (builder, uses) -> {
          Simplifier simplifier = new Simplifier(builder, uses);
          return simplifier::rewrite;
        });
  }
}
