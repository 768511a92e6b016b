package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.loop.LoopBody;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One generated kernel for each distinct {@link LoopBody}, as long as somebody holds it: the cache
 * itself does not, so that classes that no executable uses are unloaded. Any number of threads may
 * ask at once; those that ask for one body wait for the same kernel, others do not wait for them.
 */
public final class KernelCache {
  private static final KernelCache SHARED = new KernelCache(KernelListener.NONE);

  private final ConcurrentMap<LoopBody, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<GeneratedKernel> unloaded = new ReferenceQueue<>();
  private volatile KernelListener listener;

  /** A body's place in the cache; its lock is held while the kernel is generated. */
  private static final class Entry {
    private @Nullable Reference kernel;

    /** Set when the entry leaves the map: whoever still has it must look for another. */
    private boolean removed;
  }

  /** A reference that knows whose it is, to be found in the queue. */
  private static final class Reference extends WeakReference<GeneratedKernel> {
    private final LoopBody body;
    private final Entry entry;

    Reference(GeneratedKernel kernel, Entry entry, ReferenceQueue<GeneratedKernel> queue) {
      super(kernel, queue);
      this.body = kernel.body();
      this.entry = entry;
    }
  }

  /** An empty cache. */
  public KernelCache(KernelListener listener) {
    this.listener = listener;
  }

  /** The cache of this process. */
  public static KernelCache shared() {
    return SHARED;
  }

  /** Sets who hears of new kernels from now on. */
  public void listen(KernelListener listener) {
    this.listener = listener;
  }

  /**
   * Returns the kernel of a body, generated if there is none.
   *
   * @throws UnsupportedLoopException if the body cannot be computed in vectors on this machine
   */
  public GeneratedKernel get(LoopBody body) {
    forgetUnloaded();
    while (true) {
      Entry entry = entries.computeIfAbsent(body, _ -> new Entry());
      synchronized (entry) {
        if (!entry.removed) {
          return kernel(entry, body);
        }
      }
    }
  }

  private GeneratedKernel kernel(Entry entry, LoopBody body) {
    GeneratedKernel kernel = entry.kernel == null ? null : entry.kernel.get();
    if (kernel == null) {
      long start = System.nanoTime();
      try {
        kernel = KernelGenerator.generate(body);
      } catch (UnsupportedLoopException e) {
        remove(entry, body);
        throw e;
      }
      entry.kernel = new Reference(kernel, entry, unloaded);
      listener.generated(kernel, System.nanoTime() - start);
    }
    return kernel;
  }

  private void remove(Entry entry, LoopBody body) {
    entry.removed = true;
    entries.remove(body, entry);
  }

  private void forgetUnloaded() {
    for (var gone = unloaded.poll(); gone != null; gone = unloaded.poll()) {
      Reference reference = (Reference) gone;
      synchronized (reference.entry) {
        // The body may have got another kernel since.
        if (reference.entry.kernel == reference) {
          remove(reference.entry, reference.body);
        }
      }
    }
  }

  /** The number of bodies that have, or had a moment ago, a kernel. */
  public int size() {
    forgetUnloaded();
    return entries.size();
  }
}
