package dev.lanewise.autodiff.optim;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;

/**
 * The learning rate as a function of the step, computed within the training step itself, so that it
 * can change without compiling anew. The schedules here have the names, parameters and values of
 * PyTorch's.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The rate of one step.
   *
   * @param step how many steps were taken before, I32[]
   * @return F64[]
   */
  Tensor rate(Tensor step);

  /** One rate throughout. */
  static Schedule constant(double rate) {
    return step -> Tensor.scalar(DType.F64, rate);
  }

  /** Multiplied by gamma every {@code period} steps. */
  static Schedule stepDecay(double rate, int period, double gamma) {
    return step -> power(gamma, real(step).div(period).floor()).mul(rate);
  }

  /** Multiplied by gamma at each of the given steps. */
  static Schedule multiStep(double rate, double gamma, int... milestones) {
    int[] steps = milestones.clone();
    return step -> {
      Tensor passed = Tensor.scalar(DType.F64, 0);
      for (int milestone : steps) {
        passed = passed.add(step.ge(milestone).cast(DType.F64));
      }
      return power(gamma, passed).mul(rate);
    };
  }

  /** Multiplied by gamma at every step. */
  static Schedule exponential(double rate, double gamma) {
    return step -> power(gamma, real(step)).mul(rate);
  }

  /**
   * Half a cosine from {@code rate} to {@code minimum} in {@code steps} steps. Source: Loshchilov
   * and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.
   */
  static Schedule cosine(double rate, double minimum, int steps) {
    return step -> halfCosine(rate, minimum, real(step).div(steps));
  }

  /**
   * Repeats {@link #cosine}, each cycle {@code growth} times as long as the one before; source
   * there.
   */
  static Schedule cosineWithRestarts(double rate, double minimum, int firstCycle, int growth) {
    return step -> {
      Tensor at = real(step);
      if (growth == 1) {
        return halfCosine(rate, minimum, at.rem(firstCycle).div(firstCycle));
      }
      // Cycle n begins at firstCycle (growth^n - 1) / (growth - 1). The logarithm of an exact power
      // may come out just below an integer.
      Tensor cycles = at.mul((growth - 1.0) / firstCycle).add(1).log().div(Math.log(growth));
      Tensor scale = power(growth, cycles.add(1e-9).floor());
      Tensor begin = scale.sub(1).mul(firstCycle / (growth - 1.0));
      return halfCosine(rate, minimum, at.sub(begin).div(scale.mul(firstCycle)));
    };
  }

  /** From {@code startFactor} times the rate, linearly to the rate in {@code steps} steps. */
  static Schedule linearWarmup(double rate, double startFactor, int steps) {
    return step ->
        real(step).minimum(steps).mul((1 - startFactor) / steps).add(startFactor).mul(rate);
  }

  /** {@code factor} times the rate for {@code steps} steps, then the rate. */
  static Schedule constantWarmup(double rate, double factor, int steps) {
    return step -> Tensor.where(step.lt(steps), Tensor.scalar(rate * factor), Tensor.scalar(rate));
  }

  /** {@code rate (1 - t / steps)^power}, and 0 afterwards. */
  static Schedule polynomial(double rate, int steps, double power) {
    return step -> real(step).minimum(steps).div(steps).rsub(1).pow(power).mul(rate);
  }

  /**
   * Half a cosine from {@code maximum / 25} up to {@code maximum} in the first three tenths of
   * {@code steps}, then one down to a 250,000th of it. Source: Smith and Topin,
   * "Super-convergence", 2019.
   */
  static Schedule oneCycle(double maximum, int steps) {
    double start = maximum / 25;
    double end = start / 1e4;
    double peak = 0.3 * steps - 1;
    return step -> {
      Tensor at = real(step);
      Tensor up = halfCosine(start, maximum, at.div(peak));
      Tensor down = halfCosine(maximum, end, at.sub(peak).div(steps - 1 - peak));
      return Tensor.where(at.le(peak), up, down);
    };
  }

  /**
   * A triangle between {@code minimum} and {@code maximum}, rising and falling in {@code halfCycle}
   * steps each, its height halved with every cycle. Source: Smith, "Cyclical learning rates for
   * training neural networks", 2017.
   */
  static Schedule triangular2(double minimum, double maximum, int halfCycle) {
    return step -> {
      Tensor at = real(step);
      Tensor cycle = at.div(2.0 * halfCycle).floor();
      Tensor distance = at.div(halfCycle).sub(cycle.mul(2)).sub(1).abs();
      Tensor height = distance.rsub(1).mul(power(0.5, cycle));
      return height.mul(maximum - minimum).add(minimum);
    };
  }

  private static Tensor real(Tensor step) {
    return step.cast(DType.F64);
  }

  private static Tensor power(double base, Tensor exponent) {
    return Tensor.scalar(base).pow(exponent);
  }

  /** From {@code from} at 0 to {@code to} at 1. */
  private static Tensor halfCosine(double from, double to, Tensor fraction) {
    return fraction.mul(Math.PI).cos().add(1).mul(0.5 * (from - to)).add(to);
  }
}
