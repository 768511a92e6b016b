package dev.lanewise.kernels;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Says how many bytes the current thread has allocated: vectors that are objects show up there.
 * Kept apart, because the module that knows it may be absent.
 */
final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationMeter() {}

  /** Returns whether the JVM counts. */
  static boolean isPresent() {
    try {
      return THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled();
    } catch (LinkageError e) {
      return false;
    }
  }

  static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
