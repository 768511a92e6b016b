package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The meaning of a loop, by the reference interpreter: every value of the body is a tensor of rows
 * and places, and every step an operation on such. Each output must write each of its elements
 * exactly once.
 */
final class LoopEvaluator {
  private final LoopBody body;
  private final LoopGeometry geometry;
  private final Shape places;
  private final List<Literal> values = new ArrayList<>();

  private LoopEvaluator(LoopBody body, LoopGeometry geometry) {
    this.body = body;
    this.geometry = geometry;
    this.places = Shape.of((int) geometry.rows(), (int) geometry.inner());
  }

  /**
   * Runs a loop.
   *
   * @param inputs what lies behind each input
   * @param types the type of what each output writes
   */
  static List<Literal> run(
      LoopBody body, LoopGeometry geometry, List<Literal> inputs, List<TensorType> types) {
    LoopEvaluator evaluator = new LoopEvaluator(body, geometry);
    for (int i = 0; i < inputs.size(); i++) {
      evaluator.values.add(evaluator.load(i, inputs.get(i)));
    }
    for (LoopBody.Step step : body.steps()) {
      evaluator.values.add(evaluator.compute(step));
    }
    List<Literal> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      outputs.add(evaluator.store(i, types.get(i)));
    }
    return outputs;
  }

  private int place(int operand, int row, int column) {
    LoopGeometry.Layout layout = geometry.layouts().get(operand);
    long at = layout.offset();
    long rest = row;
    for (int axis = geometry.outer().size() - 1; axis >= 0; axis--) {
      at += rest % geometry.outer().get(axis) * layout.strides().get(axis);
      rest /= geometry.outer().get(axis);
    }
    return Math.toIntExact(at + column);
  }

  private Literal load(int input, Literal memory) {
    boolean lanes = body.inputs().get(input).level() == Level.LANES;
    Elements loaded = new Elements(new TensorType(body.dtype(input), places));
    for (int i = 0; i < loaded.size(); i++) {
      int row = i / places.extent(1);
      int column = i % places.extent(1);
      loaded.set(i, memory, place(input, row, lanes ? column : 0));
    }
    return loaded.toLiteral();
  }

  private Literal compute(LoopBody.Step step) {
    return switch (step) {
      case LoopBody.Compute compute ->
          Interpreter.apply(
                  compute.op(), compute.operands().stream().mapToObj(values::get).toList())
              .getFirst();
      case LoopBody.Fold fold -> {
        Literal folded = reduce(fold.kind(), values.get(fold.operand()), 1);
        yield Interpreter.apply(new Movement.BroadcastInDim(places, Ints.of(0)), List.of(folded))
            .getFirst();
      }
    };
  }

  private static Literal reduce(Reduction.Kind kind, Literal x, int axis) {
    return Interpreter.apply(new Reduction.Reduce(kind, Ints.of(axis)), List.of(x)).getFirst();
  }

  private Literal store(int output, TensorType type) {
    LoopBody.Output written = body.outputs().get(output);
    Literal value = values.get(written.value());
    Elements memory = new Elements(type);
    int operand = body.inputs().size() + output;
    switch (written) {
      case LoopBody.Store _ -> {
        for (int i = 0; i < value.size(); i++) {
          int at = place(operand, i / places.extent(1), i % places.extent(1));
          memory.setOnce(at, value, i);
        }
      }
      case LoopBody.StoreRow _ -> {
        for (int row = 0; row < places.extent(0); row++) {
          memory.setOnce(place(operand, row, 0), value, row * places.extent(1));
        }
      }
      case LoopBody.FoldRows fold ->
          rowsByPlace(operand)
              .forEach(
                  (place, rows) -> {
                    Literal folded = reduce(fold.kind(), select(value, rows), 0);
                    for (int column = 0; column < folded.size(); column++) {
                      memory.setOnce(place + column, folded, column);
                    }
                  });
    }
    memory.requireComplete();
    return memory.toLiteral();
  }

  /** The rows, in order, that belong to each place in an operand's memory. */
  private Map<Integer, List<Integer>> rowsByPlace(int operand) {
    Map<Integer, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < places.extent(0); row++) {
      rows.computeIfAbsent(place(operand, row, 0), _ -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  private static Literal select(Literal value, List<Integer> rows) {
    int inner = value.type().shape().extent(1);
    Elements selected = new Elements(TensorType.of(value.type().dtype(), rows.size(), inner));
    for (int i = 0; i < selected.size(); i++) {
      selected.set(i, value, rows.get(i / inner) * inner + i % inner);
    }
    return selected.toLiteral();
  }

  /** A tensor that is being written. */
  private static final class Elements {
    private final TensorType type;
    private final double[] reals;
    private final long[] integers;
    private final BitSet written = new BitSet();

    Elements(TensorType type) {
      this.type = type;
      this.reals = new double[Math.toIntExact(type.size())];
      this.integers = new long[reals.length];
    }

    int size() {
      return reals.length;
    }

    void set(int index, Literal from, int fromIndex) {
      DType dtype = from.type().dtype();
      if (dtype != type.dtype()) {
        throw new IllegalStateException(dtype + " is not of " + type);
      }
      if (dtype.isFloating()) {
        reals[index] = from.real(fromIndex);
      } else {
        integers[index] = from.integer(fromIndex);
      }
    }

    void setOnce(int index, Literal from, int fromIndex) {
      if (written.get(index)) {
        throw new IllegalStateException("element " + index + " of " + type + " is written twice");
      }
      written.set(index);
      set(index, from, fromIndex);
    }

    void requireComplete() {
      if (written.cardinality() != size()) {
        throw new IllegalStateException(type + " is not written in full");
      }
    }

    Literal toLiteral() {
      return type.dtype().isFloating()
          ? Literal.ofReals(type, reals)
          : Literal.ofIntegers(type, integers);
    }
  }
}
