package dev.lanewise.graph.compile;

import static dev.lanewise.graph.compile.InterpretedLoop.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopGeometry.Layout;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.runtime.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Epilogues of products: over every tile once, and the same bits as after the whole product. */
class ProductEpilogueTest {
  /** Cut by columns, by rows, by neither; batches in bands, in groups, one by one. */
  private static final List<Product> PRODUCTS =
      List.of(
          product(DType.F32, 1, 64, 512, 128),
          product(DType.F32, 1, 401, 40, 129),
          product(DType.F64, 1, 100, 131, 160),
          product(DType.F32, 1, 7, 5, 3),
          product(DType.F32, 50, 24, 17, 64),
          product(DType.F64, 2, 130, 131, 128));

  private static Product product(DType dtype, int batch, int m, int n, int k) {
    MatrixView left = new MatrixView(false, k, (long) m * k);
    return new Product(dtype, batch, m, n, k, left, new MatrixView(false, n, (long) k * n));
  }

  /** Memory, buffers in it, and the product over the first two of them. */
  private static final class Bench {
    final Arena arena = Arena.ofShared();
    final MemorySegment slab = arena.allocate(64 << 20, 64);
    final SplittableRandom random = new SplittableRandom(5);
    final Product product;
    final ProductCall call;
    final Node node;
    private long end;

    Bench(Products products, Product product) {
      this.product = product;
      int batch = product.batch();
      GraphBuilder b = new GraphBuilder();
      DotGeneral dot = new DotGeneral(Ints.of(2), Ints.of(1), Ints.of(0), Ints.of(0));
      this.node =
          b.add(
                  dot,
                  b.parameter(TensorType.of(product.dtype(), batch, product.m(), product.k())),
                  b.parameter(TensorType.of(product.dtype(), batch, product.k(), product.n())))
              .node();
      Buffer left = filled(product.dtype(), (long) batch * product.m() * product.k());
      Buffer right = filled(product.dtype(), (long) batch * product.k() * product.n());
      Buffer result = filled(product.dtype(), (long) batch * product.m() * product.n());
      this.call = ProductCall.of(products, node, product, left, right, result);
    }

    /** A new buffer of random elements that are multiplied and summed without rounding. */
    Buffer filled(DType dtype, long elements) {
      Buffer buffer = new Buffer("b" + end, elements * dtype.bytes());
      buffer.put(Buffer.Place.SLAB, 0, end);
      for (long i = 0; i < elements; i++) {
        double value = random.nextInt(-8, 9) / 8.0;
        switch (dtype) {
          case F32 -> slab.set(ValueLayout.JAVA_FLOAT, end + i * 4, (float) value);
          case F64 -> slab.set(ValueLayout.JAVA_DOUBLE, end + i * 8, value);
          case BOOL -> slab.set(ValueLayout.JAVA_BYTE, end + i, (byte) (value > 0 ? 1 : 0));
          case BF16, I32, I64 -> throw new AssertionError(dtype);
        }
      }
      end += buffer.paddedBytes() + 64;
      return buffer;
    }

    Frame frame(Workers workers) {
      GraphBuilder b = new GraphBuilder();
      Program program =
          Program.compile(b.build("nothing", List.of()), Products.JAVA, Loops.NONE, new int[0]);
      return new Frame(program, slab, MemorySegment.NULL, workers::parallel);
    }

    void run(ProductCall call, int threads) {
      try (Workers workers = Workers.of(threads)) {
        Frame frame = frame(workers);
        workers.parallel(call.chunks(), chunk -> call.run(frame, chunk));
      }
    }

    byte[] bytes(Buffer buffer) {
      return slab.asSlice(buffer.offset(), buffer.bytes()).toArray(ValueLayout.JAVA_BYTE);
    }

    void restore(Buffer buffer, byte[] bytes) {
      MemorySegment.copy(
          bytes, 0, slab, ValueLayout.JAVA_BYTE, buffer.offset(), (int) buffer.bytes());
    }
  }

  private static List<Products> products() {
    return NativeLibrary.isAvailable()
        ? List.of(Products.JAVA, Products.OPENBLAS)
        : List.of(Products.JAVA);
  }

  /** {@code C = max(C + bias, 0)} in plain code, in place; counts how often it sees an element. */
  private record BiasRelu(
      Product product, Buffer result, Buffer bias, boolean wholeRows, boolean wholeColumns)
      implements TileEpilogue {
    @Override
    public void run(
        Frame frame,
        int batchFrom,
        int batchTo,
        int rowFrom,
        int rowTo,
        int columnFrom,
        int columnTo) {
      assertThat(batchTo).isGreaterThan(batchFrom);
      assertThat(rowTo).isGreaterThan(rowFrom);
      assertThat(columnTo).isGreaterThan(columnFrom);
      if (wholeRows) {
        assertThat(columnTo - columnFrom).isEqualTo(product.n());
      }
      if (wholeColumns || batchTo - batchFrom > 1) {
        assertThat(rowTo - rowFrom).isEqualTo(product.m());
      }
      for (int i = batchFrom; i < batchTo; i++) {
        for (int row = rowFrom; row < rowTo; row++) {
          for (int column = columnFrom; column < columnTo; column++) {
            one(frame, ((long) i * product.m() + row) * product.n() + column, column);
          }
        }
      }
    }

    private void one(Frame frame, long index, int column) {
      MemorySegment c = frame.segment(result);
      MemorySegment b = frame.segment(bias);
      if (product.dtype() == DType.F32) {
        long at = result.offset() + index * 4;
        float sum =
            c.get(ValueLayout.JAVA_FLOAT, at)
                + b.get(ValueLayout.JAVA_FLOAT, bias.offset() + column * 4L);
        c.set(ValueLayout.JAVA_FLOAT, at, Math.max(sum, 0));
      } else {
        long at = result.offset() + index * 8;
        double sum =
            c.get(ValueLayout.JAVA_DOUBLE, at)
                + b.get(ValueLayout.JAVA_DOUBLE, bias.offset() + column * 8L);
        c.set(ValueLayout.JAVA_DOUBLE, at, Math.max(sum, 0));
      }
    }

    @Override
    public boolean needsWholeRows() {
      return wholeRows;
    }

    @Override
    public boolean needsWholeColumns() {
      return wholeColumns;
    }

    @Override
    public List<Node> nodes() {
      return List.of();
    }

    @Override
    public List<Buffer> reads() {
      return List.of(result, bias);
    }

    @Override
    public List<Buffer> writes() {
      return List.of(result);
    }

    @Override
    public boolean mayOverwrite(Buffer written, Buffer read) {
      return true;
    }

    @Override
    public String describe() {
      return "bias and relu";
    }
  }

  @Test
  void everyElementIsSeenOnceAfterItWasComputed() {
    boolean[] both = {false, true};
    for (Products by : products()) {
      for (Product product : PRODUCTS) {
        Bench bench = new Bench(by, product);
        Buffer bias = bench.filled(product.dtype(), product.n());
        Buffer result = bench.call.result();
        BiasRelu whole = new BiasRelu(product, result, bias, true, true);
        bench.run(bench.call, 1);
        whole.run(bench.frame(Workers.of(1)), 0, product.batch(), 0, product.m(), 0, product.n());
        byte[] expected = bench.bytes(result);
        for (boolean wholeRows : both) {
          for (boolean wholeColumns : both) {
            BiasRelu epilogue = new BiasRelu(product, result, bias, wholeRows, wholeColumns);
            for (int threads = 1; threads <= 2; threads++) {
              bench.run(bench.call.withEpilogue(epilogue), threads);
              assertThat(Arrays.mismatch(bench.bytes(result), expected))
                  .as("%s by %s, %s, %d threads", product, by, epilogue, threads)
                  .isEqualTo(-1);
            }
          }
        }
        bench.arena.close();
      }
    }
  }

  @Test
  void buffersOfTheEpilogueJoinThoseOfTheCall() {
    Bench bench = new Bench(Products.JAVA, PRODUCTS.getFirst());
    Buffer bias = bench.filled(DType.F32, bench.product.n());
    Buffer result = bench.call.result();
    ProductCall call =
        bench.call.withEpilogue(new BiasRelu(bench.product, result, bias, false, false));
    assertThat(call.reads())
        .containsExactly(bench.call.reads().get(0), bench.call.reads().get(1), bias);
    assertThat(call.writes()).containsExactly(result);
    assertThat(call.mayOverwrite(result, bias))
        .as("the product is written before it is read")
        .isFalse();
    assertThat(call.describe()).endsWith("in 4 bands of columns, then bias and relu on each tile");
    assertThatThrownBy(
            () -> call.withEpilogue(new BiasRelu(bench.product, result, bias, true, true)))
        .hasMessageContaining("has an epilogue already");
    bench.arena.close();
  }

  /** A loop over a product's result, with its other operands. */
  private record Case(String name, LoopBody body, boolean inPlace) {}

  private static Compute compute(dev.lanewise.graph.ir.Op op, DType dtype, int... operands) {
    return new Compute(op, Ints.of(operands), dtype);
  }

  private static List<Case> cases(DType t) {
    List<Case> cases = new ArrayList<>();
    cases.add(
        new Case(
            "relu(c + bias) in place",
            new LoopBody(
                List.of(input(t, Level.LANES), input(t, Level.LANES), input(t, Level.CALL)),
                List.of(compute(Binary.ADD, t, 0, 1), compute(Binary.MAX, t, 3, 2)),
                List.of(new Store(4))),
            true));
    cases.add(
        new Case(
            "select(mask, c * scale of the row, residual)",
            new LoopBody(
                List.of(
                    input(t, Level.LANES),
                    input(DType.BOOL, Level.LANES),
                    input(t, Level.ROW),
                    input(t, Level.LANES)),
                List.of(
                    compute(Binary.MUL, t, 0, 2), compute(new Elementwise.Select(), t, 1, 4, 3)),
                List.of(new Store(5))),
            false));
    cases.add(
        new Case(
            "softmax and the sums of its rows",
            new LoopBody(
                List.of(input(t, Level.LANES)),
                List.of(
                    new Fold(Reduction.Kind.MAX, 0, t),
                    compute(Binary.SUB, t, 0, 1),
                    compute(Unary.EXP, t, 2),
                    new Fold(Reduction.Kind.SUM, 3, t),
                    compute(Binary.DIV, t, 3, 4)),
                List.of(new Store(5), new StoreRow(4))),
            true));
    cases.add(
        new Case(
            "mask and the sums of columns",
            new LoopBody(
                List.of(input(t, Level.LANES), input(t, Level.LANES)),
                List.of(
                    compute(Comparison.GT, DType.BOOL, 0, 1),
                    compute(new Elementwise.Select(), t, 2, 0, 1)),
                List.of(new Store(3), new FoldRows(Reduction.Kind.SUM, 3))),
            false));
    return cases;
  }

  /** A layout for an operand of a level, random among those that fit. */
  private static Layout layout(Product p, Level level, int which) {
    long rows = p.m();
    long row = level == Level.LANES ? p.n() : 1;
    return switch (level) {
      case CALL -> new Layout(0, List.of(0L, 0L));
      case ROW, LANES ->
          switch (which % 3) {
            case 0 -> new Layout(0, List.of(rows * row, row)); // of the result's shape
            case 1 -> new Layout(0, List.of(0L, level == Level.ROW ? 1L : 0L)); // a bias
            default -> new Layout(3, List.of(rows * (row + 2), row + 2)); // with gaps between rows
          };
    };
  }

  @Test
  void aFusedLoopOnTilesGivesTheBitsOfOneOverTheWholeResult() {
    int which = 0;
    for (Product p : PRODUCTS) {
      for (Case c : cases(p.dtype())) {
        boolean foldsRows = c.body.outputs().getLast() instanceof FoldRows;
        if (!foldsRows || p.batch() == 1) {
          check(p, c, which++);
        }
      }
    }
    assertThat(which).isEqualTo(4 * PRODUCTS.size() - 2);
  }

  private static void check(Product p, Case c, int which) {
    Bench bench = new Bench(Products.JAVA, p);
    LoopBody body = c.body;
    long size = (long) p.batch() * p.m() * p.n();
    List<Layout> layouts = new ArrayList<>();
    List<Buffer> buffers = new ArrayList<>();
    Layout dense = layout(p, Level.LANES, 0);
    for (int i = 0; i < body.inputs().size(); i++) {
      layouts.add(i == 0 ? dense : layout(p, body.inputs().get(i).level(), which + i));
      buffers.add(
          i == 0
              ? bench.call.result()
              : bench.filled(body.operandType(i), size + 2L * p.batch() * p.m() + 3));
    }
    for (int o = 0; o < body.outputs().size(); o++) {
      boolean store = body.outputs().get(o) instanceof Store;
      boolean row = body.outputs().get(o) instanceof StoreRow;
      long rows = p.m();
      layouts.add(store ? dense : new Layout(0, row ? List.of(rows, 1L) : List.of(0L, 0L)));
      buffers.add(
          o == 0 && c.inPlace
              ? bench.call.result()
              : bench.filled(
                  body.operandType(body.inputs().size() + o), store ? size : p.n() + size));
    }
    List<Long> outer = List.of((long) p.batch(), (long) p.m());
    LoopGeometry geometry =
        Objects.requireNonNull(
            ResultGeometry.of(new LoopGeometry(outer, p.n(), layouts), body, p, 0));
    LoopSchedule schedule = LoopSchedule.of(body);
    InterpretedLoop kernel = new InterpretedLoop(body);
    LoopEpilogue epilogue =
        new LoopEpilogue(List.of(), schedule, (_, _) -> kernel, geometry, buffers);
    List<Buffer> outputs = buffers.subList(body.inputs().size(), buffers.size());
    List<byte[]> before = outputs.stream().map(bench::bytes).toList();
    bench.run(bench.call, 1);
    epilogue.run(bench.frame(Workers.of(1)), 0, p.batch(), 0, p.m(), 0, p.n());
    List<byte[]> expected = outputs.stream().map(bench::bytes).toList();
    for (int threads = 1; threads <= 2; threads++) {
      for (int o = 0; o < outputs.size(); o++) {
        bench.restore(outputs.get(o), before.get(o));
      }
      bench.run(bench.call.withEpilogue(epilogue), threads);
      for (int o = 0; o < outputs.size(); o++) {
        assertThat(Arrays.mismatch(bench.bytes(outputs.get(o)), expected.get(o)))
            .as("%s after %s, output %d, %d threads", c.name, p, o, threads)
            .isEqualTo(-1);
      }
    }
    bench.arena.close();
  }

  @Test
  void aResultMayLieOnAnOperandThatLiesLikeIt() {
    Product p = product(DType.F32, 1, 8, 8, 8);
    Bench bench = new Bench(Products.JAVA, p);
    Case residual = cases(DType.F32).get(1);
    Layout dense = layout(p, Level.LANES, 0);
    Layout row = layout(p, Level.ROW, 0);
    Buffer mask = bench.filled(DType.BOOL, 64);
    Buffer scale = bench.filled(DType.F32, 8);
    Buffer added = bench.filled(DType.F32, 64);
    Buffer out = bench.filled(DType.F32, 64);
    List<Buffer> buffers = List.of(bench.call.result(), mask, scale, added, out);
    List<Layout> layouts = List.of(dense, dense, row, dense, dense);
    LoopEpilogue epilogue =
        new LoopEpilogue(
            List.of(bench.node),
            LoopSchedule.of(residual.body),
            (_, _) -> new InterpretedLoop(residual.body),
            new LoopGeometry(List.of(1L, 8L), 8, layouts),
            buffers);
    ProductCall call = bench.call.withEpilogue(epilogue);
    assertThat(call.mayOverwrite(out, added)).isTrue();
    assertThat(call.mayOverwrite(out, scale)).isFalse();
    assertThat(call.mayOverwrite(out, bench.call.reads().getFirst())).isFalse();
    assertThat(call.nodes()).containsExactly(bench.node, bench.node);
    assertThat(call.writes()).containsExactly(out, bench.call.result());
    bench.arena.close();
  }
}
