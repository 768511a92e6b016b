package dev.lanewise.bench.lab.run;

/**
 * How long is measured.
 *
 * @param forks processes for each case; their differences show what the JVM's compiler decides by
 *     chance
 * @param warmUpSeconds before the first sample, after the calls that get the code compiled ({@link
 *     dev.lanewise.bench.lab.kernel.WarmUp})
 * @param samples in each process
 * @param sampleSeconds of each sample
 */
public record Protocol(int forks, double warmUpSeconds, int samples, double sampleSeconds) {
  /** For figures. */
  public static final Protocol STANDARD = new Protocol(1, 0.5, 10, 0.1);

  /** For a first look. */
  public static final Protocol QUICK = new Protocol(1, 0.2, 5, 0.05);

  /** A process starts, fills its memory, and calls until it is compiled, in about so long. */
  private static final double START_SECONDS = 1.8;

  /** The same with another number of processes. */
  public Protocol withForks(int number) {
    return new Protocol(number, warmUpSeconds, samples, sampleSeconds);
  }

  /** Seconds that a case will take, about. */
  double seconds() {
    return forks * (START_SECONDS + warmUpSeconds + samples * sampleSeconds);
  }
}
