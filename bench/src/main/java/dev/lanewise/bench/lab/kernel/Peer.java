package dev.lanewise.bench.lab.kernel;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Another library, found with {@link ServiceLoader} on the class path of the process that measures.
 */
public interface Peer {
  /** Who it is. */
  Contestant contestant();

  /** How it computes an experiment, if it can. */
  Optional<Experiment.Start> start(Experiment experiment);

  /**
   * Finds how a peer computes an experiment.
   *
   * @throws IllegalArgumentException if there is no such peer, or it cannot
   */
  static Experiment.Start find(Contestant contestant, Experiment experiment) {
    return ServiceLoader.load(Peer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(peer -> peer.contestant() == contestant)
        .flatMap(peer -> peer.start(experiment).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "[lab] " + contestant + " is not here or cannot do " + experiment.name()));
  }
}
