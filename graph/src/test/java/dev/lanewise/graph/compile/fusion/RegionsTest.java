package dev.lanewise.graph.compile.fusion;

import static dev.lanewise.graph.compile.fusion.RowRegionsTest.checked;
import static dev.lanewise.graph.compile.fusion.RowRegionsTest.kinds;
import static dev.lanewise.graph.compile.fusion.RowRegionsTest.levels;
import static dev.lanewise.graph.compile.fusion.RowRegionsTest.phases;
import static dev.lanewise.graph.compile.fusion.RowRegionsTest.valuesRead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fuses: elementwise operations of all types, views, and reductions of every kind. */
class RegionsTest {
  private final GraphBuilder b = new GraphBuilder();

  private Value f32(int... extents) {
    return b.parameter(TensorType.of(DType.F32, extents));
  }

  private Region only(Value... results) {
    FusionPlan plan = plan(results);
    assertThat(plan.items()).as("items").hasSize(1);
    return plan.regions().getFirst();
  }

  private FusionPlan plan(Value... results) {
    return checked(b.build("test", List.of(results)));
  }

  /** {@code 0.5 x (1 + tanh(c (x + 0.044715 x^3)))} of x = a w + b, and its derivatives. */
  @Test
  void geluWithItsGradientIsOneLoopOverAFlatRow() {
    Value a = f32(30, 20);
    Value w = f32(30, 20);
    Value ct = f32(30, 20);
    Value x = b.add(b.mul(a, w), f32(30, 20));
    Value square = b.mul(x, x);
    Value inner = b.mul(b.add(x, b.mul(b.mul(square, x), 0.044715)), 0.79788456);
    Value tanh = b.add(Unary.TANH, inner);
    Value y = b.mul(b.mul(x, 0.5), b.add(tanh, 1));
    Value slope = b.mul(b.add(b.mul(square, 3 * 0.044715), 1), 0.79788456);
    Value dtanh = b.mul(b.mul(b.rsub(1, b.mul(tanh, tanh)), slope), b.mul(x, 0.5));
    Value dx = b.mul(ct, b.add(b.mul(b.add(tanh, 1), 0.5), dtanh));
    Region region = only(y, b.mul(dx, w), b.mul(dx, a), dx);
    assertThat(phases(region)).isEqualTo(1);
    assertThat(region.geometry().outer()).isEmpty();
    assertThat(region.geometry().inner()).isEqualTo(600);
    assertThat(valuesRead(region)).hasSize(4);
    assertThat(region.outputs()).hasSize(4);
  }

  @Test
  void biasAndReluReadTheBiasOncePerRow() {
    Value x = f32(16, 8);
    Value bias = f32(8);
    Value z = b.add(x, b.broadcast(bias, x.shape(), Ints.of(1)));
    Value zero = b.fullLike(z, 0);
    Region region = only(b.select(b.add(Comparison.LE, z, zero), zero, z));
    assertThat(levels(region)).containsExactlyInAnyOrder(Level.LANES, Level.LANES, Level.CALL);
    assertThat(region.geometry().outer()).containsExactly(16L);
    assertThat(region.geometry().inner()).isEqualTo(8);
    assertThat(region.readsInOrder(region.body().inputs().size() - 1)).isFalse();
  }

  @Test
  void adamIsOneLoopWithItsScalarsComputedOncePerCall() {
    Shape shape = Shape.of(12, 7);
    Value p = f32(12, 7);
    Value g = f32(12, 7);
    Value m = f32(12, 7);
    Value v = f32(12, 7);
    Value step = f32();
    Value newM = b.add(b.mul(m, 0.9), b.mul(g, 0.1));
    Value newV = b.add(b.mul(v, 0.999), b.mul(b.mul(g, g), 0.001));
    Value unbiasM = b.rsub(1, b.add(Binary.POW, b.scalar(DType.F32, 0.9), step));
    Value unbiasV = b.rsub(1, b.add(Binary.POW, b.scalar(DType.F32, 0.999), step));
    Value mean = b.div(newM, b.broadcast(unbiasM, shape, Ints.of()));
    Value scale = b.add(Unary.SQRT, b.div(newV, b.broadcast(unbiasV, shape, Ints.of())));
    Value newP = b.sub(p, b.mul(b.div(mean, b.add(scale, 1e-8)), 1e-3));
    Region region = only(newP, newM, newV);
    assertThat(phases(region)).isEqualTo(1);
    assertThat(region.geometry().inner()).isEqualTo(84);
    assertThat(valuesRead(region)).containsExactlyInAnyOrder(p, g, m, v, step);
  }

  @Test
  void eachParameterOfAGradientStepIsOneLoop() {
    Value w = f32(6, 5);
    Value dw = f32(6, 5);
    Value c = f32(5);
    Value dc = f32(5);
    FusionPlan plan = plan(b.sub(w, b.mul(dw, 0.1)), b.sub(c, b.mul(dc, 0.1)));
    assertThat(plan.items()).hasSize(2);
    assertThat(plan.regions()).hasSize(2);
    assertThat(plan.boundaries()).isEmpty();
  }

  @Test
  void aSmallMeanOverAllIsOneLoop() {
    Value x = f32(10, 10);
    Region region = only(b.mul(b.sum(x, Ints.of(0, 1)), 0.01));
    assertThat(region.geometry().rows()).isEqualTo(1);
    assertThat(region.geometry().inner()).isEqualTo(100);
    assertThat(kinds(region)).isEqualTo(List.of(StoreRow.class));
  }

  /** The sum of a long row is only written, so that the row can be divided. */
  @Test
  void aLargeMeanOverAllIsASumAndADivision() {
    Value x = f32(300, 300);
    FusionPlan plan = plan(b.mul(b.sum(b.mul(x, x), Ints.of(0, 1)), 1.0 / 90_000));
    assertThat(plan.regions()).hasSize(2);
    assertThat(plan.regions().getFirst().geometry().inner()).isEqualTo(90_000);
    assertThat(plan.boundaries()).hasSize(1);
  }

  @Test
  void columnSumsJoinWhatTheySum() {
    Value x = f32(9, 4);
    Value ct = f32(9, 4);
    Value product = b.mul(x, ct);
    Region region = only(product, b.sum(product, Ints.of(0)), b.sum(ct, Ints.of(0)));
    assertThat(kinds(region))
        .containsExactlyInAnyOrder(Store.class, FoldRows.class, FoldRows.class);
    assertThat(valuesRead(region)).containsExactlyInAnyOrder(x, ct);
  }

  /** What is combined has elements for outer axes too: it is combined for one after the other. */
  @Test
  void sumsBetweenKeptAxesJoinWhatTheySum() {
    Value x = f32(3, 5, 4);
    Region region = only(b.sum(b.mul(x, x), Ints.of(1)));
    assertThat(kinds(region)).isEqualTo(List.of(FoldRows.class));
    assertThat(region.geometry().outer()).containsExactly(3L, 5L);
    assertThat(region.geometry().inner()).isEqualTo(4);
    assertThat(region.geometry().layouts().getLast().strides()).containsExactly(4L, 0L);
  }

  /** Axes that are kept come first, whatever their place in what is combined. */
  @Test
  void anAxisThatIsKeptBetweenComesFirst() {
    Value x = f32(2, 3, 5, 4);
    Value square = b.mul(x, x);
    Region region = only(square, b.sum(square, Ints.of(0, 2)));
    assertThat(region.geometry().outer()).containsExactly(3L, 2L, 5L);
    assertThat(region.geometry().layouts().getLast().strides()).containsExactly(4L, 0L, 0L);
  }

  @Test
  void reductionsThatKeepDifferentAxesAreTwoLoops() {
    Value x = f32(3, 5, 6, 4);
    Value exp = b.add(Unary.EXP, x);
    FusionPlan plan = plan(b.sum(exp, Ints.of(1)), b.sum(exp, Ints.of(2)));
    assertThat(plan.regions()).hasSize(2);
    assertThat(plan.boundaries())
        .extracting(Boundary::reason)
        .anyMatch(reason -> reason.endsWith("is not combined over the rows of the loop"));
  }

  @Test
  void reductionsOfEveryKindFuse() {
    for (Reduction.Kind kind : Reduction.Kind.values()) {
      GraphBuilder builder = new GraphBuilder();
      DType dtype = kind.accepts(DType.F64) ? DType.F64 : DType.BOOL;
      Value x = builder.parameter(TensorType.of(dtype, 5, 6));
      Value rows = builder.reduce(kind, x, Ints.of(1));
      Value columns = builder.reduce(kind, x, Ints.of(0));
      Graph graph = builder.build("reductions", List.of(rows, columns));
      FusionPlan plan = checked(graph);
      assertThat(plan.items()).as("%s", kind).hasSize(1);
      assertThat(kinds(plan.regions().getFirst()))
          .containsExactlyInAnyOrder(StoreRow.class, FoldRows.class);
    }
  }

  @Test
  void viewsCostNothing() {
    Value x = f32(4, 6, 8);
    Value sliced =
        b.add(new Movement.Slice(Ints.of(1, 0, 2), Ints.of(4, 6, 6), Ints.of(1, 2, 1)), x);
    Value reversed = b.add(new Movement.Reverse(Ints.of(0)), sliced);
    Value regrouped = b.reshape(b.transpose(reversed, Ints.of(1, 0, 2)), Shape.of(9, 4));
    Region region = only(b.mul(regrouped, f32(9, 4)));
    assertThat(region.inputs()).hasSize(2);
    assertThat(region.geometry().outer()).containsExactly(3L, 3L);
    assertThat(region.geometry().layouts().getFirst().strides()).containsExactly(16L, -48L);
    assertThat(region.geometry().layouts().getFirst().offset()).isEqualTo(3 * 48 + 2);
  }

  @Test
  void aTransposedRowIsWrittenFirst() {
    Value x = f32(4, 6);
    Value transposed = b.transpose(x, Ints.of(1, 0));
    FusionPlan plan = plan(b.add(transposed, f32(6, 4)));
    assertThat(plan.items()).hasSize(2);
    assertThat(plan.items().getFirst()).isInstanceOf(Item.Single.class);
    assertThat(plan.boundaries()).extracting(Boundary::value).containsExactly(transposed);
  }

  @Test
  void typesMix() {
    Value x = b.parameter(TensorType.of(DType.BF16, 40));
    Value wide = b.convert(x, DType.F32);
    Value count = b.convert(b.add(Comparison.GT, wide, b.fullLike(wide, 0)), DType.I64);
    Value y = b.mul(b.convert(count, DType.F64), b.convert(wide, DType.F64));
    Region region = only(b.convert(b.convert(y, DType.F32), DType.BF16), count);
    assertThat(region.body().outputs()).hasSize(2);
    assertThat(valuesRead(region)).containsExactly(x);
  }

  @Test
  void whatIsCountedIsReadFromOneLine() {
    Value x = f32(3, 5);
    Value down = b.add(new Elementwise.Iota(TensorType.of(DType.F32, 3, 5), 0));
    Value along = b.add(new Elementwise.Iota(TensorType.of(DType.F32, 3, 5), 1));
    Region region = only(b.add(b.mul(x, down), along));
    assertThat(region.inputs())
        .extracting(Read::form)
        .containsExactly(Read.Form.DENSE, Read.Form.LINE, Read.Form.LINE);
    assertThat(levels(region)).containsExactly(Level.LANES, Level.ROW, Level.LANES);
  }

  @Test
  void aProductStandsBetweenItsProducerAndItsConsumer() {
    Value x = f32(4, 4);
    Value first = b.add(Unary.EXP, x);
    Value product = b.add(DotGeneral.matmul(), first, x);
    Value last = b.mul(b.add(product, first), 2);
    FusionPlan plan = plan(last);
    assertThat(plan.items()).hasSize(3);
    assertThat(plan.boundaries())
        .extracting(Boundary::reason)
        .contains(
            "dotGeneral runs by itself",
            "what is between them needs one and is needed by the other");
    Region epilogue = plan.regions().getLast();
    assertThat(epilogue.inputs().getFirst().value()).isEqualTo(product);
    assertThat(epilogue.readsInOrder(0)).isTrue();
    assertThat(epilogue.writesInOrder(0)).isTrue();
  }

  /** Both loops read z; the mask would be one more value to write and to read. */
  @Test
  void aMaskIsComputedAgainFromWhatItCompares() {
    Value z = b.add(DotGeneral.matmul(), f32(8, 8), f32(8, 8));
    Value zero = b.fullLike(z, 0);
    Value mask = b.add(Comparison.LE, z, zero);
    Value y = b.select(mask, zero, z);
    Value dy = b.add(DotGeneral.matmul(), y, f32(8, 8));
    FusionPlan plan = plan(y, b.select(mask, zero, dy));
    assertThat(plan.regions()).hasSize(2);
    assertThat(plan.regions().getFirst().outputs()).containsExactly(y);
    assertThat(valuesRead(plan.regions().getLast())).containsExactly(z, dy);
    assertThat(plan.boundaries())
        .filteredOn(boundary -> boundary.value().equals(mask))
        .extracting(Boundary::reason)
        .singleElement()
        .asString()
        .startsWith("computed again");
  }

  /** An exponential costs more than its way through memory. */
  @Test
  void anExponentialIsWrittenOnce() {
    Value x = f32(8, 8);
    Value exp = b.add(Unary.EXP, x);
    Value y = b.add(DotGeneral.matmul(), b.mul(exp, x), x);
    FusionPlan plan = plan(b.add(y, exp));
    assertThat(plan.regions()).hasSize(2);
    assertThat(plan.regions().getFirst().outputs()).contains(exp);
    assertThat(valuesRead(plan.regions().getLast())).containsExactlyInAnyOrder(y, exp);
  }

  @Test
  void scalarsAreOneLoop() {
    Value x = f32();
    Region region = only(b.add(Unary.EXP, b.mul(x, x)));
    assertThat(region.geometry().size()).isEqualTo(1);
  }
}
