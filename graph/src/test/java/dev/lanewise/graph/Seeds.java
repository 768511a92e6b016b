package dev.lanewise.graph;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * How many random cases a test checks: a fixed number in the ordinary build, as many as the system
 * property {@value #COUNT} says in the nightly one. Those may be divided among machines: with
 * {@value #SHARD} set to {@code 2/5}, only seeds that leave the remainder 2 on division by 5 are
 * checked.
 */
public final class Seeds {
  private static final String COUNT = "lanewise.random.cases";
  private static final String SHARD = "lanewise.random.shard";

  private Seeds() {}

  /**
   * Checks every seed from 0 on, in the nightly build on all processors at once. The check names
   * the seed in what it throws.
   *
   * @param ordinary how many seeds the ordinary build checks
   */
  public static void forEach(int ordinary, LongConsumer check) {
    long count = Long.getLong(COUNT, ordinary);
    String[] shard = System.getProperty(SHARD, "0/1").split("/", -1);
    long remainder = Long.parseLong(shard[0]);
    long divisor = Long.parseLong(shard[1]);
    LongStream seeds = LongStream.range(0, count).filter(seed -> seed % divisor == remainder);
    (count > ordinary ? seeds.parallel() : seeds).forEach(check);
  }
}
