package dev.lanewise.graph.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrinterTest {

  private static Graph affine() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 2, 3));
    Value bias = b.parameter(TensorType.of(DType.F32, 3));
    Value spread = b.broadcast(bias, x.shape(), Ints.of(1));
    b.setSource(new StackTraceElement("Model", "loss", "Model.java", 7));
    return b.build("affine", List.of(b.add(x, spread), x));
  }

  @Test
  void aNodeToALine() {
    assertThat(Printer.print(affine()))
        .isEqualTo(
            """
            graph affine(%0: F32[2, 3], %1: F32[3]) {
              %2: F32[2, 3] = broadcastInDim(%1) {shape=[2, 3], axes=[1]}
              %3: F32[2, 3] = add(%0, %2)
              return %3, %0
            }
            """);
  }

  @Test
  void withSourceLines() {
    assertThat(Printer.print(affine(), true))
        .isEqualTo(
            """
            graph affine(%0: F32[2, 3], %1: F32[3]) {
              %2: F32[2, 3] = broadcastInDim(%1) {shape=[2, 3], axes=[1]}
              %3: F32[2, 3] = add(%0, %2)  // Model.loss(Model.java:7)
              return %3, %0
            }
            """);
  }

  @Test
  void attributesOfEveryOperation() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 4, 6));
    Value n = b.parameter(TensorType.scalar(DType.I32));
    Value zero = b.scalar(DType.F32, 0);
    Indexing.WindowMap rows =
        new Indexing.WindowMap(Ints.of(1), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
    Value indices = b.constant(Literal.ofIntegers(TensorType.of(DType.I32, 2, 1), 3, 1));
    Value picked =
        b.add(new Indexing.Gather(rows, Ints.of(1, 6), Indexing.OutOfBounds.CLIP), x, indices);
    List<Value> results =
        List.of(
            b.add(
                new Indexing.ScatterAdd(rows, Ints.of(1, 6), Indexing.OutOfBounds.DROP),
                x,
                indices,
                picked),
            b.add(new Elementwise.Polygamma(2), x),
            b.add(new Elementwise.Clamp(), x, x, x),
            b.select(b.add(Comparison.LT, x, x), x, x),
            b.convert(x, DType.I64),
            b.add(new Elementwise.Iota(TensorType.of(DType.BF16, 3, 2), 1)),
            b.add(new Movement.Reshape(Shape.of(24)), x),
            b.transpose(x, Ints.of(1, 0)),
            b.add(new Movement.Slice(Ints.of(0, 1), Ints.of(4, 5), Ints.of(1, 2)), x),
            b.add(new Movement.Pad(Ints.of(-1, 0), Ints.of(2, 0), Ints.of(0, 1)), x, zero),
            b.add(new Movement.Concat(1), x, x),
            b.add(new Movement.Reverse(Ints.of(0)), x),
            b.add(new Movement.DynamicSlice(Shape.of(2, 2)), x, n, n),
            b.add(new Movement.DynamicUpdateSlice(), x, x, n, n),
            b.sum(x, Ints.of(0, 1)),
            b.add(new Reduction.ArgReduce(Reduction.Extreme.MIN, 1, DType.I64), x),
            b.add(new DotGeneral(Ints.of(1), Ints.of(1), Ints.of(), Ints.of()), x, x),
            b.add(new DotGeneral(Ints.of(1), Ints.of(1), Ints.of(0), Ints.of(0)), x, x),
            b.add(
                new RandomBits(TensorType.of(DType.I64, 5)),
                b.constant(Literal.ofIntegers(TensorType.of(DType.I32, 2), 1, 2))),
            b.constant(
                Literal.ofReals(TensorType.of(DType.F64, 10), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
            b.constant(Literal.ofIntegers(TensorType.of(DType.BOOL, 2), 0, 1)));
    assertThat(Printer.print(b.build("all", results)))
        .isEqualTo(
            """
            graph all(%0: F32[4, 6], %1: I32[]) {
              %2: F32[] = constant() {0.0}
              %3: I32[2, 1] = constant() {3, 1}
              %4: F32[2, 6] = gather(%0, %3) {offsetAxes=[1], collapsedAxes=[0], operandBatchAxes=[], indicesBatchAxes=[], startIndexMap=[0], windowSizes=[1, 6], outOfBounds=clip}
              %5: F32[4, 6] = scatterAdd(%0, %3, %4) {offsetAxes=[1], collapsedAxes=[0], operandBatchAxes=[], indicesBatchAxes=[], startIndexMap=[0], windowSizes=[1, 6], outOfBounds=drop}
              %6: F32[4, 6] = polygamma(%0) {order=2}
              %7: F32[4, 6] = clamp(%0, %0, %0)
              %8: BOOL[4, 6] = lt(%0, %0)
              %9: F32[4, 6] = select(%8, %0, %0)
              %10: I64[4, 6] = convert(%0) {to=I64}
              %11: BF16[3, 2] = iota() {axis=1}
              %12: F32[24] = reshape(%0) {shape=[24]}
              %13: F32[6, 4] = transpose(%0) {permutation=[1, 0]}
              %14: F32[4, 2] = slice(%0) {starts=[0, 1], limits=[4, 5], strides=[1, 2]}
              %15: F32[5, 11] = pad(%0, %2) {low=[-1, 0], high=[2, 0], interior=[0, 1]}
              %16: F32[4, 12] = concat(%0, %0) {axis=1}
              %17: F32[4, 6] = reverse(%0) {axes=[0]}
              %18: F32[2, 2] = dynamicSlice(%0, %1, %1) {sizes=[2, 2]}
              %19: F32[4, 6] = dynamicUpdateSlice(%0, %0, %1, %1)
              %20: F32[] = reduceSum(%0) {axes=[0, 1]}
              %21: I64[4] = argMin(%0) {axis=1}
              %22: F32[4, 4] = dotGeneral(%0, %0) {contract=[1]x[1]}
              %23: F32[4] = dotGeneral(%0, %0) {contract=[1]x[1], batch=[0]x[0]}
              %24: I32[2] = constant() {1, 2}
              %25: I64[5] = randomBits(%24)
              %26: F64[10] = constant() {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, ...}
              %27: BOOL[2] = constant() {false, true}
              return %5, %6, %7, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, %25, %26, %27
            }
            """);
  }

  @Test
  void everyOperationHasALine() {
    for (int seed = 0; seed < 300; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      assertThat(Printer.print(graph).lines())
          .as("seed %d", seed)
          .hasSize(graph.nodes().size() + 3)
          .noneMatch(line -> line.contains("@") || line.contains("null"));
    }
  }
}
