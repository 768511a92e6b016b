package dev.lanewise.bench.workload;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.runtime.Workers;
import java.util.List;
import java.util.Optional;

/** Work in F32 that the engine and its peers are timed on. */
public interface Workload {
  /** Name, title and the like. */
  About about();

  /** The name, lower-case words with hyphens. */
  default String name() {
    return about().name();
  }

  /** What a step has to do. */
  Cost cost();

  /** What every step reads, made anew by each call and the same each time. */
  List<HostArray> inputs();

  /** What a step computes; the parameters are the inputs. */
  Graph graph();

  /** Makes the engine ready to run the work on the given threads. */
  Task start(Workers workers);

  /** The same in loops of plain Java as one would write them by hand, where that is sensible. */
  Optional<Task> plainLoop();
}
