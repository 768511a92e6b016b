package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The inverse of the error function for F64 lanes: only IEEE 754 operations, so the bits are the
 * same on every machine and whether or not the code has been compiled.
 *
 * <p>{@code erfInv(y) = y p(w)} with {@code w = -log((1 - y)(1 + y))}, in which p is nearly a
 * parabola's root: a polynomial in w below 6, and two in sqrt(w) above. The form is M. Giles's
 * (Approximating the erfinv function, GPU Computing Gems, 2011); the polynomials are our own, by
 * Remez exchange, relative errors 2^-60, 2^-59 and 2^-59.
 */
final class DoubleErrorInverse {
  private static final double CENTRE = 3;
  private static final double FIRST = 6;
  private static final double SECOND = 4;
  private static final double MIDDLE_CENTRE = 3.25;
  private static final double LAST_CENTRE = 5;

  private DoubleErrorInverse() {}

  static DoubleVector erfInv(DoubleVector y) {
    DoubleVector one = y.broadcast(1);
    DoubleVector size = y.abs();
    DoubleVector product = one.sub(size).mul(one.add(size));
    DoubleVector w = DoubleLogarithm.finite(product, one.broadcast(0)).neg();
    DoubleVector root = w.sqrt();
    DoubleVector p = near(w.sub(CENTRE));
    p = p.blend(middle(root.sub(MIDDLE_CENTRE)), w.compare(VectorOperators.GE, FIRST));
    p = p.blend(last(root.sub(LAST_CENTRE)), root.compare(VectorOperators.GE, SECOND));
    DoubleVector x = y.mul(p);
    VectorMask<Double> ends = size.compare(VectorOperators.EQ, 1);
    DoubleVector endless = DoubleLanes.withSignOf(one.broadcast(Double.POSITIVE_INFINITY), y);
    return x.blend(endless, ends).blend(Double.NaN, size.compare(VectorOperators.LE, 1).not());
  }

  /** p of {@code t = w - 3}, w from 0 to 6. */
  private static DoubleVector near(DoubleVector t) {
    DoubleVector p = t.broadcast(-0x1.dbb9721ae51e9p-75);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.4dfeda82bbaf9p-72);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.083bdb401345p-67);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.67ea3e2f3ffc6p-68);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.0c4242424e888p-61);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.f1a12c9f0073ep-60);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.fa78b0ece67fap-57);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.6ba614fd54c8ap-53);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.337d52ab1913ap-52);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.c5c1f497a1929p-48);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.dc5f11934e521p-45);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.cf53135c4a3e6p-48);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.7bd2bc9994d1ap-39);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.30dce87c93935p-36);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.146b273283863p-35);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.315594b90e928p-30);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.77b3a41719dd1p-28);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.96f822ce92a9fp-26);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.e32b0d54645bbp-22);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.d539ca07df229p-20);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.aab13d1c516c5p-17);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.9912c04a410b4p-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.b6666b152b45p-11);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.780def1d3f28ep-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.eedbebdce73e6p-3);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.9fa072ed72dbbp0);
    return p;
  }

  /** p of {@code t = sqrt(w) - 3.25}, w from 6 to 16. */
  private static DoubleVector middle(DoubleVector t) {
    DoubleVector p = t.broadcast(-0x1.7cd09c9fd7d2dp-31);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.04a542bf03fbcp-27);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.c7f0db9d9308ep-27);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.62a630d016bcp-26);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.15116827eb9a3p-23);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.07f5071883eb2p-22);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.bb4cc58f0e37p-26);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.8dc5fd0bdb5a1p-20);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.0b876db9eb631p-18);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.89977f10bb833p-19);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.a243a23752a6p-17);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.8cf456af021p-15);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.1e6ab1a5f3b86p-14);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.932e8bf5ef8e8p-16);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.7448bc84a1ea4p-12);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.f3cc546053e65p-11);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.ba9240d971832p-10);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.468eeca93d0b2p-9);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.ebadabb9ff6c5p-9);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.5ffcfe5b6ce48p-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.0158a6d641d54p0);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.8abcc380d5a48p1);
    return p;
  }

  /** p of {@code t = sqrt(w) - 5}, w from 16 to 36.1. */
  private static DoubleVector last(DoubleVector t) {
    DoubleVector p = t.broadcast(0x1.90deea26fe059p-38);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.681c001023463p-36);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.11e743f8dec87p-36);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3346fcca6eb4fp-34);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.a46bed6c27ccap-32);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.699dfc87b7c73p-30);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.e580d45a3294p-29);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.0cc0bd95c4fcap-27);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.0562c93dd87a3p-26);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.f288f65aebc97p-26);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.22389bdd7d4dap-24);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.ebe31ebb7f2c6p-23);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.0a9032a57abe3p-20);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.2fbcfd8a515d6p-18);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.4a34904656587p-16);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3ebf4efb0b8f5p-14);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.c2f36aa156d74p-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.22ea5df1cb731p-13);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.02a30d1fba10bp0);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3664ddd1ad7fbp2);
    return p;
  }
}
