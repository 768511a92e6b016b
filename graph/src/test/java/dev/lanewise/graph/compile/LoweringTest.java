package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static final Ints NONE = Ints.of();

  private static List<String> calls(Graph graph) {
    int[] donors = graph.results().stream().mapToInt(_ -> -1).toArray();
    return Program.compile(graph, Products.JAVA, Loops.NONE, donors).calls().stream()
        .map(call -> call.getClass().getSimpleName())
        .toList();
  }

  private static List<String> product(DotGeneral dot, int[] left, int[] right) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, left));
    Value y = b.parameter(TensorType.of(DType.F32, right));
    return calls(b.build("product", List.of(b.add(dot, x, y))));
  }

  private static int[] shape(int... extents) {
    return extents;
  }

  @Test
  void productsReadTheirOperandsWhereTheyLie() {
    List<String> one = List.of("JavaProductCall");
    assertThat(product(dot(1, 0), shape(3, 4), shape(4, 5))).isEqualTo(one);
    assertThat(product(dot(0, 0), shape(4, 3), shape(4, 5))).isEqualTo(one);
    assertThat(product(dot(1, 1), shape(3, 4), shape(5, 4))).isEqualTo(one);
    assertThat(product(dot(0, 1), shape(4, 3), shape(5, 4))).isEqualTo(one);
    assertThat(product(dot(0, 0), shape(4), shape(4))).isEqualTo(one);
    assertThat(product(dot(2, 0), shape(2, 3, 4), shape(4, 5, 6))).isEqualTo(one);
    // Attention: [tokens, heads, width] with itself, head by head.
    DotGeneral heads = new DotGeneral(Ints.of(2), Ints.of(2), Ints.of(1), Ints.of(1));
    assertThat(product(heads, shape(7, 4, 5), shape(6, 4, 5))).isEqualTo(one);
    // The same for several texts: [texts, tokens, heads, width].
    DotGeneral texts = new DotGeneral(Ints.of(3), Ints.of(3), Ints.of(0, 2), Ints.of(0, 2));
    assertThat(product(texts, shape(3, 7, 4, 5), shape(3, 6, 4, 5))).isEqualTo(one);
    // Two contracted axes, named in either order.
    DotGeneral two = new DotGeneral(Ints.of(1, 2), Ints.of(0, 1), NONE, NONE);
    assertThat(product(two, shape(7, 4, 5), shape(4, 5, 6))).isEqualTo(one);
    DotGeneral swapped = new DotGeneral(Ints.of(2, 1), Ints.of(1, 0), NONE, NONE);
    assertThat(product(swapped, shape(7, 4, 5), shape(4, 5, 6))).isEqualTo(one);
    // Axes of extent 1 may stand anywhere.
    DotGeneral ones = new DotGeneral(Ints.of(1), Ints.of(2), Ints.of(2), Ints.of(1));
    assertThat(product(ones, shape(7, 4, 1), shape(6, 1, 4))).isEqualTo(one);
  }

  /**
   * Calls of the gradients of a product by its left and its right operand, as autodiff forms them.
   */
  private static List<String> gradients(DotGeneral dot, int[] left, int[] right) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, left));
    Value y = b.parameter(TensorType.of(DType.F32, right));
    int batch = dot.leftBatch().size();
    Ints leftFree = dot.leftContract().concat(dot.leftBatch()).complement(left.length);
    Ints rightFree = dot.rightContract().concat(dot.rightBatch()).complement(right.length);
    int rightFrom = batch + leftFree.size();
    Value cotangent =
        b.parameter(
            new TensorType(
                DType.F32,
                x.shape()
                    .select(dot.leftBatch())
                    .concat(x.shape().select(leftFree))
                    .concat(y.shape().select(rightFree))));
    Ints batches = Ints.range(0, batch);
    Value byLeft =
        b.add(
            new DotGeneral(
                Ints.range(rightFrom, rightFrom + rightFree.size()),
                rightFree,
                batches,
                dot.rightBatch()),
            cotangent,
            y);
    Value byRight =
        b.add(
            new DotGeneral(leftFree, Ints.range(batch, rightFrom), dot.leftBatch(), batches),
            x,
            cotangent);
    return calls(b.build("gradients", List.of(byLeft, byRight)));
  }

  @Test
  void gradientsOfProductsReadTheirOperandsWhereTheyLie() {
    List<String> two = List.of("JavaProductCall", "JavaProductCall");
    assertThat(gradients(dot(1, 0), shape(8, 5), shape(5, 6))).as("a dense layer").isEqualTo(two);
    assertThat(gradients(dot(2, 0), shape(3, 7, 5), shape(5, 6))).as("of texts").isEqualTo(two);
    DotGeneral scores = new DotGeneral(Ints.of(3), Ints.of(3), Ints.of(0, 2), Ints.of(0, 2));
    assertThat(gradients(scores, shape(3, 7, 4, 5), shape(3, 6, 4, 5)))
        .as("attention's scores, [texts, tokens, heads, width]")
        .isEqualTo(two);
    DotGeneral values = new DotGeneral(Ints.of(3), Ints.of(1), Ints.of(0, 1), Ints.of(0, 2));
    assertThat(product(values, shape(3, 4, 7, 6), shape(3, 6, 4, 5)))
        .as("attention's sums of values")
        .isEqualTo(List.of("JavaProductCall"));
    assertThat(gradients(values, shape(3, 4, 7, 6), shape(3, 6, 4, 5)))
        .as("attention's sums of values")
        .isEqualTo(two);
  }

  @Test
  void onlyTheOperandThatMustIsTransposed() {
    // The contracted axis in the middle of the left operand, with two free axes around it.
    assertThat(product(dot(1, 0), shape(3, 4, 5), shape(4, 6)))
        .containsExactly("CopyCall", "JavaProductCall");
    DotGeneral crossed = new DotGeneral(Ints.of(0, 1), Ints.of(1, 0), NONE, NONE);
    assertThat(product(crossed, shape(3, 4, 5), shape(4, 3, 6)))
        .containsExactly("CopyCall", "JavaProductCall");
  }

  private static DotGeneral dot(int left, int right) {
    return new DotGeneral(Ints.of(left), Ints.of(right), NONE, NONE);
  }

  private static List<String> unary(UnaryOperator<Value> function, GraphBuilder b, Value x) {
    return calls(b.build("f", List.of(function.apply(x))));
  }

  @Test
  void broadcastScalarsAreNotMaterialised() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 10, 10));
    assertThat(unary(v -> b.add(b.mul(v, 3), 1), b, x)).containsExactly("BinaryCall", "BinaryCall");
  }

  @Test
  void whatIsOneElementForAllIsComputedOnce() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.scalar(DType.F32));
    Value y = b.parameter(TensorType.of(DType.F32, 100, 100));
    Value spread = b.broadcast(x, y.shape(), NONE);
    Value turned = b.transpose(b.add(Unary.EXP, b.neg(spread)), Ints.of(1, 0));
    Graph graph = b.build("spread", List.of(b.mul(turned, y)));
    assertThat(calls(graph)).containsExactly("UnaryCall", "UnaryCall", "BinaryCall");
    Program program = Program.compile(graph, Products.JAVA, Loops.NONE, new int[] {-1});
    assertThat(program.slabBytes()).isEqualTo(64);
  }

  @Test
  void reshapesAndTranspositionsOfOnesAreFree() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 4, 1, 6));
    Value y = b.add(new Movement.Transpose(Ints.of(1, 0, 2)), b.add(Unary.NEG, x));
    assertThat(calls(b.build("f", List.of(b.reshape(y, Shape.of(24))))))
        .containsExactly("UnaryCall");
  }

  @Test
  void whatHasNoKernelIsInterpretedAndSaysSo() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.I32, 3, 3));
    Graph graph = b.build("integers", List.of(b.add(DotGeneral.matmul(), x, x)));
    Program program = Program.compile(graph, Products.JAVA, Loops.NONE, new int[] {-1});
    assertThat(program.explain()).asString().contains("dotGeneral").contains("interpreted");
  }

  @Test
  void explainShowsKernelsBuffersAndWhoMultiplies() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 256, 512));
    Value y = b.parameter(TensorType.of(DType.F32, 384, 512));
    Value product = b.add(dot(1, 1), x, y);
    Graph graph = b.build("explained", List.of(b.add(Unary.TANH, b.mul(product, 2))));
    assertThat(Program.compile(graph, Products.JAVA, Loops.NONE, new int[] {-1}).explain())
        .asString()
        .startsWith("explained: 3 kernel calls, 393,216 bytes of workspace, 64 of constants")
        .contains("Java gemm 256 x 512 by 512 x 384^T in 2 bands of columns")
        .contains("%0 arg0 (524288 bytes), %1 arg1 (786432 bytes) -> %2 slab+0 (393216 bytes)")
        .contains("const0 const+0 (4 bytes)")
        .contains("-> %6 result0 (393216 bytes)");
    assertThat(Program.compile(graph, Products.OPENBLAS, Loops.NONE, new int[] {-1}).explain())
        .asString()
        .contains("OpenBLAS gemm 256 x 512");
  }

  @Test
  void tilesCoverEveryProductOnce() {
    for (int m : new int[] {1, 31, 64, 100, 1_000, 5_000}) {
      for (int n : new int[] {1, 33, 500, 4_000}) {
        for (int k : new int[] {1, 64, 2_000}) {
          for (int batch : new int[] {1, 3, 100}) {
            MatrixView left = new MatrixView(false, k, (long) m * k);
            MatrixView right = new MatrixView(false, n, (long) k * n);
            Product product = new Product(DType.F32, batch, m, n, k, left, right);
            ProductTiles tiles = ProductTiles.of(product);
            int groups = Math.ceilDiv(batch, tiles.group());
            assertThat(tiles.count()).as("%s", product).isEqualTo(groups * tiles.bands());
            int[] next = new int[batch];
            for (int chunk = 0; chunk < tiles.count(); chunk++) {
              assertThat(tiles.to(chunk)).as("%s", product).isGreaterThan(tiles.from(chunk));
              for (int i = tiles.firstProduct(chunk); i < tiles.endProduct(chunk); i++) {
                assertThat(tiles.from(chunk)).as("%s", product).isEqualTo(next[i]);
                next[i] = tiles.to(chunk);
              }
            }
            assertThat(next).as("%s", product).containsOnly(tiles.byColumns() ? n : m);
          }
        }
      }
    }
  }

  @Test
  void chunksCoverEveryUnitOnce() {
    for (long total : new long[] {0, 1, 5, 64, 65, 1_000}) {
      for (long limit : new long[] {0, 64, 2_000}) {
        Chunks chunks = Chunks.above(limit, total, 16);
        long covered = 0;
        for (int chunk = 0; chunk < chunks.count(); chunk++) {
          assertThat(chunks.from(chunk)).isEqualTo(covered);
          assertThat(chunks.length(chunk)).isPositive();
          covered = chunks.to(chunk);
        }
        assertThat(covered).isEqualTo(total);
        assertThat(chunks.count())
            .isEqualTo(total <= limit ? Long.signum(total) : (int) Math.ceilDiv(total, 16L));
      }
    }
  }
}
