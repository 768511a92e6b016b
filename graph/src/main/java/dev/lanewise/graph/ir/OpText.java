package dev.lanewise.graph.ir;

import java.util.Locale;

/** The static attributes of operations as text. */
final class OpText {
  private OpText() {}

  /** For example {@code shape=[2, 3], axes=[0]}; empty for an operation without attributes. */
  static String attributes(Op op) {
    return switch (op) {
      case Unary _, Binary _, Comparison _ -> "";
      case Elementwise elementwise -> attributes(elementwise);
      case Movement movement -> attributes(movement);
      case Reduction.Reduce reduce -> "axes=" + reduce.axes();
      case Reduction.ArgReduce arg -> "axis=" + arg.axis();
      case DotGeneral dot ->
          "contract=%sx%s%s"
              .formatted(
                  dot.leftContract(),
                  dot.rightContract(),
                  dot.leftBatch().isEmpty()
                      ? ""
                      : ", batch=%sx%s".formatted(dot.leftBatch(), dot.rightBatch()));
      case Convolution convolution ->
          "%s, groups=%d, inputExtents=%s"
              .formatted(convolution.window(), convolution.groups(), convolution.inputExtents());
      case Windowed.ReduceWindow reduce ->
          "kind=%s, %s".formatted(lowerCase(reduce.kind()), reduce.window());
      case Windowed.SelectAndScatter scatter ->
          "select=%s, %s".formatted(lowerCase(scatter.select()), scatter.window());
      case Windowed.SelectAndGather gather ->
          "select=%s, %s".formatted(lowerCase(gather.select()), gather.window());
      case Indexing.Gather gather ->
          attributes(gather.map(), gather.windowSizes(), gather.outOfBounds());
      case Indexing.ScatterAdd scatter ->
          attributes(scatter.map(), scatter.windowSizes(), scatter.outOfBounds());
      case RandomBits _ -> "";
    };
  }

  private static String attributes(Elementwise op) {
    return switch (op) {
      case Elementwise.Select _, Elementwise.Clamp _ -> "";
      case Elementwise.Polygamma polygamma -> "order=" + polygamma.order();
      case Elementwise.Convert convert -> "to=" + convert.to();
      case Elementwise.Iota iota -> "axis=" + iota.axis();
      case Elementwise.Constant constant -> elements(constant.value());
    };
  }

  private static String attributes(Movement op) {
    return switch (op) {
      case Movement.BroadcastInDim broadcast ->
          "shape=%s, axes=%s".formatted(broadcast.shape(), broadcast.axes());
      case Movement.Reshape reshape -> "shape=" + reshape.shape();
      case Movement.Transpose transpose -> "permutation=" + transpose.permutation();
      case Movement.Slice slice ->
          "starts=%s, limits=%s, strides=%s"
              .formatted(slice.starts(), slice.limits(), slice.strides());
      case Movement.Pad pad ->
          "low=%s, high=%s, interior=%s".formatted(pad.low(), pad.high(), pad.interior());
      case Movement.Concat concat -> "axis=" + concat.axis();
      case Movement.Reverse reverse -> "axes=" + reverse.axes();
      case Movement.DynamicSlice slice -> "sizes=" + slice.sizes();
      case Movement.DynamicUpdateSlice _ -> "";
    };
  }

  private static String attributes(
      Indexing.WindowMap map, Ints windowSizes, Indexing.OutOfBounds outOfBounds) {
    return ("offsetAxes=%s, collapsedAxes=%s, operandBatchAxes=%s, indicesBatchAxes=%s,"
            + " startIndexMap=%s, windowSizes=%s, outOfBounds=%s")
        .formatted(
            map.offsetAxes(),
            map.collapsedAxes(),
            map.operandBatchAxes(),
            map.indicesBatchAxes(),
            map.startIndexMap(),
            windowSizes,
            lowerCase(outOfBounds));
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A literal's text without its type, which the result's type says already. */
  private static String elements(Literal literal) {
    return literal.toString().substring(literal.type().toString().length());
  }
}
