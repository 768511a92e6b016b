package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * exp and log in double lanes, as precise as a function of F32 needs that is computed in double
 * lanes and rounded once: a few hundredths of an ULP of a float. Polynomials by Remez exchange.
 */
final class FloatPrecision {
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;
  private static final double LOG2_E = 0x1.71547652b82fep0;
  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;

  private FloatPrecision() {}

  /** {@code e^x} for x between -700 and 700; relative error 2^-34. */
  static DoubleVector exp(DoubleVector x) {
    DoubleVector shifted = x.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector r = shifted.sub(ROUNDER).lanewise(VectorOperators.FMA, -LN2, x);
    DoubleVector y = r.mul(r).lanewise(VectorOperators.FMA, exponential(r), r).add(1);
    return y.mul(power(shifted.reinterpretAsLongs().sub(ROUNDER_BITS)));
  }

  /** {@code 2^n} of a normal number. */
  static DoubleVector power(LongVector n) {
    return n.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsDoubles();
  }

  /** The natural logarithm of positive normal numbers; relative error 2^-35. */
  static DoubleVector log(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
    DoubleVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsDoubles()
            .sub(1);
    DoubleVector k = exponent.add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER);
    DoubleVector s = f.div(f.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector y = s.mul(z).lanewise(VectorOperators.FMA, logarithm(z), s.add(s));
    return k.lanewise(VectorOperators.FMA, LN2, y);
  }

  /** {@code (e^r - 1 - r) / r^2} for {@code |r| <= log(2)/2}. */
  private static DoubleVector exponential(DoubleVector r) {
    DoubleVector p = r.broadcast(0x1.a1bb98cfbfb76p-13);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.6d966734d60a5p-10);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.111079a35c5fdp-7);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.5554808920035p-5);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.5555559b09208p-3);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.00000042c391fp-1);
    return p;
  }

  /** {@code (2 atanh(s) - 2s) / s^3} of {@code z = s^2}. */
  private static DoubleVector logarithm(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.e2f69697e4f4cp-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.2438d95ce35dap-2);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.999a7a73734edp-2);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.555554fdb23abp-1);
    return p;
  }
}
