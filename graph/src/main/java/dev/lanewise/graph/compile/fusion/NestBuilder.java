package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.ir.Ints;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which axes of a loop make up its rows, so that every operand's elements lie side by side
 * along a row or are one for all, and makes one axis of neighbours wherever memory allows.
 */
final class NestBuilder {
  private final Space space;
  private final List<Placement> placements = new ArrayList<>();
  private final List<BodyBuilder.@Nullable Input> inputOf = new ArrayList<>();
  private final List<BodyBuilder.Output> outputs;
  private final int inputCount;

  /** The axes that make up a row, outermost first. */
  private final Ints row;

  /** The axes of an element that rows are combined into, besides those of a row. */
  private final Ints kept;

  /** The axes that make up no row: first those that are kept, so that what is combined adjoins. */
  private final Ints outer;

  NestBuilder(BodyBuilder body, CoordinateSearch search) throws Refusal {
    this.space = search.space();
    this.outputs = body.outputs();
    this.inputCount = body.inputs().size();
    for (BodyBuilder.Input input : body.inputs()) {
      placements.add(input.placement());
      inputOf.add(input);
    }
    for (BodyBuilder.Output output : outputs) {
      placements.add(output.placement());
      inputOf.add(null);
    }
    Ints axes = space.axes();
    Ints wanted = wantedRow(body, search);
    this.row = wanted == null ? longestRow(axes) : inOrder(wanted);
    this.kept = keptAxes();
    this.outer = kept.concat(without(without(axes, row), kept));
    for (int operand = 0; operand < placements.size(); operand++) {
      requireSideBySide(operand);
    }
    for (BodyBuilder.Output output : outputs) {
      requireFits(output);
    }
  }

  /** The axes that reductions make the row, or null if there are none. */
  private @Nullable Ints wantedRow(BodyBuilder body, CoordinateSearch search) throws Refusal {
    if (body.folds()) {
      return search.row();
    }
    for (BodyBuilder.Output output : outputs) {
      if (output.foldsRows()) {
        return sideBySide(output.places(), output.placement());
      }
    }
    return null;
  }

  /** The axes that all outputs that combine rows have besides those of a row, outermost first. */
  private Ints keptAxes() {
    for (BodyBuilder.Output output : outputs) {
      if (output.foldsRows()) {
        Comparator<Integer> order = Comparator.comparingLong(output.placement()::stride);
        return Ints.of(
            without(output.places(), row).stream()
                .boxed()
                .sorted(order.reversed())
                .mapToInt(axis -> axis)
                .toArray());
      }
    }
    return Ints.of();
  }

  private static Ints without(Ints axes, Ints others) {
    return Ints.of(axes.stream().filter(axis -> !others.contains(axis)).toArray());
  }

  private static boolean sameAxes(Ints some, Ints others) {
    return some.size() == others.size() && some.allMatch(others::contains);
  }

  /** As many axes as lie side by side in all operands. */
  private Ints longestRow(Ints axes) throws Refusal {
    if (axes.isEmpty()) {
      return axes;
    }
    Placement whole = null;
    for (BodyBuilder.Output output : outputs) {
      if (sameAxes(output.places(), axes)) {
        whole = output.placement();
        break;
      }
    }
    if (whole == null) {
      throw new Refusal("no output has an element for each place of the loop");
    }
    return sideBySide(axes, whole);
  }

  /** As many of some axes as lie side by side in all operands, from the innermost of one on. */
  private Ints sideBySide(Ints axes, Placement whole) throws Refusal {
    List<Integer> found = new ArrayList<>();
    long size = 1;
    while (found.size() < axes.size()) {
      int next = neighbour(axes, whole, size);
      if (next < 0 || !(found.isEmpty() || extendsRow(found, size, next))) {
        break;
      }
      found.addFirst(next);
      size *= space.extent(next);
    }
    if (found.isEmpty()) {
      throw new Refusal("no axis lies side by side in the result");
    }
    return Ints.of(found.stream().mapToInt(axis -> axis).toArray());
  }

  private static int neighbour(Ints axes, Placement placement, long stride) {
    for (int i = 0; i < axes.size(); i++) {
      if (placement.stride(axes.get(i)) == stride) {
        return axes.get(i);
      }
    }
    return -1;
  }

  private boolean extendsRow(List<Integer> row, long size, int axis) {
    int inner = row.getLast();
    for (Placement placement : placements) {
      long stride = placement.stride(inner);
      if (placement.stride(axis) != (stride == 0 ? 0 : stride * size)) {
        return false;
      }
    }
    return true;
  }

  /** Axes in the order in which they lie in an operand that has them all. */
  private Ints inOrder(Ints wanted) {
    for (Placement placement : placements) {
      if (wanted.allMatch(axis -> placement.stride(axis) != 0)) {
        Comparator<Integer> order = Comparator.comparingLong(placement::stride);
        return Ints.of(
            wanted.stream().boxed().sorted(order.reversed()).mapToInt(axis -> axis).toArray());
      }
    }
    return wanted;
  }

  private void requireSideBySide(int operand) throws Refusal {
    Placement placement = placements.get(operand);
    boolean same = row.allMatch(axis -> placement.stride(axis) == 0);
    long expected = 1;
    boolean sideBySide = true;
    for (int i = row.size() - 1; i >= 0; i--) {
      sideBySide &= placement.stride(row.get(i)) == expected;
      expected *= space.extent(row.get(i));
    }
    if (!same && !sideBySide) {
      BodyBuilder.Input input = inputOf.get(operand);
      throw new Refusal(
          "elements of %s do not lie side by side along the rows of the loop"
              .formatted(
                  input != null ? input.read().value() : outputs.get(operand - inputCount).value()),
          input == null ? null : input.view());
    }
  }

  private void requireFits(BodyBuilder.Output output) throws Refusal {
    Ints places = output.places();
    if (output.foldsRows()) {
      requireDense(output);
    } else if (!sameAxes(places, outer) && !sameAxes(places, outer.concat(row))) {
      throw new Refusal(output.value() + " has fewer elements than the loop has rows");
    }
  }

  /** What rows are combined into lies densely, so that it can be combined from parts. */
  private void requireDense(BodyBuilder.Output output) throws Refusal {
    boolean fits = sameAxes(output.places(), kept.concat(row));
    long expected = space.size(row);
    for (int i = kept.size() - 1; i >= 0; i--) {
      fits &= output.placement().stride(kept.get(i)) == expected;
      expected *= space.extent(kept.get(i));
    }
    if (!fits) {
      throw new Refusal(output.value() + " is not combined over the rows of the loop");
    }
  }

  /** Whether an output has an element for each row only. */
  boolean isRow(BodyBuilder.Output output) {
    return !output.foldsRows() && !row.isEmpty() && sameAxes(output.places(), outer);
  }

  /** How often each input changes. */
  List<Level> levels() {
    return IntStream.range(0, inputCount).mapToObj(this::level).toList();
  }

  private Level level(int input) {
    Placement placement = placements.get(input);
    if (!row.allMatch(axis -> placement.stride(axis) == 0)) {
      return Level.LANES;
    }
    return outer.allMatch(axis -> placement.stride(axis) == 0) ? Level.CALL : Level.ROW;
  }

  /** The sizes and strides. */
  LoopGeometry geometry() {
    List<Long> extents = new ArrayList<>();
    List<Integer> innermost = new ArrayList<>();
    for (int i = 0; i < outer.size(); i++) {
      int axis = outer.get(i);
      int last = innermost.size() - 1;
      if (last >= 0 && isOneAxis(innermost.get(last), axis)) {
        extents.set(last, extents.get(last) * space.extent(axis));
        innermost.set(last, axis);
      } else {
        extents.add((long) space.extent(axis));
        innermost.add(axis);
      }
    }
    List<LoopGeometry.Layout> layouts =
        placements.stream()
            .map(
                p ->
                    new LoopGeometry.Layout(p.offset(), innermost.stream().map(p::stride).toList()))
            .toList();
    return new LoopGeometry(extents, space.size(row), layouts);
  }

  private boolean isOneAxis(int outerAxis, int innerAxis) {
    for (Placement placement : placements) {
      if (placement.stride(outerAxis) != placement.stride(innerAxis) * space.extent(innerAxis)) {
        return false;
      }
    }
    return true;
  }
}
