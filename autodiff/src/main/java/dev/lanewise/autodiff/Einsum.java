package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Einstein's summation over named axes. Every operand is brought to distinct labels (diagonals of
 * repeated ones), then operands are contracted from left to right, each label summed over as soon
 * as neither a later operand nor the result needs it.
 */
final class Einsum {
  private static final String NAME = "einsum";

  /**
   * A tensor whose axes are named: letters by their code, those of an ellipsis -1, -2 from right.
   */
  private record Named(Tensor tensor, List<Integer> labels) {
    int axis(int label) {
      return labels.indexOf(label);
    }

    Ints axes(List<Integer> which) {
      return Ints.of(which.stream().mapToInt(this::axis).toArray());
    }
  }

  private final String equation;
  private final List<Tensor> operands;
  private final TreeMap<Integer, Integer> extents = new TreeMap<>();

  private Einsum(String equation, List<Tensor> operands) {
    this.equation = equation;
    this.operands = operands;
  }

  static Tensor apply(String equation, List<Tensor> operands) {
    return new Einsum(equation, operands).contractAll();
  }

  private Tensor contractAll() {
    String compact = equation.replace(" ", "");
    int arrow = compact.indexOf("->");
    String[] terms = (arrow < 0 ? compact : compact.substring(0, arrow)).split(",", -1);
    if (terms.length != operands.size()) {
      throw error("names %d operands, given %d".formatted(terms.length, operands.size()));
    }
    if (operands.size() > 1 && !Promotion.of(operands).isNumeric()) {
      throw error("takes numbers");
    }
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      named.add(new Named(operands.get(i), labels(terms[i], operands.get(i).rank())));
    }
    named.forEach(this::learnExtents);
    List<Integer> output =
        arrow < 0 ? implicitOutput(named) : explicitOutput(compact.substring(arrow + 2));

    Named product = distinct(named.getFirst());
    for (int i = 1; i < named.size(); i++) {
      Set<Integer> needed = new HashSet<>(output);
      named.subList(i + 1, named.size()).forEach(later -> needed.addAll(later.labels()));
      product = contract(product, distinct(named.get(i)), needed);
    }
    Named summed = sumOut(product, new HashSet<>(output));
    return Shaping.permute(summed.tensor(), summed.axes(output));
  }

  private List<Integer> labels(String term, int rank) {
    int dots = term.indexOf("...");
    String letters = term.replace("...", "");
    if (!letters.chars().allMatch(Einsum::isLetter) || term.length() - letters.length() > 3) {
      throw error("'" + term + "' is not a list of letters with at most one ellipsis");
    }
    int unnamed = rank - letters.length();
    if (unnamed < 0 || (unnamed > 0 && dots < 0)) {
      throw error("'%s' does not name the axes of rank %d".formatted(term, rank));
    }
    List<Integer> labels = new ArrayList<>(letters.chars().boxed().toList());
    for (int i = 0; i < unnamed; i++) {
      labels.add(dots + i, i - unnamed);
    }
    return labels;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void learnExtents(Named operand) {
    for (int axis = 0; axis < operand.labels().size(); axis++) {
      int label = operand.labels().get(axis);
      int extent = operand.tensor().shape().extent(axis);
      int known = extents.getOrDefault(label, 1);
      if (extent != known && extent != 1 && known != 1) {
        throw error("axis %s has extents %d and %d".formatted(text(label), known, extent));
      }
      extents.put(label, known == 1 ? extent : known);
    }
  }

  /** The axes of ellipses, then the letters that occur once, in alphabetical order. */
  private List<Integer> implicitOutput(List<Named> named) {
    List<Integer> all = named.stream().flatMap(operand -> operand.labels().stream()).toList();
    return extents.keySet().stream()
        .filter(label -> label < 0 || all.indexOf(label) == all.lastIndexOf(label))
        .toList();
  }

  private List<Integer> explicitOutput(String term) {
    long ellipsis = extents.keySet().stream().filter(label -> label < 0).count();
    boolean dots = term.contains("...");
    int letters = dots ? term.length() - 3 : term.length();
    List<Integer> output = labels(term, letters + (dots ? (int) ellipsis : 0));
    if (!extents.keySet().containsAll(output) || new HashSet<>(output).size() != output.size()) {
      throw error("the result names an axis twice, or one that no operand has");
    }
    return output;
  }

  /** Takes diagonals of repeated labels, and drops axes of extent 1 that other operands widen. */
  private Named distinct(Named operand) {
    Named result = operand;
    for (int axis = 0; axis < result.labels().size(); axis++) {
      int other = result.labels().lastIndexOf(result.labels().get(axis));
      while (other > axis) {
        result = diagonal(result, axis, other);
        other = result.labels().lastIndexOf(result.labels().get(axis));
      }
    }
    for (int label : List.copyOf(result.labels())) {
      int axis = result.axis(label);
      if (result.tensor().shape().extent(axis) != extents.getOrDefault(label, 1)) {
        result = new Named(result.tensor().squeeze(axis), without(result.labels(), axis));
      }
    }
    return result;
  }

  /** Both axes in front and joined, the diagonal is every (n+1)-th element. */
  private Named diagonal(Named operand, int axis, int other) {
    Tensor x = operand.tensor();
    int n = x.extent(axis);
    if (n != x.extent(other)) {
      throw error(
          "axis %s has extents %d and %d in one operand"
              .formatted(text(operand.labels().get(axis)), n, x.extent(other)));
    }
    Tensor front = x.moveAxis(other, 0).moveAxis(axis + 1, 0).flatten(0, 1);
    Tensor diagonal = front.slice(0, 0, front.extent(0), n + 1);
    return new Named(diagonal.moveAxis(0, axis), without(operand.labels(), other));
  }

  private static List<Integer> without(List<Integer> labels, int axis) {
    List<Integer> fewer = new ArrayList<>(labels);
    fewer.remove(axis);
    return fewer;
  }

  private static Named sumOut(Named operand, Set<Integer> kept) {
    List<Integer> gone = operand.labels().stream().filter(label -> !kept.contains(label)).toList();
    if (gone.isEmpty()) {
      return operand;
    }
    Tensor sum = operand.tensor().sum(operand.axes(gone).toArray());
    return new Named(sum, operand.labels().stream().filter(kept::contains).toList());
  }

  private static Named contract(Named first, Named second, Set<Integer> needed) {
    Named left = sumOut(first, union(needed, second.labels()));
    Named right = sumOut(second, union(needed, first.labels()));
    List<Integer> shared = left.labels().stream().filter(right.labels()::contains).toList();
    List<Integer> batch = shared.stream().filter(needed::contains).toList();
    List<Integer> summed = shared.stream().filter(label -> !needed.contains(label)).toList();
    Tensor product =
        Contractions.contract(
            left.tensor(),
            right.tensor(),
            left.axes(summed),
            right.axes(summed),
            left.axes(batch),
            right.axes(batch));
    List<Integer> labels = new ArrayList<>(batch);
    left.labels().stream().filter(label -> !shared.contains(label)).forEach(labels::add);
    right.labels().stream().filter(label -> !shared.contains(label)).forEach(labels::add);
    return new Named(product, labels);
  }

  private static Set<Integer> union(Set<Integer> some, List<Integer> others) {
    Set<Integer> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static String text(int label) {
    return label < 0 ? "... " + label : "'" + (char) label + "'";
  }

  private RuntimeException error(String detail) {
    String types = Arrays.toString(operands.stream().map(Tensor::type).toArray());
    return Errors.op(NAME, "\"%s\": %s; given %s".formatted(equation, detail, types), operands);
  }
}
