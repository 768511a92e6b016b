package dev.lanewise.graph.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * How a graph is compiled.
 *
 * @param workers the threads that steps are spread over; the results do not depend on how many
 * @param products who computes matrix products
 * @param donations which parameters give their memory to which results, each at most once
 * @param optimize whether the graph is simplified first
 * @param fuse whether operations are fused into loops, rather than one kernel call each
 * @param scalars whether a small graph becomes straight-line scalar code instead
 * @param tier who runs the fused loops
 */
public record CompileOptions(
    Workers workers,
    MatrixProducts products,
    List<Donation> donations,
    boolean optimize,
    boolean fuse,
    boolean scalars,
    Tier tier) {

  /** The memory of a parameter becomes that of a result of the same type. */
  public record Donation(int parameter, int result) {}

  /** Copies the list. */
  public CompileOptions {
    donations = List.copyOf(donations);
  }

  /**
   * The shared workers, {@link MatrixProducts#AUTO}, no donations, optimised, fused, scalar code,
   * {@link Tier#ADAPTIVE}.
   */
  public static CompileOptions defaults() {
    return new CompileOptions(
        Workers.shared(), MatrixProducts.AUTO, List.of(), true, true, true, Tier.ADAPTIVE);
  }

  /** These options with other workers. */
  public CompileOptions withWorkers(Workers workers) {
    return new CompileOptions(workers, products, donations, optimize, fuse, scalars, tier);
  }

  /** These options with other matrix products. */
  public CompileOptions withProducts(MatrixProducts products) {
    return new CompileOptions(workers, products, donations, optimize, fuse, scalars, tier);
  }

  /** These options with one more donation. */
  public CompileOptions withDonation(int parameter, int result) {
    List<Donation> more = new ArrayList<>(donations);
    more.add(new Donation(parameter, result));
    return new CompileOptions(workers, products, more, optimize, fuse, scalars, tier);
  }

  /** These options with other donations. */
  public CompileOptions withDonations(List<Donation> donations) {
    return new CompileOptions(workers, products, donations, optimize, fuse, scalars, tier);
  }

  /** These options with or without optimisation. */
  public CompileOptions withOptimize(boolean optimize) {
    return new CompileOptions(workers, products, donations, optimize, fuse, scalars, tier);
  }

  /** These options with or without fusion. */
  public CompileOptions withFuse(boolean fuse) {
    return new CompileOptions(workers, products, donations, optimize, fuse, scalars, tier);
  }

  /** These options with or without scalar code for small graphs. */
  public CompileOptions withScalars(boolean scalars) {
    return new CompileOptions(workers, products, donations, optimize, fuse, scalars, tier);
  }

  /** These options with another tier. */
  public CompileOptions withTier(Tier tier) {
    return new CompileOptions(workers, products, donations, optimize, fuse, scalars, tier);
  }
}
