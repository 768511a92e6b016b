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
 */
public record CompileOptions(
    Workers workers, MatrixProducts products, List<Donation> donations, boolean optimize) {

  /** The memory of a parameter becomes that of a result of the same type. */
  public record Donation(int parameter, int result) {}

  /** Copies the list. */
  public CompileOptions {
    donations = List.copyOf(donations);
  }

  /** The shared workers, {@link MatrixProducts#AUTO}, no donations, optimised. */
  public static CompileOptions defaults() {
    return new CompileOptions(Workers.shared(), MatrixProducts.AUTO, List.of(), true);
  }

  /** These options with other workers. */
  public CompileOptions withWorkers(Workers workers) {
    return new CompileOptions(workers, products, donations, optimize);
  }

  /** These options with other matrix products. */
  public CompileOptions withProducts(MatrixProducts products) {
    return new CompileOptions(workers, products, donations, optimize);
  }

  /** These options with one more donation. */
  public CompileOptions withDonation(int parameter, int result) {
    List<Donation> more = new ArrayList<>(donations);
    more.add(new Donation(parameter, result));
    return new CompileOptions(workers, products, more, optimize);
  }

  /** These options with other donations. */
  public CompileOptions withDonations(List<Donation> donations) {
    return new CompileOptions(workers, products, donations, optimize);
  }

  /** These options with or without optimisation. */
  public CompileOptions withOptimize(boolean optimize) {
    return new CompileOptions(workers, products, donations, optimize);
  }
}
