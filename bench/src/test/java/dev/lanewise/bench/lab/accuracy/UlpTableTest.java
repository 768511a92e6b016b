package dev.lanewise.bench.lab.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.suite.MathFunction;
import dev.lanewise.kernels.ElementType;
import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UlpTableTest {
  private static final MathContext FORTY = new MathContext(40);

  /** First digits as the NIST Digital Library and tables before it have them. */
  @ParameterizedTest
  @CsvSource({
    "EXP, 1, 2.718281828459045235360287471352662497757",
    "EXPM1, 0.5, 0.6487212707001281468486507878141635716538",
    "LOG, 10, 2.302585092994045684017991454684364207601",
    "LOG1P, 1, 0.6931471805599453094172321214581765680755",
    "SIN, 1, 0.8414709848078965066525023216302989996226",
    "COS, 1, 0.5403023058681397174009366074429766037323",
    "TAN, 1, 1.557407724654902230506974807458360173087",
    "ATAN, 1, 0.7853981633974483096156608458198757210493",
    "ASIN, 0.5, 0.5235987755982988730771072305465838140329",
    "ACOS, 0.5, 1.047197551196597746154214461093167628066",
    "SINH, 1, 1.175201193643801456882381850595600815156",
    "COSH, 1, 1.543080634815243778477905620757061682602",
    "TANH, 1, 0.7615941559557648881194582826047935904128",
    "ASINH, 1, 0.8813735870195430252326093249797923090282",
    "ACOSH, 2, 1.316957896924816708625046347307968444027",
    "ATANH, 0.5, 0.5493061443340548456976226184612628523237",
    "CBRT, 2, 1.259921049894873164767210607278228350570",
    "ERF, 1, 0.8427007929497148693412206350826092592961",
    "ERFC, 1, 0.1572992070502851306587793649173907407039",
    "ERFC, 5, 0.000000000001537459794428034850188343485383378890118",
    "LGAMMA, 0.5, 0.5723649429247000870717136756765293558236",
    "LGAMMA, 10, 12.80182748008146961120771787456670616428",
    "DIGAMMA, 1, -0.5772156649015328606065120900824024310422",
    "LOGISTIC, 1, 0.7310585786300048792511592418218362743651"
  })
  void referencesHaveFortyDigits(MathFunction function, double x, BigDecimal digits) {
    BigDecimal error = Reference.value(function, x).subtract(digits).abs();
    assertThat(error.divide(digits.abs(), FORTY)).isLessThan(new BigDecimal("1e-38"));
  }

  /** Two functions of which one undoes the other agree over their whole range. */
  @Test
  void inversesUndo() {
    for (double x : new double[] {1e-200, 1e-9, 0.3, 0.99, 1.7, 2.9}) {
      BigDecimal exact = new BigDecimal(x);
      near(exact, Decimals.log(Decimals.exp(exact)), x < 1e-20 ? 1 : 1e-35);
      near(exact, Decimals.log1p(Decimals.expm1(exact)), 1e-45);
      near(exact, Decimals.asinh(Decimals.sinh(exact)), 1e-45);
      near(exact, Decimals.atan(Decimals.tan(exact.min(BigDecimal.ONE))), x > 1 ? 2 : 1e-45);
    }
    BigDecimal y = new BigDecimal("0.999999999999");
    near(y, SpecialDecimals.erf(SpecialDecimals.erfInv(y)), 1e-40);
  }

  private static void near(BigDecimal expected, BigDecimal actual, double relative) {
    double error = actual.subtract(expected).divide(expected, FORTY).abs().doubleValue();
    assertThat(error).as("%s and %s", actual, expected).isLessThanOrEqualTo(relative);
  }

  @Test
  void largeAngles() {
    BigDecimal x = new BigDecimal(1e15);
    assertThat(UlpTable.ulps(ElementType.F64, StrictMath.sin(1e15), Decimals.sin(x))).isLessThan(1);
    assertThat(UlpTable.ulps(ElementType.F64, StrictMath.cos(1e15), Decimals.cos(x))).isLessThan(1);
  }

  @ParameterizedTest
  @EnumSource(MathFunction.class)
  void kernelsAreAsGoodAsTheyShouldBe(MathFunction function) {
    UlpTable floats = UlpTable.measure(function, ElementType.F32, 60);
    assertThat(floats.points()).isEqualTo(60);
    assertThat(floats.worst().get(Contestant.LANEWISE).ulps()).isBetween(0.0, 2.5);
    UlpTable doubles = UlpTable.measure(function, ElementType.F64, 60);
    assertThat(doubles.worst().get(Contestant.LANEWISE).ulps()).isBetween(0.0, 20.0);
  }

  @Test
  void errorsAreMeasuredInUnitsInTheLastPlace() {
    BigDecimal third = BigDecimal.ONE.divide(BigDecimal.valueOf(3), FORTY);
    double near = 1.0 / 3;
    assertThat(UlpTable.ulps(ElementType.F64, near, third)).isBetween(0.0, 0.5);
    assertThat(UlpTable.ulps(ElementType.F64, Math.nextUp(near), third)).isBetween(0.5, 1.5);
    assertThat(UlpTable.ulps(ElementType.F32, near, third)).isLessThan(1e-7);
    assertThat(UlpTable.ulps(ElementType.F32, Double.NaN, third)).isInfinite();
  }
}
