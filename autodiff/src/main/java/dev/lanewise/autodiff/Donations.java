package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.CompileOptions;
import java.util.List;
import java.util.Set;

/** Finds the results that take the memory of donated arguments. */
final class Donations {
  private final Graph graph;
  private final boolean[] taken;
  private CompileOptions options;

  private Donations(CompileOptions options, Graph graph) {
    this.options = options;
    this.graph = graph;
    this.taken = new boolean[graph.results().size()];
  }

  /**
   * Adds donations for the leaves of the donated arguments. An argument whose leaves' types occur
   * in a row among the results, as those of a state do in a step that returns the new state, is
   * matched with the first such row; of any other, each leaf with the first free result of its
   * type.
   */
  static CompileOptions add(
      CompileOptions options, Graph graph, List<Flattened<?>> arguments, Set<Integer> donated) {
    Donations donations = new Donations(options, graph);
    int from = 0;
    for (int i = 0; i < arguments.size(); i++) {
      int to = from + arguments.get(i).leaves().size();
      if (donated.contains(i)) {
        donations.donate(from, to);
      }
      from = to;
    }
    return donations.options;
  }

  private void donate(int from, int to) {
    List<TensorType> types = graph.parameterTypes().subList(from, to);
    int row = findRow(types);
    for (int i = 0; i < types.size(); i++) {
      int result = row >= 0 ? row + i : findFree(types.get(i));
      if (result >= 0) {
        taken[result] = true;
        options = options.withDonation(from + i, result);
      }
    }
  }

  private int findRow(List<TensorType> types) {
    List<TensorType> results = graph.resultTypes();
    for (int row = 0; row + types.size() <= results.size(); row++) {
      boolean free = true;
      for (int i = row; i < row + types.size(); i++) {
        free &= !taken[i];
      }
      if (free && results.subList(row, row + types.size()).equals(types)) {
        return row;
      }
    }
    return -1;
  }

  private int findFree(TensorType type) {
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i] && graph.resultTypes().get(i).equals(type)) {
        return i;
      }
    }
    return -1;
  }
}
