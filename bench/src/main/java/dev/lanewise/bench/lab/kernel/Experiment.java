package dev.lanewise.bench.lab.kernel;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * One computation with everybody who can do it.
 *
 * @param name {@code family.kernel.type}, unique in the laboratory
 * @param title for people
 * @param type of the elements
 * @param sizes which problems there are
 * @param operands of a problem of some size
 * @param work of a call at some size
 * @param twin what the results should be
 * @param agreement how near to the twin they must be
 * @param contestants who there is, and how each is made ready
 */
public record Experiment(
    String name,
    String title,
    ElementType type,
    Sizes sizes,
    IntFunction<List<Operand>> operands,
    IntFunction<Work> work,
    Twin twin,
    Agreement agreement,
    Map<Contestant, Start> contestants) {

  /** The specification of a computation, in plain scalar code. */
  @FunctionalInterface
  public interface Twin {
    /** Writes what the kernel should write. */
    void run(List<MemorySegment> memory, int n);
  }

  /** Makes a contestant ready. */
  @FunctionalInterface
  public interface Start {
    /** A body that works on this memory. */
    Body start(Memory memory, int n);
  }

  /** Keeps the contestants in the order of their declaration. */
  public Experiment {
    contestants = new EnumMap<>(contestants);
  }

  /** A kernel that a user brought; its twin is the plain loop. */
  public static Experiment of(Kernel kernel, String name) {
    Map<Contestant, Start> contestants = new EnumMap<>(Contestant.class);
    contestants.put(
        Contestant.LANEWISE,
        (memory, n) -> {
          List<MemorySegment> segments = memory.segments();
          return () -> kernel.run(segments, n);
        });
    contestants.put(
        Contestant.SEGMENT_LOOP,
        (memory, n) -> {
          List<MemorySegment> segments = memory.segments();
          return () -> kernel.twin(segments, n);
        });
    return new Experiment(
        name,
        kernel.name(),
        kernel.operands(1).getFirst().type(),
        Sizes.byBytes(n -> kernel.work(n).bytes()),
        kernel::operands,
        kernel::work,
        kernel::twin,
        new Agreement(kernel.ulps(), kernel.relativeToLargest()),
        contestants);
  }

  /** The part of the name before the first dot. */
  public String family() {
    return name.substring(0, name.indexOf('.'));
  }

  /** The same computation with one contestant more. */
  public Experiment and(Contestant contestant, Start start) {
    Map<Contestant, Start> more = new EnumMap<>(contestants);
    more.put(contestant, start);
    return new Experiment(name, title, type, sizes, operands, work, twin, agreement, more);
  }

  /** Who there is. */
  public Set<Contestant> names() {
    return contestants.keySet();
  }

  /**
   * Makes a contestant ready.
   *
   * @throws IllegalArgumentException if it is not one of this experiment
   */
  public Body start(Contestant contestant, Memory memory, int n) {
    Start start = contestants.get(contestant);
    if (start == null) {
      throw new IllegalArgumentException(
          "[lab] " + name + " has no contestant " + contestant + ", only " + names());
    }
    return start.start(memory, n);
  }
}
