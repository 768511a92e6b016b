package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.fusion.FusionPlan;
import dev.lanewise.graph.compile.tier.TieredLoop;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a graph into kernel calls over buffers: a call for each loop that operations are fused
 * into, one or a few for each other node, none for a reshape. A value whose elements are all equal
 * by construction (a constant, a broadcast scalar) is kept as one element until somebody needs it
 * in full; elementwise kernels do not.
 */
final class Lowering {
  private static final int LONGEST_CONSTANT_LINE = 4096;

  private final Graph graph;
  private final Products products;
  private final Loops loops;
  private final @Nullable Operand[] operands;
  private final @Nullable Buffer[] filled;
  private final List<KernelCall> calls = new ArrayList<>();
  private final List<Schedule.Constant> constants = new ArrayList<>();
  private final List<TieredLoop> tiered = new ArrayList<>();

  private Lowering(Graph graph, Products products, Loops loops) {
    this.graph = graph;
    this.products = products;
    this.loops = loops;
    this.operands = new Operand[graph.valueCount()];
    this.filled = new Buffer[graph.valueCount()];
  }

  /**
   * Lowers a graph.
   *
   * @param donorOfResult for each result the parameter whose memory it takes, or -1
   */
  static Schedule lower(Graph graph, Products products, Loops loops, int[] donorOfResult) {
    return new Lowering(graph, products, loops).lower(donorOfResult);
  }

  private Schedule lower(int[] donorOfResult) {
    List<Buffer> parameters = new ArrayList<>();
    for (Value parameter : graph.parameters()) {
      parameters.add(define(parameter).buffer());
    }
    if (loops == Loops.NONE) {
      graph.nodes().forEach(this::lower);
    } else {
      new RegionLowering(this, FusionPlan.of(graph), loops, donated(donorOfResult)).lower();
    }
    List<Buffer> results = results(parameters, donorOfResult);
    return new Schedule(graph, calls, parameters, results, constants, tiered);
  }

  /** The values of the results that take a donated parameter's memory. */
  private Set<Value> donated(int[] donorOfResult) {
    Set<Value> donated = new HashSet<>();
    for (int j = 0; j < donorOfResult.length; j++) {
      if (donorOfResult[j] >= 0) {
        donated.add(graph.results().get(j));
      }
    }
    return donated;
  }

  /** Every result in a buffer of its own; a value named twice, or not computed here, is copied. */
  private List<Buffer> results(List<Buffer> parameters, int[] donorOfResult) {
    Set<Buffer> taken = new HashSet<>(parameters);
    constants.forEach(constant -> taken.add(constant.buffer()));
    List<Buffer> results = new ArrayList<>();
    for (int j = 0; j < graph.results().size(); j++) {
      Buffer buffer = dense(graph.results().get(j));
      boolean unchanged = donorOfResult[j] >= 0 && parameters.get(donorOfResult[j]) == buffer;
      if (!unchanged && !taken.add(buffer)) {
        Buffer copy = new Buffer("copy of " + buffer.label(), buffer.bytes());
        calls.add(new MoveCall(List.of(), buffer, copy));
        buffer = copy;
      }
      results.add(buffer);
    }
    return results;
  }

  /** Lowers a node by itself. */
  void lower(Node node) {
    if (node.results().stream().allMatch(result -> result.type().size() == 0)) {
      // Nothing to compute, and no kernel need think of it.
      node.results().forEach(result -> define(result, zero(result.dtype())));
      return;
    }
    switch (node.op()) {
      case Unary op -> new ElementwiseLowering(this, node).lower(op);
      case Binary op -> new ElementwiseLowering(this, node).lower(op);
      case Comparison op -> new ElementwiseLowering(this, node).lower(op);
      case Elementwise op -> lower(op, node);
      case Movement op -> lower(op, node);
      case Reduction op -> lower(op, node);
      case DotGeneral op -> new ContractionLowering(this, op, node).lower();
      case Convolution op -> new SpatialLowering(this, node).lower(op);
      case Windowed op -> new SpatialLowering(this, node).lower(op);
      case Indexing op -> lower(op, node);
      case RandomBits _ -> randomBits(node);
    }
  }

  private void lower(Elementwise op, Node node) {
    switch (op) {
      case Elementwise.Polygamma polygamma -> new ElementwiseLowering(this, node).lower(polygamma);
      case Elementwise.Select select -> new ElementwiseLowering(this, node).lower(select);
      case Elementwise.Clamp clamp -> new ElementwiseLowering(this, node).lower(clamp);
      case Elementwise.Convert convert -> new ElementwiseLowering(this, node).lower(convert);
      case Elementwise.Iota iota -> new MovementLowering(this, node).lower(iota);
      case Elementwise.Constant constant -> define(node.result(), constant(constant.value()));
    }
  }

  private void lower(Movement op, Node node) {
    MovementLowering movement = new MovementLowering(this, node);
    switch (op) {
      case Movement.BroadcastInDim broadcast -> movement.lower(broadcast);
      case Movement.Reshape _ -> movement.reshape();
      case Movement.Transpose transpose -> movement.lower(transpose);
      case Movement.Slice slice -> movement.lower(slice);
      case Movement.Pad pad -> movement.lower(pad);
      case Movement.Concat concat -> movement.lower(concat);
      case Movement.Reverse reverse -> movement.lower(reverse);
      case Movement.DynamicSlice slice -> movement.lower(slice);
      case Movement.DynamicUpdateSlice _ -> movement.dynamicUpdateSlice();
    }
  }

  private void randomBits(Node node) {
    Operand key = operand(node.operand(0));
    Operand bits = define(node.result());
    add(new RandomBitsCall(node, key, bits, ElementwiseLowering.chunks(node.result().type())));
  }

  private void lower(Reduction op, Node node) {
    switch (op) {
      case Reduction.Reduce reduce -> ReductionLowering.lower(this, reduce, node);
      case Reduction.ArgReduce reduce -> ReductionLowering.lower(this, reduce, node);
    }
  }

  private void lower(Indexing op, Node node) {
    IndexingLowering indexing = new IndexingLowering(this, node);
    switch (op) {
      case Indexing.Gather gather -> indexing.lower(gather);
      case Indexing.ScatterAdd scatter -> indexing.lower(scatter);
    }
  }

  /** Computes a node by the reference interpreter. */
  void interpret(Node node) {
    List<Buffer> reads = node.operands().stream().map(this::dense).toList();
    List<Buffer> writes = node.results().stream().map(v -> define(v).buffer()).toList();
    add(new InterpretedCall(node, reads, writes));
  }

  Products products() {
    return products;
  }

  void add(KernelCall call) {
    calls.add(call);
  }

  /** The call added last, or null if there is none. */
  @Nullable KernelCall last() {
    return calls.isEmpty() ? null : calls.getLast();
  }

  /** Puts a call in the place of the one added last. */
  void replaceLast(KernelCall call) {
    calls.set(calls.size() - 1, call);
  }

  /** Has a kernel generated for a loop. */
  void addTiered(TieredLoop loop) {
    tiered.add(loop);
  }

  /** Whether a value is a result of the graph. */
  boolean isResult(Value value) {
    return graph.results().contains(value);
  }

  /** Whether a value has been lowered. */
  boolean isDefined(Value value) {
    return operands[value.id()] != null;
  }

  /** How a value lowered before is at hand; constants are as soon as anybody asks. */
  Operand operand(Value value) {
    Operand operand = operands[value.id()];
    if (operand == null && value.op() instanceof Elementwise.Constant constant) {
      operand = constant(constant.value());
      define(value, operand);
    }
    if (operand == null) {
      throw new IllegalStateException(value + " is used before it is computed");
    }
    return operand;
  }

  /** All elements of a value in a buffer. */
  Buffer dense(Value value) {
    Operand operand = operand(value);
    if (!operand.isSplat() || value.type().size() == 1) {
      return operand.buffer();
    }
    Buffer buffer = filled[value.id()];
    if (buffer == null) {
      buffer = newBuffer(value);
      add(new FillCall(nodesOf(value), operand, buffer));
      filled[value.id()] = buffer;
    }
    return buffer;
  }

  private static List<Node> nodesOf(Value value) {
    Node node = value.node();
    return node == null ? List.of() : List.of(node);
  }

  /** Gives a value a buffer for all its elements. */
  Operand define(Value value) {
    Operand operand = new Operand(newBuffer(value), 1, value.dtype().bytes());
    define(value, operand);
    return operand;
  }

  /** Gives a value a buffer for one element that stands for all. */
  Operand defineSplat(Value value) {
    int width = value.dtype().bytes();
    Operand operand = new Operand(new Buffer("%" + value.id(), width), 0, width);
    define(value, operand);
    return operand;
  }

  /** Says how a value is at hand. */
  void define(Value value, Operand operand) {
    operands[value.id()] = operand;
  }

  /** A buffer for all elements of a value. */
  static Buffer newBuffer(Value value) {
    return new Buffer("%" + value.id(), value.type().bytes());
  }

  /** A buffer for what a node needs on its way to its result. */
  static Buffer scratch(Node node, long bytes) {
    return new Buffer("%" + node.result().id() + " scratch", bytes);
  }

  /** A constant, as one element if all are equal. */
  Operand constant(Literal literal) {
    boolean splat = literal.size() > 0 && literal.isSplat();
    int count = splat ? 1 : literal.size();
    int width = literal.type().dtype().bytes();
    Buffer buffer = new Buffer("const" + constants.size(), (long) count * width);
    constants.add(new Schedule.Constant(buffer, literal, count));
    return new Operand(buffer, splat ? 0 : 1, width);
  }

  /** {@code 0, 1, 2, ...}: computed once if short, otherwise in every step. */
  Buffer line(Node node, DType dtype, int length) {
    TensorType type = TensorType.of(dtype, length);
    if (length <= LONGEST_CONSTANT_LINE) {
      Literal counts =
          dtype.isFloating()
              ? Literal.ofReals(type, IntStream.range(0, length).asDoubleStream().toArray())
              : Literal.ofIntegers(type, LongStream.range(0, length).toArray());
      return constant(counts).buffer();
    }
    Buffer buffer = new Buffer("0 to " + (length - 1), type.bytes());
    add(new IotaCall(node, KernelNames.of(dtype), buffer, ElementwiseLowering.chunks(type)));
    return buffer;
  }

  /** Zero for all elements. */
  Operand zero(DType dtype) {
    return constant(Literal.scalar(dtype, 0));
  }
}
