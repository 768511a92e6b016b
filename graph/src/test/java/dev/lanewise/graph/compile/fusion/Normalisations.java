package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.List;

/**
 * Functions of rows and their vector-Jacobian products, with the reshapes and broadcasts that
 * tracing and differentiation leave.
 */
final class Normalisations {
  private final GraphBuilder b = new GraphBuilder();
  private final Shape shape;
  private final Shape keeping;

  Normalisations(int rows, int inner) {
    this.shape = Shape.of(rows, inner);
    this.keeping = Shape.of(rows, 1);
  }

  private Value parameter(int... extents) {
    return b.parameter(TensorType.of(DType.F32, extents));
  }

  private Value rows() {
    return parameter(shape.extent(0), shape.extent(1));
  }

  private Value kept(Reduction.Kind kind, Value x) {
    return b.reshape(b.reduce(kind, x, Ints.of(1)), keeping);
  }

  private Value sum(Value x) {
    return kept(Reduction.Kind.SUM, x);
  }

  /** Repeats [rows, 1] as the forward pass does, or [rows] as transposed broadcasts do. */
  private Value repeat(Value row) {
    return row.shape().rank() == 2
        ? b.broadcast(row, shape, Ints.of(0, 1))
        : b.broadcast(row, shape, Ints.of(0));
  }

  private Value flat(Value row) {
    return b.reshape(row, Shape.of(shape.extent(0)));
  }

  private Value column(Value vector) {
    return b.broadcast(vector, shape, Ints.of(1));
  }

  /** The largest elements where finite, else 0. */
  private Value shift(Value x) {
    Value largest = kept(Reduction.Kind.MAX, x);
    Value stopped = b.add(Binary.NEXT_AFTER, largest, largest);
    return b.select(b.add(Unary.IS_FINITE, stopped), stopped, b.fullLike(stopped, 0));
  }

  private Value shifted(Value x) {
    return b.sub(x, repeat(shift(x)));
  }

  Graph softmax() {
    Value exp = b.add(Unary.EXP, shifted(rows()));
    return b.build("softmax", List.of(b.div(exp, repeat(flat(sum(exp))))));
  }

  Graph softmaxGradient() {
    Value x = rows();
    Value ct = rows();
    Value exp = b.add(Unary.EXP, shifted(x));
    Value total = repeat(b.sum(exp, Ints.of(1)));
    Value y = b.div(exp, total);
    Value through = b.neg(b.mul(ct, b.div(y, total)));
    Value direct = b.div(ct, total);
    Value sum = b.sum(through, Ints.of(1));
    return b.build("softmax gradient", List.of(y, b.mul(b.add(direct, repeat(sum)), exp)));
  }

  Graph logSumExp() {
    Value x = rows();
    Value shift = shift(x);
    Value sum = sum(b.add(Unary.EXP, b.sub(x, repeat(shift))));
    Value zero = b.add(Comparison.EQ, sum, b.fullLike(sum, 0));
    Value log = b.add(Unary.LOG, b.select(zero, b.fullLike(sum, 1), sum));
    Value kept = b.add(b.select(zero, b.fullLike(sum, Double.NEGATIVE_INFINITY), log), shift);
    return b.build("logSumExp", List.of(kept));
  }

  /** The cross-entropy with probabilities, its mean over rows, and the gradient by the logits. */
  Graph crossEntropyGradient() {
    Value x = rows();
    Value labels = rows();
    Value shifted = shifted(x);
    Value exp = b.add(Unary.EXP, shifted);
    Value total = sum(exp);
    Value log = b.sub(shifted, repeat(b.add(Unary.LOG, total)));
    Value losses = b.neg(b.sum(b.mul(labels, log), Ints.of(1)));
    Value mean = b.mul(b.sum(losses, Ints.of(0)), b.scalar(DType.F32, 1.0 / shape.extent(0)));
    Value ct = b.mul(labels, b.fullLike(labels, -1.0 / shape.extent(0)));
    Value row = b.div(sum(b.neg(ct)), total);
    Value dx = b.add(ct, b.mul(repeat(flat(row)), exp));
    return b.build("cross-entropy gradient", List.of(mean, dx));
  }

  Graph variance() {
    Value x = rows();
    Value mean = mean(x);
    Value deviation = b.sub(x, repeat(mean));
    return b.build("variance", List.of(flat(mean(b.mul(deviation, deviation)))));
  }

  private Value mean(Value x) {
    Value sum = sum(x);
    return b.mul(sum, b.fullLike(sum, 1.0 / shape.extent(1)));
  }

  Graph layerNorm() {
    Value x = rows();
    Value gain = parameter(shape.extent(1));
    Value bias = parameter(shape.extent(1));
    Value deviation = b.sub(x, repeat(mean(x)));
    Value scale = b.add(Unary.RSQRT, b.add(mean(b.mul(deviation, deviation)), 1e-5));
    Value normal = b.mul(deviation, repeat(scale));
    return b.build("layer norm", List.of(b.add(b.mul(normal, column(gain)), column(bias))));
  }

  /** Results: y, dx, dgain, dbias. */
  Graph layerNormGradient() {
    Value x = rows();
    Value gain = parameter(shape.extent(1));
    Value bias = parameter(shape.extent(1));
    Value ct = rows();
    Value deviation = b.sub(x, repeat(mean(x)));
    Value variance = b.add(mean(b.mul(deviation, deviation)), 1e-5);
    Value scale = b.add(Unary.RSQRT, variance);
    Value slope = b.mul(b.div(scale, variance), b.fullLike(scale, -0.5));
    Value normal = b.mul(deviation, repeat(scale));
    Value y = b.add(b.mul(normal, column(gain)), column(bias));
    Value dbias = b.sum(ct, Ints.of(0));
    Value dgain = b.sum(b.mul(ct, normal), Ints.of(0));
    Value dnormal = b.mul(ct, column(gain));
    Value dscale = b.mul(sum(b.mul(dnormal, deviation)), slope);
    Value dvariance = flat(b.mul(dscale, b.fullLike(dscale, 1.0 / shape.extent(1))));
    Value half = b.mul(repeat(dvariance), deviation);
    Value ddeviation = b.add(b.add(b.mul(dnormal, repeat(scale)), half), half);
    Value dmean = mean(b.neg(ddeviation));
    Value dx = b.add(ddeviation, repeat(flat(dmean)));
    return b.build("layer norm gradient", List.of(y, dx, dgain, dbias));
  }
}
