package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.fusion.FusionLimits;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Indexing.OutOfBounds;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Picks of one element a row, and additions to one element a row, without memory between them and
 * the loops that compute or use the rows.
 *
 * <p>What is picked from elements that are computed one by one is computed from what is picked of
 * their operands: {@code log-softmax(z)[label]} is {@code z[label] - shift - log(sum)}. This ends
 * at a value that is in memory anyway, where a gather of one element a row costs next to nothing,
 * or at one that a loop computes. There the loop picks while it walks the row, by comparing each
 * place's number with the index: three operations an element, less than to store it.
 */
final class RowPicks {
  /** Indices that must lie in rows of a length. */
  private record Bounded(Value indices, int length) {}

  private static final FusionLimits LIMITS = FusionLimits.defaults();

  /** A longer chain costs more for an element than to pick it while a row is walked. */
  private static final int DEEPEST = 8;

  private final GraphBuilder builder;

  /** The same indices as whoever uses them knows that they do, or the step ends with an error. */
  private final Map<Bounded, Value> checked = new HashMap<>();

  private final List<String> notes = new ArrayList<>();

  RowPicks(GraphBuilder builder) {
    this.builder = builder;
  }

  /** What was decided, for people. */
  List<String> notes() {
    return notes;
  }

  /** A gather from an array, written otherwise if that is better. */
  Value gather(Indexing.Gather op, Value array, Value indices) {
    return gather(op, array, indices, 0);
  }

  /** The same for what is left after so many operations were taken off an array. */
  private Value gather(Indexing.Gather op, Value array, Value indices, int depth) {
    RowPick pick = RowPick.of(op, array, indices);
    // What is left out is zero whatever the operands, and so not computed from theirs.
    if (pick == null || pick.mode() == OutOfBounds.DROP) {
      return builder.add(op, array, indices);
    }
    Node node = array.node();
    if (node == null || isInMemory(node) || (depth == 0 && node.op() instanceof DotGeneral)) {
      note(op, pick, "gathered from memory, where the array lies anyway");
      return gatherFromMemory(op, pick, array, indices);
    }
    Value full = isElementwise(node) && depth < DEEPEST ? onlyFull(node, pick) : null;
    if (full != null) {
      return fromOperands(node, full, gather(op, full, indices, depth + 1), pick);
    }
    long bytes = pick.length() * (long) pick.array().dtype().bytes();
    if (bytes > LIMITS.foldedRowBytes()) {
      note(op, pick, "gathered from memory, for a row of %,d bytes is long".formatted(bytes));
      return gatherFromMemory(op, pick, array, indices);
    }
    note(op, pick, "picked by the loop that walks the rows");
    return pick.fold(builder, array, pick.isPicked(builder, inside(pick, indices)));
  }

  private Value gatherFromMemory(Indexing.Gather op, RowPick pick, Value array, Value indices) {
    if (pick.mode() == OutOfBounds.ERROR) {
      checked.put(new Bounded(indices, pick.length()), indices);
    }
    return builder.add(op, array, indices);
  }

  /** The operand that is not the same along each row; null if there is none, or several. */
  private static @Nullable Value onlyFull(Node node, RowPick pick) {
    Value full = null;
    for (Value operand : node.operands()) {
      if (operand != full && !pick.isSameAlongRows(operand)) {
        if (full != null) {
          return null;
        }
        full = operand;
      }
    }
    return full != null && full.dtype() != DType.BF16 ? full : null;
  }

  private Value fromOperands(Node node, Value full, Value element, RowPick pick) {
    List<Value> operands = new ArrayList<>();
    for (Value operand : node.operands()) {
      operands.add(operand == full ? element : pick.repeated(builder, operand));
    }
    return builder.add(node.op(), operands).getFirst();
  }

  /** Additions to an array, written otherwise if each row of equal elements has one. */
  Value scatterAdd(Indexing.ScatterAdd op, Value array, Value indices, Value updates) {
    RowPick pick = RowPick.of(op, array, indices);
    Value element = elementOf(array);
    if (pick == null || element == null) {
      return builder.add(op, array, indices, updates);
    }
    note(op, pick, "computed by the loops that read the result");
    Value isPicked = pick.isPicked(builder, inside(pick, indices));
    return pick.plus(builder, element, updates, isPicked);
  }

  /** The element that an array repeats, or null. */
  private static @Nullable Value elementOf(Value array) {
    Node node = array.node();
    boolean repeats =
        node != null
            && node.op() instanceof Movement.BroadcastInDim
            && node.operand(0).shape().isScalar();
    return repeats ? node.operand(0) : null;
  }

  /** The indices, which lie in the rows if they must, or the step ends with an error. */
  private Value inside(RowPick pick, Value indices) {
    return pick.mode() != OutOfBounds.ERROR
        ? indices
        : checked.computeIfAbsent(
            new Bounded(indices, pick.length()), _ -> pick.checked(builder, indices));
  }

  private void note(Indexing op, RowPick pick, String decision) {
    notes.add("%s, one element a row of %s: %s".formatted(op.mnemonic(), pick.array(), decision));
  }

  private static boolean isElementwise(Node node) {
    return switch (node.op()) {
      case Unary _, Binary _, Comparison _ -> true;
      case Elementwise _ -> !node.operands().isEmpty();
      case Movement _,
          Reduction _,
          DotGeneral _,
          Convolution _,
          Windowed _,
          Indexing _,
          RandomBits _ ->
          false;
    };
  }

  /**
   * Whether a node runs by itself, and so writes what it computes. Of a product that is not known:
   * the loop that walks its rows may do so on its tiles, if nothing else reads them before.
   */
  private static boolean isInMemory(Node node) {
    return switch (node.op()) {
      case Convolution _, Windowed _, Indexing _, RandomBits _, Reduction.ArgReduce _ -> true;
      case Movement.Pad _,
          Movement.Concat _,
          Movement.DynamicSlice _,
          Movement.DynamicUpdateSlice _ ->
          true;
      case Movement.Reshape _ -> {
        Node reshaped = node.operand(0).node();
        yield reshaped == null || isInMemory(reshaped);
      }
      case Elementwise.Constant _ -> true;
      case Unary _, Binary _, Comparison _, Elementwise _ -> false;
      case Movement _, Reduction.Reduce _, DotGeneral _ -> false;
    };
  }
}
