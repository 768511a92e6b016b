package dev.lanewise.bench.lab.run;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.suite.Catalog;
import dev.lanewise.bench.lab.suite.NativeCallCosts;
import dev.lanewise.bench.lab.suite.Roofline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which cases are measured: experiments at sizes for some working sets, on some numbers of threads
 * and widths of vectors, and first the roofline at the same.
 *
 * @param experiments in their order
 * @param workingSets bytes
 * @param threads numbers of threads
 * @param lanes bits of vectors, 0 for what the machine prefers
 * @param peers whether other libraries take part
 * @param roofline whether the machine's limits are measured
 */
public record Plan(
    List<Experiment> experiments,
    List<Long> workingSets,
    List<Integer> threads,
    List<Integer> lanes,
    boolean peers,
    boolean roofline) {
  /** A plain loop that needs seconds for a call is left out. */
  private static final double MOST_FLOPS_OF_A_LOOP = 3e8;

  /** Copies the lists. */
  public Plan {
    experiments = List.copyOf(experiments);
    workingSets = List.copyOf(workingSets);
    threads = List.copyOf(threads);
    lanes = List.copyOf(lanes);
  }

  /** The cases, contestants at the same problem one after the other. */
  public List<LabCase> cases() {
    Set<LabCase> cases = new LinkedHashSet<>();
    for (int bits : lanes) {
      for (int count : threads) {
        if (roofline && experiments.stream().anyMatch(Plan::hasALimit)) {
          add(cases, Catalog.families(List.of(Roofline.FAMILY)), count, bits);
        }
        add(cases, experiments, count, bits);
      }
    }
    return new ArrayList<>(cases);
  }

  private static boolean hasALimit(Experiment experiment) {
    return !experiment.family().equals(NativeCallCosts.FAMILY);
  }

  private void add(Set<LabCase> cases, List<Experiment> some, int count, int bits) {
    for (Experiment experiment : some) {
      for (int size : experiment.sizes().of(workingSets)) {
        for (Contestant contestant : experiment.names()) {
          if (takesPart(experiment, contestant, size)) {
            cases.add(new LabCase(experiment.name(), contestant, size, count, bits));
          }
        }
      }
    }
  }

  private boolean takesPart(Experiment experiment, Contestant contestant, int size) {
    if (contestant.isPeer()) {
      return peers;
    }
    return contestant != Contestant.LOOP
        || experiment.work().apply(size).flops() <= MOST_FLOPS_OF_A_LOOP;
  }
}
