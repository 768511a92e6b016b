package dev.lanewise.graph.compile.emit;

/** Hears of every kernel that a {@link KernelCache} generates. */
@FunctionalInterface
public interface KernelListener {
  /** Hears of nothing. */
  KernelListener NONE = (_, _) -> {};

  /**
   * Called once for each new kernel, in the thread that asked for it, before it is handed out.
   *
   * @param kernel the kernel, with its class file and the sizes of its methods
   * @param nanos how long it took to write and to define it, in nanoseconds
   */
  void generated(GeneratedKernel kernel, long nanos);
}
