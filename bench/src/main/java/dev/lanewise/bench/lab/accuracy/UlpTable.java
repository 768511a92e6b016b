package dev.lanewise.bench.lab.accuracy;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Memory;
import dev.lanewise.bench.lab.suite.Catalog;
import dev.lanewise.bench.lab.suite.MathFunction;
import dev.lanewise.kernels.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * The largest errors that a function was seen with, for each contestant, in units in the last place
 * of the exact result.
 *
 * @param function which
 * @param type F32 or F64
 * @param points how many arguments were tried
 * @param worst for each contestant
 */
public record UlpTable(
    MathFunction function, ElementType type, int points, Map<Contestant, Worst> worst) {
  private static final long SEED = 11;
  private static final int HARD_NEIGHBOURS = 2;

  /**
   * An error.
   *
   * @param ulps how large
   * @param at the argument
   */
  public record Worst(double ulps, double at) {}

  /** Copies the map. */
  public UlpTable {
    worst = new EnumMap<>(worst);
  }

  /**
   * Tries arguments: a third uniform in the range of the benchmark, a third with uniform exponents
   * over the whole domain, and a third beside powers of two, multiples of half pi and halves, and
   * at the ends of the domain, where implementations change from one formula to another.
   *
   * @param points about how many
   */
  public static UlpTable measure(MathFunction function, ElementType type, int points) {
    double[] arguments = arguments(function, type, points);
    BigDecimal[] exact = new BigDecimal[arguments.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = Reference.value(function, arguments[i]);
    }
    String name =
        "math."
            + function.name().toLowerCase(Locale.ROOT)
            + "."
            + type.name().toLowerCase(Locale.ROOT);
    Experiment experiment = Catalog.find(name);
    Map<Contestant, Worst> worst = new EnumMap<>(Contestant.class);
    for (Contestant contestant : experiment.names()) {
      double[] results = results(experiment, contestant, arguments);
      Worst largest = new Worst(0, Double.NaN);
      for (int i = 0; i < exact.length; i++) {
        double ulps = ulps(type, results[i], exact[i]);
        // A NaN is an error of any size.
        largest = ulps <= largest.ulps() ? largest : new Worst(ulps, arguments[i]);
      }
      worst.put(contestant, largest);
    }
    return new UlpTable(function, type, exact.length, worst);
  }

  private static double[] results(
      Experiment experiment, Contestant contestant, double[] arguments) {
    int n = arguments.length;
    boolean floats = experiment.type() == ElementType.F32;
    try (Arena arena = Arena.ofConfined()) {
      Memory memory = Memory.allocate(arena, experiment.operands().apply(n), SEED);
      MemorySegment in = memory.get(0);
      MemorySegment out = memory.get(1);
      for (int i = 0; i < n; i++) {
        if (floats) {
          in.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) arguments[i]);
        } else {
          in.setAtIndex(ValueLayout.JAVA_DOUBLE, i, arguments[i]);
        }
      }
      var body = experiment.start(contestant, memory, n);
      body.run();
      body.export();
      double[] results = new double[n];
      for (int i = 0; i < n; i++) {
        results[i] =
            floats
                ? out.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                : out.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      }
      return results;
    }
  }

  /** The distance in units in the last place that a result of this size has. */
  static double ulps(ElementType type, double result, BigDecimal exact) {
    if (!Double.isFinite(result)) {
      return Double.POSITIVE_INFINITY;
    }
    double near = Math.abs(exact.doubleValue());
    double ulp = type == ElementType.F32 ? Math.ulp((float) near) : Math.ulp(near);
    return new BigDecimal(result)
        .subtract(exact)
        .abs()
        .divide(new BigDecimal(ulp), MathContext.DECIMAL64)
        .doubleValue();
  }

  private static double[] arguments(MathFunction function, ElementType type, int points) {
    Reference domain = Reference.of(function);
    boolean floats = type == ElementType.F32;
    double least = floats ? domain.leastF32() : domain.least();
    double most = floats ? domain.mostF32() : domain.most();
    SplittableRandom random = new SplittableRandom(SEED);
    return DoubleStream.generate(() -> argument(function, random, least, most, floats))
        .map(x -> floats ? (float) x : x)
        .filter(x -> x >= least && x <= most && x != 0 && Reference.isMeaningful(function, x))
        .limit(points)
        .toArray();
  }

  private static double argument(
      MathFunction function, SplittableRandom random, double least, double most, boolean floats) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextDouble(function.low(), function.high());
      case 1 -> withRandomExponent(random, least, most);
      default -> hard(random, least, most, floats);
    };
  }

  private static double withRandomExponent(SplittableRandom random, double least, double most) {
    double largest = Math.max(Math.abs(least), Math.abs(most));
    double smallest = least > 0 ? least : 1e-30;
    double size = Math.exp(random.nextDouble(Math.log(smallest), Math.log(largest)));
    return least < 0 && random.nextBoolean() ? -size : size;
  }

  private static double hard(SplittableRandom random, double least, double most, boolean floats) {
    double corner =
        switch (random.nextInt(5)) {
          case 0 -> Math.scalb(1.0, random.nextInt(-40, 40));
          case 1 -> random.nextInt(1, 1000) * Math.PI / 2;
          case 2 -> 0.5 * random.nextInt(1, 60);
          case 3 -> least;
          default -> most;
        };
    int steps = random.nextInt(-HARD_NEIGHBOURS, HARD_NEIGHBOURS + 1);
    double x = floats ? (float) corner : corner;
    for (int i = 0; i < Math.abs(steps); i++) {
      double towards = steps > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      x = floats ? Math.nextAfter((float) x, towards) : Math.nextAfter(x, towards);
    }
    return least < 0 && random.nextBoolean() ? -x : x;
  }
}
