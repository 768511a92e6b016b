package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.TensorType;
import java.util.stream.IntStream;

/**
 * A key for random numbers: a value, not a generator with a state. The same key gives the same
 * numbers every time, on any number of threads, so use each key once and {@link #split} it for
 * more. A key is a tree with one tensor, concrete or symbolic.
 *
 * <p>The bits are those of Threefry-2x32 with 20 rounds ({@link RandomBits}).
 *
 * @param data I32[2]
 */
public record Key(Tensor data) {
  private static final TensorType TYPE = TensorType.of(DType.I32, 2);

  /**
   * Keeps the key of {@link #foldIn} apart from those of {@link #split}: 2^32 over the golden
   * ratio.
   */
  private static final int FOLD = 0x9E3779B9;

  private static final double SQRT2 = Math.sqrt(2);

  /**
   * @throws OpException if the data are not I32[2]
   */
  public Key {
    if (!data.type().equals(TYPE)) {
      throw Errors.op("key", "must be %s, was %s".formatted(TYPE, data.type()), data);
    }
  }

  /** The key of a seed. */
  public static Key of(long seed) {
    return new Key(Tensor.of((int) (seed >>> 32), (int) seed));
  }

  /** A number of keys that are independent of each other and of this one. */
  public Key[] split(int count) {
    Tensor words = bits(DType.I32, count, 2);
    return IntStream.range(0, count).mapToObj(i -> new Key(words.get(i))).toArray(Key[]::new);
  }

  /** The key of this one and a number, such as that of a step. */
  public Key foldIn(int number) {
    return foldIn(Tensor.of(number));
  }

  /**
   * The key of this one and a number.
   *
   * @param number an I32 scalar
   */
  public Key foldIn(Tensor number) {
    if (!number.type().equals(TensorType.scalar(DType.I32))) {
      throw Errors.op("foldIn", "takes an I32 scalar, given " + number.type(), number);
    }
    Tensor words = bits(DType.I32, 2);
    Tensor mixed = words.xor(Tensor.stack(0, number, Tensor.of(FOLD)));
    return new Key(new Key(mixed).bits(DType.I32, 2));
  }

  /** Uniform bits, as I32 or I64. */
  public Tensor bits(DType dtype, int... extents) {
    return Dispatch.apply(new RandomBits(new TensorType(dtype, Axes.shape("bits", extents))), data);
  }

  /**
   * Uniform on [0, 1): multiples of 2^-24 for F32, of 2^-53 for F64, of 2^-8 for BF16.
   *
   * @throws OpException if the type is not floating
   */
  public Tensor uniform(DType dtype, int... extents) {
    return lattice("uniform", dtype, extents, 0).mul(Math.scalb(1.0, -precision(dtype)));
  }

  /**
   * Uniform on [low, high): {@code low + (high - low) u} for u as in {@link #uniform(DType,
   * int...)}.
   *
   * @throws OpException if the type is not floating, or low is not below high
   */
  public Tensor uniformBetween(DType dtype, double low, double high, int... extents) {
    if (!(low < high)) {
      throw Errors.op("uniformBetween", "[%s, %s) is empty".formatted(low, high));
    }
    Tensor scaled = uniform(dtype, extents).mul(high - low).add(low);
    // The sum may round to the bound that is not included.
    return scaled.minimum(Tensor.scalar(dtype, high).nextAfter(Tensor.scalar(dtype, low)));
  }

  /**
   * Standard normal: {@code sqrt(2) erfInv(u)} for u uniform on the odd multiples of 2^-23 between
   * -1 and 1 for F32, of 2^-52 for F64, of 2^-7 for BF16. So the distribution is symmetric; the
   * largest magnitude is 5.3 for F32, 8.2 for F64 and 2.7 for BF16.
   *
   * @throws OpException if the type is not floating
   */
  public Tensor normal(DType dtype, int... extents) {
    Tensor odd = lattice("normal", dtype, extents, 1).mul(2).add(1);
    Tensor symmetric = odd.mul(Math.scalb(1.0, 1 - precision(dtype))).sub(1);
    return symmetric.erfInv().mul(SQRT2);
  }

  /**
   * Normal within bounds, the rest cut off: {@code sqrt(2) erfInv(u)} for u uniform between the
   * error functions of the bounds over sqrt(2).
   *
   * @throws OpException if the type is not floating, or low is not below high
   */
  public Tensor truncatedNormal(DType dtype, double low, double high, int... extents) {
    double from = Tensor.of(low / SQRT2).erf().item();
    double to = Tensor.of(high / SQRT2).erf().item();
    Tensor normal = uniformBetween(dtype, from, to, extents).erfInv().mul(SQRT2);
    return normal.clamp(low, high);
  }

  /** True with a probability, to a resolution of 2^-24. */
  public Tensor bernoulli(double probability, int... extents) {
    if (!(probability >= 0 && probability <= 1)) {
      throw Errors.op("bernoulli", "a probability is needed, given " + probability);
    }
    return uniform(DType.F32, extents).lt(probability);
  }

  /** True with the probability that each element gives, to the resolution of {@link #uniform}. */
  public Tensor bernoulli(Tensor probability) {
    return uniform(probability.dtype(), probability.shape().extents()).lt(probability);
  }

  /**
   * Uniform integers from {@code low} to below {@code high}, as I32: a 63-bit number modulo their
   * count, so that no two probabilities differ by more than one part in 2^31.
   *
   * @throws OpException if low is not below high
   */
  public Tensor randint(int low, int high, int... extents) {
    if (low >= high) {
      throw Errors.op("randint", "[%d, %d) is empty".formatted(low, high));
    }
    double count = (double) high - low;
    return bits(DType.I64, extents).shiftRightLogical(1).rem(count).add(low).cast(DType.I32);
  }

  /**
   * Standard Gumbel: {@code -log(-log(u))} for u uniform on the odd multiples of 2^-24 between 0
   * and 1 for F32, of 2^-53 for F64, of 2^-8 for BF16.
   *
   * @throws OpException if the type is not floating
   */
  public Tensor gumbel(DType dtype, int... extents) {
    Tensor odd = lattice("gumbel", dtype, extents, 1).mul(2).add(1);
    return odd.mul(Math.scalb(1.0, -precision(dtype))).log().neg().log().neg();
  }

  /**
   * Indices along an axis, each with the probability that the softmax of the logits along it gives;
   * as I32, of the shape of the logits without that axis. Source: the Gumbel-max trick, Gumbel
   * 1954.
   */
  public Tensor categorical(Tensor logits, int axis) {
    return logits.add(gumbel(logits.dtype(), logits.shape().extents())).argmax(axis);
  }

  /** Uniform integers below 2^(precision - fewer), as floats, which hold them exactly. */
  private Tensor lattice(String op, DType dtype, int[] extents, int fewer) {
    if (!dtype.isFloating()) {
      throw Errors.op(op, "a floating type is needed, given " + dtype);
    }
    int keep = precision(dtype) - fewer;
    Tensor bits =
        dtype == DType.F64
            ? bits(DType.I64, extents).shiftRightLogical(64 - keep)
            : bits(DType.I32, extents).shiftRightLogical(32 - keep);
    return bits.cast(dtype);
  }

  /** The number of bits in a significand. */
  private static int precision(DType dtype) {
    return switch (dtype) {
      case F32 -> 24;
      case F64 -> 53;
      case BF16 -> 8;
      case I32, I64, BOOL -> throw new IllegalArgumentException("not floating: " + dtype);
    };
  }
}
