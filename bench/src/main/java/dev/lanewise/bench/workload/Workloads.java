package dev.lanewise.bench.workload;

import java.util.List;

/** All workloads, in the order of the table. */
public final class Workloads {
  private Workloads() {}

  /** The workloads in a size; the names do not depend on it. */
  public static List<Workload> of(Size size) {
    return switch (size) {
      case FULL ->
          list(
              new Rows(1024, 16 * 1024, 4096, 1024),
              List.of(784, 512, 256, 10),
              128,
              1000,
              new TransformerStep.Extents(8, 128, 256, 4, 1024));
      case SMALL ->
          list(
              new Rows(5, 7, 6, 37),
              List.of(12, 9, 7, 5),
              6,
              20,
              new TransformerStep.Extents(2, 5, 12, 3, 20));
    };
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Workload named(String name, Size size) {
    return of(size).stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("[workload] none is called " + name));
  }

  /** The matrices of the elementwise and row-wise workloads; all have the same rows. */
  private record Rows(int few, int many, int normalised, int columns) {}

  private static List<Workload> list(
      Rows rows, List<Integer> widths, int batch, int links, TransformerStep.Extents block) {
    int columns = rows.columns();
    FunctionWorkload chain =
        TanhChain.of(
            About.of(
                "tanh-chain",
                "%,d chained tanh(z*a+b) on 4 elements, forward and backward, by operation"
                    .formatted(links)),
            links,
            4);
    FunctionWorkload scalar =
        ScalarExpression.of(
            About.of(
                "scalar-expression", "scalar expression of 20 operations, value and gradient"));
    return List.of(
        GeluAffine.forward(gelu("gelu-forward-1m", rows.few(), columns, ""), rows.few(), columns),
        GeluAffine.forwardAndBackward(
            gelu("gelu-1m", rows.few(), columns, " and backward"), rows.few(), columns),
        GeluAffine.forward(
            gelu("gelu-forward-16m", rows.many(), columns, ""), rows.many(), columns),
        GeluAffine.forwardAndBackward(
            gelu("gelu-16m", rows.many(), columns, " and backward"), rows.many(), columns),
        SoftmaxRows.of(
            About.of(
                "softmax",
                "softmax over rows of %s, forward and backward"
                    .formatted(matrix(rows.normalised(), columns))),
            rows.normalised(),
            columns),
        LayerNormRows.of(
            About.of(
                "layer-norm",
                "layer norm over rows of %s with gain and bias, forward and backward"
                    .formatted(matrix(rows.normalised(), columns))),
            rows.normalised(),
            columns),
        new MlpStep(
            About.of(
                    "mlp",
                    "MLP %s, batch %d, cross-entropy, SGD step in place"
                        .formatted(
                            String.join("-", widths.stream().map(String::valueOf).toList()), batch))
                .multiplyingMatrices(),
            widths,
            batch),
        TransformerStep.of(
            About.of(
                "transformer",
                "transformer block, %d x %d tokens, width %d, %d heads, forward and backward"
                    .formatted(block.batch(), block.tokens(), block.width(), block.heads())),
            block),
        chain,
        chain.onArrays(),
        scalar,
        scalar.onArrays());
  }

  private static About gelu(String name, int rows, int columns, String backward) {
    return About.of(
        name, "gelu_tanh(x*w+b) of %s, forward%s".formatted(matrix(rows, columns), backward));
  }

  private static String matrix(int rows, int columns) {
    return "[" + rows + ", " + columns + "]";
  }
}
