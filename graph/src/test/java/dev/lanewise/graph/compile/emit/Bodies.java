package dev.lanewise.graph.compile.emit;

import static dev.lanewise.graph.ir.DType.BF16;
import static dev.lanewise.graph.ir.DType.BOOL;
import static dev.lanewise.graph.ir.DType.F32;
import static dev.lanewise.graph.ir.DType.F64;
import static dev.lanewise.graph.ir.DType.I32;
import static dev.lanewise.graph.ir.DType.I64;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loops as programs have them, by name. */
final class Bodies {
  private Bodies() {}

  static Map<String, LoopBody> all() {
    Map<String, LoopBody> bodies = new LinkedHashMap<>();
    bodies.put("product", product());
    bodies.put("gelu", gelu());
    bodies.put("chain of 30", chain(F32, 30));
    bodies.put("chain of 300", chain(F32, 300));
    bodies.put("chain of 60 F64", chain(F64, 60));
    bodies.put("softmax", softmax());
    bodies.put("softmax backward", softmaxBackward());
    bodies.put("layer norm", layerNorm());
    bodies.put("layer norm backward", layerNormBackward());
    bodies.put("masks", masks());
    bodies.put("integers I32", integers(I32));
    bodies.put("integers I64", integers(I64));
    bodies.put("called functions", called());
    bodies.put("trigonometry", trigonometry());
    bodies.put("conversions", conversions());
    bodies.put("folds of one row in memory", sums());
    return bodies;
  }

  static LoopBody product() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int y = b.lanes(F32);
    return b.store(b.op(Binary.MUL, x, y)).body();
  }

  /** {@code gelu(x w + bias)}. */
  static LoopBody gelu() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int w = b.lanes(F32);
    int bias = b.lanes(F32);
    int cubic = b.constant(F32);
    int scale = b.constant(F32);
    int half = b.constant(F32);
    int one = b.constant(F32);
    int z = b.op(Binary.ADD, b.op(Binary.MUL, x, w), bias);
    int cube = b.op(Binary.MUL, b.op(Binary.MUL, z, z), z);
    int inner = b.op(Binary.ADD, z, b.op(Binary.MUL, cube, cubic));
    int tanh = b.op(Unary.TANH, b.op(Binary.MUL, inner, scale));
    int gate = b.op(Binary.MUL, b.op(Binary.ADD, tanh, one), half);
    return b.store(b.op(Binary.MUL, z, gate)).body();
  }

  static LoopBody chain(DType dtype, int length) {
    Binary[] ops = {Binary.ADD, Binary.MUL, Binary.SUB, Binary.MUL, Binary.MAX};
    BodyBuilder b = new BodyBuilder();
    int[] inputs = {b.lanes(dtype), b.lanes(dtype), b.lanes(dtype)};
    int middle = inputs[0];
    int value = inputs[0];
    for (int i = 0; i < length; i++) {
      // Far from its use, so that it passes from piece to piece.
      middle = i == length / 2 ? value : middle;
      int other = i == length - 1 ? middle : inputs[i % inputs.length];
      value = b.op(ops[i % ops.length], value, other);
    }
    return b.store(value).body();
  }

  static LoopBody softmax() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int max = b.fold(Reduction.Kind.MAX, x);
    int e = b.op(Unary.EXP, b.op(Binary.SUB, x, max));
    int sum = b.fold(Reduction.Kind.SUM, e);
    return b.store(b.op(Binary.DIV, e, sum)).storeRow(sum).body();
  }

  static LoopBody softmaxBackward() {
    BodyBuilder b = new BodyBuilder();
    int y = b.lanes(F32);
    int g = b.lanes(F32);
    int dot = b.fold(Reduction.Kind.SUM, b.op(Binary.MUL, y, g));
    return b.store(b.op(Binary.MUL, y, b.op(Binary.SUB, g, dot))).body();
  }

  static LoopBody layerNorm() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int gain = b.lanes(F32);
    int bias = b.lanes(F32);
    int perElement = b.constant(F32);
    int epsilon = b.constant(F32);
    int mean = b.op(Binary.MUL, b.fold(Reduction.Kind.SUM, x), perElement);
    int centred = b.op(Binary.SUB, x, mean);
    int squares = b.fold(Reduction.Kind.SUM, b.op(Binary.MUL, centred, centred));
    int variance = b.op(Binary.MUL, squares, perElement);
    int scale = b.op(Unary.RSQRT, b.op(Binary.ADD, variance, epsilon));
    int y = b.op(Binary.MUL, b.op(Binary.MUL, centred, scale), gain);
    return b.store(b.op(Binary.ADD, y, bias)).storeRow(mean).storeRow(scale).body();
  }

  static LoopBody layerNormBackward() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int gain = b.lanes(F32);
    int g = b.lanes(F32);
    int mean = b.input(F32, Level.ROW);
    int scale = b.input(F32, Level.ROW);
    int perElement = b.constant(F32);
    int hat = b.op(Binary.MUL, b.op(Binary.SUB, x, mean), scale);
    int weighted = b.op(Binary.MUL, g, gain);
    int sum = b.op(Binary.MUL, b.fold(Reduction.Kind.SUM, weighted), perElement);
    int product = b.op(Binary.MUL, weighted, hat);
    int dot = b.op(Binary.MUL, b.fold(Reduction.Kind.SUM, product), perElement);
    int inner = b.op(Binary.SUB, b.op(Binary.SUB, weighted, sum), b.op(Binary.MUL, hat, dot));
    return b.store(b.op(Binary.MUL, inner, scale))
        .foldRows(Reduction.Kind.SUM, b.op(Binary.MUL, g, hat))
        .foldRows(Reduction.Kind.SUM, g)
        .body();
  }

  static LoopBody masks() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int y = b.lanes(F32);
    int given = b.lanes(BOOL);
    int low = b.constant(F32);
    int positive = b.op(Comparison.GT, x, low);
    int both = b.op(Binary.AND, positive, given);
    int differs = b.op(Binary.XOR, both, b.op(Unary.IS_FINITE, y));
    int chosen = b.op(new Elementwise.Select(), differs, x, y);
    int any = b.fold(Reduction.Kind.OR, b.op(Unary.NOT, both));
    int counted = b.op(new Elementwise.Convert(F32), both);
    return b.store(b.op(Binary.ADD, chosen, counted)).store(differs).storeRow(any).body();
  }

  static LoopBody integers(DType dtype) {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(dtype);
    int y = b.lanes(dtype);
    int shift = b.constant(dtype);
    int mixed = b.op(Binary.XOR, b.op(Binary.MUL, x, y), b.op(Binary.SHIFT_LEFT, x, shift));
    int max = b.fold(Reduction.Kind.MAX, mixed);
    int reals = b.op(new Elementwise.Convert(dtype == I64 ? F64 : F32), mixed);
    int clamped = b.op(new Elementwise.Clamp(), y, mixed, max);
    return b.store(b.op(Binary.SUB, clamped, max)).store(reals).storeRow(max).body();
  }

  /** What has no form in lanes. */
  static LoopBody called() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int y = b.lanes(F32);
    int power = b.op(Binary.POW, b.op(Unary.ABS, x), y);
    // Arguments beyond 2^30 take a rare path, which allocates.
    int angle = b.op(Binary.ATAN2, x, b.op(Unary.TAN, b.op(Unary.TANH, y)));
    return b.store(b.op(Binary.ADD, power, angle)).body();
  }

  static LoopBody trigonometry() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F64);
    int y = b.lanes(F64);
    // Arguments beyond 2^30 take a rare path, which allocates.
    int sine = b.op(Unary.SIN, b.op(Unary.TANH, x));
    int cosine = b.op(Unary.COS, b.op(Unary.TANH, y));
    int log = b.op(Unary.LOG, b.op(Binary.ADD, b.op(Binary.MUL, sine, sine), x));
    int erf = b.op(Unary.ERF, b.op(Binary.SUB, log, cosine));
    return b.store(b.op(Unary.EXP, erf)).body();
  }

  static LoopBody conversions() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(BF16);
    int y = b.lanes(I32);
    int z = b.lanes(BOOL);
    int wide = b.op(new Elementwise.Convert(F32), x);
    int sum = b.op(Binary.ADD, wide, b.op(new Elementwise.Convert(F32), y));
    int masked = b.op(Binary.MUL, sum, b.op(new Elementwise.Convert(F32), z));
    int whole = b.op(new Elementwise.Convert(I32), masked);
    return b.store(b.op(new Elementwise.Convert(BF16), masked))
        .store(b.op(new Elementwise.Convert(BOOL), whole))
        .store(whole)
        .body();
  }

  static LoopBody sums() {
    BodyBuilder b = new BodyBuilder();
    int x = b.lanes(F32);
    int y = b.lanes(F64);
    return b.storeRow(b.fold(Reduction.Kind.SUM, x)).storeRow(b.fold(Reduction.Kind.MIN, y)).body();
  }
}
