package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.fusion.Boundary;
import dev.lanewise.graph.compile.fusion.FusionPlan;
import dev.lanewise.graph.compile.fusion.Item;
import dev.lanewise.graph.compile.fusion.Read;
import dev.lanewise.graph.compile.fusion.Region;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.compile.tier.TieredLoop;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise.Iota;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.kernels.Reduce;
import dev.lanewise.kernels.ReducePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers a graph that has been divided into regions and single nodes: a region to the epilogue of a
 * product, or else to one loop, and to a reduction for each output of which the chunks of the loop
 * compute parts.
 */
final class RegionLowering {
  /** The lines of iotas, by element type and length. */
  private record Line(DType dtype, int length) {}

  private final Lowering lowering;
  private final List<Item> items;
  private final Loops loops;
  private final Set<Value> donated;
  private final EpilogueChoice products;
  private final Map<Value, List<Boundary>> boundaries = new HashMap<>();
  private final Map<Line, Buffer> lines = new HashMap<>();

  /**
   * @param donated the values of results that take a donated parameter's memory
   */
  RegionLowering(Lowering lowering, FusionPlan plan, Loops loops, Set<Value> donated) {
    this.lowering = lowering;
    this.loops = loops;
    this.donated = donated;
    this.products = EpilogueChoice.of(plan);
    for (Boundary boundary : plan.boundaries()) {
      boundaries.computeIfAbsent(boundary.value(), _ -> new ArrayList<>()).add(boundary);
    }
    this.items = plan.items();
  }

  void lower() {
    for (Item item : items) {
      switch (item) {
        case Item.Single(Node node) when products.isDeferred(node) -> {}
        case Item.Single(Node node) -> lowering.lower(node);
        case Item.Fused(Region region) -> lower(region);
      }
    }
  }

  /** On the tiles of a product, if that is possible; otherwise by itself. */
  private void lower(Region region) {
    Node product = products.before(region);
    if (product != null) {
      fillOtherInputs(region, product.result());
      lowering.lower(product);
      if (lowering.last() instanceof ProductCall call && runsOnTiles(region, product, call)) {
        return;
      }
    }
    if (isOneKernel(region)) {
      lowering.lower(region.nodes().getFirst());
    } else {
      lowerLoop(region);
    }
  }

  /**
   * What a region reads besides the product may have to be filled first, which takes a call of its
   * own. The epilogue takes the place of the last call, so that must be the product's.
   */
  private void fillOtherInputs(Region region, Value product) {
    for (Read read : region.inputs()) {
      if (read.value() != product) {
        buffer(read);
      }
    }
  }

  private boolean runsOnTiles(Region region, Node product, ProductCall call) {
    int input = EpilogueChoice.inputOf(region, product.result());
    LoopGeometry geometry =
        ResultGeometry.of(region.geometry(), region.body(), call.product(), input);
    if (geometry == null || lowering.dense(product.result()) != call.result()) {
      return false;
    }
    TieredLoop loop = tiered(region.body());
    loop.sized(call.product().n());
    List<Buffer> buffers = new ArrayList<>();
    region.inputs().forEach(read -> buffers.add(buffer(read)));
    int inPlace = writtenInPlace(region, loop.schedule(), product.result(), input);
    for (int j = 0; j < region.outputs().size(); j++) {
      Value value = region.outputs().get(j);
      if (j == inPlace) {
        lowering.define(value, new Operand(call.result(), 1, value.dtype().bytes()));
      }
      buffers.add(output(value));
    }
    LoopEpilogue.Kernels kernels =
        loops == Loops.TILES
            ? (_, _) -> loop.tiles()
            : (rows, columns) -> {
              loop.called(rows, columns);
              return loop.current();
            };
    lowering.replaceLast(
        call.withEpilogue(
            new LoopEpilogue(region.nodes(), loop.schedule(), kernels, geometry, buffers)));
    return true;
  }

  /**
   * The output that may take the place of the product's result, or -1. A result that is to take a
   * donated parameter's memory had better be written there at once.
   */
  private int writtenInPlace(Region region, LoopSchedule schedule, Value product, int input) {
    if (!products.isReadOnceOnly(product) || lowering.isResult(product)) {
      return -1;
    }
    for (int j = 0; j < region.outputs().size(); j++) {
      Value value = region.outputs().get(j);
      if (region.writesInOrder(j)
          && schedule.mayOverwrite(input, j)
          && value.type().size() == product.type().size()
          && !lowering.isDefined(value)
          && !donated.contains(value)) {
        return j;
      }
    }
    return -1;
  }

  private TieredLoop tiered(LoopBody body) {
    TieredLoop loop = TieredLoop.of(body);
    if (loops == Loops.TIERED) {
      lowering.addTiered(loop);
    }
    return loop;
  }

  /** One operation on operands as they lie has a kernel already, compiled once for all graphs. */
  private static boolean isOneKernel(Region region) {
    if (region.nodes().size() != 1) {
      return false;
    }
    Node node = region.nodes().getFirst();
    Set<Value> read = new HashSet<>();
    for (Read input : region.inputs()) {
      if (input.form() == Read.Form.LINE) {
        return false;
      }
      read.add(input.value());
    }
    return region.outputs().equals(node.results()) && read.equals(new HashSet<>(node.operands()));
  }

  private void lowerLoop(Region region) {
    LoopBody body = region.body();
    TieredLoop loop = tiered(body);
    LoopChunks chunks = LoopChunks.of(loop.schedule(), region.geometry());
    loop.sized(chunks.length(0));
    Map<Buffer, String> reasons = new HashMap<>();
    List<Buffer> inputs = new ArrayList<>();
    for (Read read : region.inputs()) {
      Buffer buffer = buffer(read);
      inputs.add(buffer);
      reasons.put(buffer, reason(read.value(), region));
    }
    List<Buffer> outputs = new ArrayList<>();
    List<KernelCall> reductions = new ArrayList<>();
    for (int j = 0; j < body.outputs().size(); j++) {
      Value value = region.outputs().get(j);
      Buffer whole = output(value);
      if (chunks.isPartial(body.outputs().get(j))) {
        ReducePlan combination = combination(body, body.outputs().get(j), chunks);
        Buffer parts = new Buffer(whole.label() + " parts", partBytes(body, j, chunks));
        reductions.addAll(ReduceCall.phases(producer(value), combination, parts, whole));
        whole = parts;
      }
      outputs.add(whole);
    }
    lowering.add(
        new LoopCall(
            region.nodes(),
            loop,
            loops == Loops.TILES,
            region.geometry(),
            chunks,
            inputs,
            outputs,
            reasons,
            List.of()));
    reductions.forEach(lowering::add);
  }

  /** Where a value's elements go: its parts may come from several loops. */
  private Buffer output(Value value) {
    return lowering.isDefined(value)
        ? lowering.operand(value).buffer()
        : lowering.define(value).buffer();
  }

  private static Node producer(Value value) {
    Node node = value.node();
    if (node == null) {
      throw new IllegalStateException("a parameter is no result of a loop: " + value);
    }
    return node;
  }

  private static long partBytes(LoopBody body, int output, LoopChunks chunks) {
    long elements =
        body.outputs().get(output) instanceof FoldRows
            ? chunks.count() * chunks.inner()
            : chunks.rows() * chunks.blocksPerRow();
    return elements * body.operandType(body.inputs().size() + output).bytes();
  }

  /** The reduction of the parts that chunks write of an output. */
  private static ReducePlan combination(LoopBody body, LoopBody.Output output, LoopChunks chunks) {
    if (output instanceof FoldRows fold) {
      long[] extents = {chunks.groups(), chunks.parts(), chunks.inner()};
      return plan(fold.kind(), body, output.value(), extents, 1);
    }
    Fold fold = (Fold) body.step(output.value());
    return plan(
        fold.kind(), body, output.value(), new long[] {chunks.rows(), chunks.blocksPerRow()}, 1);
  }

  private static ReducePlan plan(
      Reduction.Kind kind, LoopBody body, int value, long[] extents, int axis) {
    return Reduce.plan(
        KernelNames.of(kind), KernelNames.of(body.dtype(value)), extents, new int[] {axis});
  }

  private Buffer buffer(Read read) {
    return switch (read.form()) {
      case DENSE -> lowering.dense(read.value());
      case ELEMENT -> lowering.operand(read.value()).buffer();
      case LINE -> line(read.value());
    };
  }

  private Buffer line(Value value) {
    if (!(value.op() instanceof Iota(var type, int axis))) {
      throw new IllegalStateException("only an iota is read as a line: " + value);
    }
    return lines.computeIfAbsent(
        new Line(type.dtype(), type.shape().extent(axis)),
        line -> lowering.line(producer(value), line.dtype(), line.length()));
  }

  /** Why a value was not computed where it is used, for people. */
  private String reason(Value value, Region region) {
    Set<Node> nodes = new HashSet<>(region.nodes());
    return String.join(
        "; ",
        boundaries.getOrDefault(value, List.of()).stream()
            .filter(boundary -> nodes.contains(boundary.consumer()))
            .map(Boundary::reason)
            .distinct()
            .toList());
  }
}
