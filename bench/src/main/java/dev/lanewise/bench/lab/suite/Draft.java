package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.bench.lab.kernel.Peer;
import dev.lanewise.bench.lab.kernel.Sizes;
import dev.lanewise.bench.lab.kernel.Work;
import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.kernels.ElementType;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** An experiment in the making. */
final class Draft {
  private final String name;
  private final String title;
  private final ElementType type;
  private final IntFunction<List<Operand>> operands;
  private final Map<Contestant, Experiment.Start> contestants = new EnumMap<>(Contestant.class);
  private IntFunction<Work> work;
  private @Nullable Sizes sizes;
  private Agreement agreement = Agreement.EXACT;

  /**
   * @param name {@code family.kernel}, which the type is added to
   */
  Draft(String name, String title, ElementType type, IntFunction<List<Operand>> operands) {
    this.name = name + "." + type.name().toLowerCase(Locale.ROOT);
    this.title = title + ", " + type;
    this.type = type;
    this.operands = operands;
    this.work = n -> Work.of(0, operands.apply(n));
  }

  /** Additions and multiplications of a call; every operand is moved once. */
  Draft flops(IntToDoubleFunction flops) {
    this.work = n -> Work.of(flops.applyAsDouble(n), operands.apply(n));
    return this;
  }

  /** What a call moves and computes, where operands are not moved once. */
  Draft work(IntFunction<Work> exactly) {
    this.work = exactly;
    return this;
  }

  Draft agreement(Agreement near) {
    this.agreement = near;
    return this;
  }

  /** The same sizes whatever the caches. */
  Draft sizes(int small, Integer... listed) {
    this.sizes = Sizes.fixed(small, listed);
    return this;
  }

  /** Sizes of some form alone. */
  Draft rounding(IntUnaryOperator round, int small) {
    this.sizes = Sizes.byBytes(n -> work.apply(n).bytes(), round, small);
    return this;
  }

  Draft by(Contestant contestant, Experiment.Start start) {
    contestants.put(contestant, start);
    return this;
  }

  /** OpenBLAS, where it is loaded. */
  Draft byOpenBlas(Experiment.Start start) {
    return NativeLibrary.isAvailable() ? by(Contestant.OPENBLAS, start) : this;
  }

  /** LibTorch, which is asked for when the contestant is made ready. */
  Draft byLibTorch() {
    contestants.put(
        Contestant.LIBTORCH,
        (memory, n) -> Peer.find(Contestant.LIBTORCH, Catalog.find(name)).start(memory, n));
    return this;
  }

  Experiment against(Experiment.Twin twin) {
    Sizes chosen = sizes == null ? Sizes.byBytes(n -> work.apply(n).bytes()) : sizes;
    return new Experiment(name, title, type, chosen, operands, work, twin, agreement, contestants);
  }
}
