package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class FloatMathTest {
  /** A prime number of floats apart, so that all exponents and low bits are met. */
  private static final int STRIDE = 499;

  @Test
  void tanhIsWithinHalfAnUlpOfTheExactValue() {
    double worst = 0;
    for (long bits = 1; bits < Float.floatToIntBits(12f); bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      worst = Math.max(worst, Math.max(error(x), error(-x)));
    }
    assertThat(worst).isLessThan(0.501);
  }

  /** StrictMath's own error is 2^-28 of an ULP of a float. */
  private static double error(float x) {
    double exact = StrictMath.tanh(x);
    return Math.abs(FloatMath.tanh(x) - exact) / Math.ulp((float) exact);
  }

  @Test
  void tanhAgreesWithTheVectorsToTheirBound() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      float x = (float) random.nextDouble(-11, 11);
      float vector = VectorMath.tanh(FloatVector.broadcast(FloatVector.SPECIES_128, x)).lane(0);
      assertThat(Math.abs(FloatMath.tanh(x) - vector) / Math.ulp(vector))
          .as("tanh(%s)", x)
          .isLessThanOrEqualTo(2);
    }
  }

  @Test
  void tanhOfSpecialValues() {
    assertThat(FloatMath.tanh(0f)).isEqualTo(0f);
    assertThat(Float.floatToRawIntBits(FloatMath.tanh(-0f)))
        .isEqualTo(Float.floatToRawIntBits(-0f));
    assertThat(FloatMath.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(FloatMath.tanh(Float.NaN)).isNaN();
    assertThat(FloatMath.tanh(Float.MAX_VALUE)).isEqualTo(1f);
    assertThat(FloatMath.tanh(-Float.MAX_VALUE)).isEqualTo(-1f);
    assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
    assertThat(FloatMath.tanh(-Float.MIN_NORMAL)).isEqualTo(-Float.MIN_NORMAL);
  }
}
