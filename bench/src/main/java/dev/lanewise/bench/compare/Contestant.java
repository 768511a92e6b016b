package dev.lanewise.bench.compare;

import java.io.IOException;

/** A candidate that has made a workload ready and waits for its turns. */
interface Contestant extends AutoCloseable {
  /** What its first step gave. */
  Fingerprint fingerprint();

  /** Takes a turn. */
  Turn turn() throws IOException;

  /** The most memory in bytes that a step takes beside its inputs; 0 if unknown. */
  long peakBytes() throws IOException;

  @Override
  void close();
}
