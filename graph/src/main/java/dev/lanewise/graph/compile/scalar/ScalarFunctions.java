package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.ir.BFloat16;
import dev.lanewise.kernels.Random;

/**
 * What generated code calls where there is no bytecode without a branch. Branches that live here
 * have one profile for all their callers, so the just-in-time compiler does not bet on one side and
 * compile a large method again when the other is met; and code without branches needs no stack
 * maps.
 */
final class ScalarFunctions {
  private ScalarFunctions() {}

  static int equal(int x, int y) {
    return x == y ? 1 : 0;
  }

  static int equal(long x, long y) {
    return x == y ? 1 : 0;
  }

  static int equal(float x, float y) {
    return x == y ? 1 : 0;
  }

  static int equal(double x, double y) {
    return x == y ? 1 : 0;
  }

  static int less(int x, int y) {
    return x < y ? 1 : 0;
  }

  static int less(long x, long y) {
    return x < y ? 1 : 0;
  }

  static int less(float x, float y) {
    return x < y ? 1 : 0;
  }

  static int less(double x, double y) {
    return x < y ? 1 : 0;
  }

  static int lessOrEqual(int x, int y) {
    return x <= y ? 1 : 0;
  }

  static int lessOrEqual(long x, long y) {
    return x <= y ? 1 : 0;
  }

  static int lessOrEqual(float x, float y) {
    return x <= y ? 1 : 0;
  }

  static int lessOrEqual(double x, double y) {
    return x <= y ? 1 : 0;
  }

  static int select(int condition, int onTrue, int onFalse) {
    return condition != 0 ? onTrue : onFalse;
  }

  static long select(int condition, long onTrue, long onFalse) {
    return condition != 0 ? onTrue : onFalse;
  }

  static float select(int condition, float onTrue, float onFalse) {
    return condition != 0 ? onTrue : onFalse;
  }

  static double select(int condition, double onTrue, double onFalse) {
    return condition != 0 ? onTrue : onFalse;
  }

  /** Whether a value is at least as extreme as the best so far when NaN is the most extreme. */
  static int isAbove(int x, int best) {
    return x > best ? 1 : 0;
  }

  static int isAbove(long x, long best) {
    return x > best ? 1 : 0;
  }

  static int isAbove(float x, float best) {
    return x > best || (Float.isNaN(x) && !Float.isNaN(best)) ? 1 : 0;
  }

  static int isAbove(double x, double best) {
    return x > best || (Double.isNaN(x) && !Double.isNaN(best)) ? 1 : 0;
  }

  static int isBelow(int x, int best) {
    return x < best ? 1 : 0;
  }

  static int isBelow(long x, long best) {
    return x < best ? 1 : 0;
  }

  static int isBelow(float x, float best) {
    return x < best || (Float.isNaN(x) && !Float.isNaN(best)) ? 1 : 0;
  }

  static int isBelow(double x, double best) {
    return x < best || (Double.isNaN(x) && !Double.isNaN(best)) ? 1 : 0;
  }

  static int isFinite(float x) {
    return Float.isFinite(x) ? 1 : 0;
  }

  static int isFinite(double x) {
    return Double.isFinite(x) ? 1 : 0;
  }

  static int divide(int x, int y) {
    return y == 0 ? -1 : x / y;
  }

  static long divide(long x, long y) {
    return y == 0 ? -1 : x / y;
  }

  static int remainder(int x, int y) {
    return y == 0 ? x : x % y;
  }

  static long remainder(long x, long y) {
    return y == 0 ? x : x % y;
  }

  static int shiftLeft(int x, int y) {
    return y >= 0 && y < Integer.SIZE ? x << y : 0;
  }

  static long shiftLeft(long x, long y) {
    return y >= 0 && y < Long.SIZE ? x << y : 0;
  }

  static int shiftRight(int x, int y) {
    return x >> (y >= 0 && y < Integer.SIZE ? y : Integer.SIZE - 1);
  }

  static long shiftRight(long x, long y) {
    return x >> (y >= 0 && y < Long.SIZE ? y : Long.SIZE - 1);
  }

  static int shiftRightLogical(int x, int y) {
    return y >= 0 && y < Integer.SIZE ? x >>> y : 0;
  }

  static long shiftRightLogical(long x, long y) {
    return y >= 0 && y < Long.SIZE ? x >>> y : 0;
  }

  static int sign(int x) {
    return Integer.signum(x);
  }

  static long sign(long x) {
    return Long.signum(x);
  }

  /** As {@link Math#pow}, but a square is rounded once, so that it is {@code x * x} exactly. */
  static double power(double x, double y) {
    return y == 2 ? x * x : Math.pow(x, y);
  }

  static float nextAfter(float x, float y) {
    return Math.nextAfter(x, y);
  }

  static float roundToBFloat16(float x) {
    return BFloat16.toFloat(BFloat16.fromFloat(x));
  }

  /** The bfloat16 next to one towards another. */
  static float nextBFloat16(float x, float y) {
    if (Float.isNaN(x) || Float.isNaN(y)) {
      return Float.NaN;
    }
    if (x == y) {
      return y;
    }
    if (x == 0) {
      return Math.copySign(BFloat16.toFloat((short) 1), y);
    }
    // Sign and magnitude: one more in the bits is one step away from zero.
    boolean awayFromZero = (y > x) == (x > 0);
    return BFloat16.toFloat((short) (BFloat16.fromFloat(x) + (awayFromZero ? 1 : -1)));
  }

  /** Element {@code index} of the random bits under a key. */
  static long randomLong(int key0, int key1, int index) {
    return Random.threefry2x32(key0, key1, 0, index);
  }

  static int randomInt(int key0, int key1, int index) {
    long block = randomLong(key0, key1, index);
    return (int) (block >>> Integer.SIZE) ^ (int) block;
  }
}
