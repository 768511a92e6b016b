package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Kernel;
import java.util.List;
import java.util.stream.Stream;

/** Every experiment of the laboratory. */
public final class Catalog {
  /** Before the name of a user's class. */
  private static final String OWN = "own.";

  /** Looked for when the first experiment is asked for. */
  private static final class Holder {
    static final List<Experiment> ALL =
        Stream.of(
                Roofline.experiments(),
                ElementwiseKernels.experiments(),
                MathFunctions.experiments(),
                Reductions.experiments(),
                Scans.experiments(),
                Sorts.experiments(),
                Movements.experiments(),
                RandomNumbers.experiments(),
                Products.experiments(),
                Transforms.experiments(),
                NativeCallCosts.experiments())
            .flatMap(List::stream)
            .toList();
  }

  private Catalog() {}

  /** All of them but those that users bring. */
  public static List<Experiment> all() {
    return Holder.ALL;
  }

  /** Those of some families, in the catalogue's order. */
  public static List<Experiment> families(List<String> families) {
    return all().stream().filter(experiment -> families.contains(experiment.family())).toList();
  }

  /**
   * Finds an experiment by its name, or makes one of the class that it names.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Experiment find(String name) {
    if (name.startsWith(OWN)) {
      return own(name.substring(OWN.length()));
    }
    return all().stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("[lab] no experiment " + name));
  }

  /**
   * An experiment of a user's kernel.
   *
   * @param className a public class with a public constructor without arguments
   * @throws IllegalArgumentException if there is no such class, or it is no kernel
   */
  public static Experiment own(String className) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      Object instance = Class.forName(className, true, loader).getConstructor().newInstance();
      if (instance instanceof Kernel kernel) {
        return Experiment.of(kernel, OWN + className);
      }
      throw new IllegalArgumentException(
          "[lab] " + className + " does not implement " + Kernel.class.getName());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "[lab] "
              + className
              + " is not on the class path, or has no public constructor without"
              + " arguments: "
              + e,
          e);
    }
  }
}
