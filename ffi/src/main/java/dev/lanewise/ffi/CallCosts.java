package dev.lanewise.ffi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Calls of two functions of the C library, in the ways that Java can call one, to measure what a
 * call costs: {@code abs}, which does nothing worth a call, and {@code memcmp}, which reads memory
 * as fast as it can be read.
 *
 * <p>A plain call changes the thread's state, so that the JVM need not wait for it; a critical one
 * does not, so it must be short. A critical call may be given arrays on the heap: the JVM then must
 * not move them until it returns.
 */
public final class CallCosts {
  private static final FunctionDescriptor ABS =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

  /** {@code size_t} is a long on every platform that Lanewise has a library for. */
  private static final FunctionDescriptor MEMCMP =
      FunctionDescriptor.of(
          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);

  private static final MethodHandle ABS_PLAIN = handle("abs", ABS);
  private static final MethodHandle ABS_CRITICAL =
      handle("abs", ABS, Linker.Option.critical(false));
  private static final MethodHandle MEMCMP_PLAIN = handle("memcmp", MEMCMP);
  private static final MethodHandle MEMCMP_CRITICAL =
      handle("memcmp", MEMCMP, Linker.Option.critical(false));
  private static final MethodHandle MEMCMP_CRITICAL_HEAP =
      handle("memcmp", MEMCMP, Linker.Option.critical(true));

  private CallCosts() {}

  private static MethodHandle handle(
      String function, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor, options);
  }

  /** {@code |x|} by a plain call. */
  public static int abs(int x) {
    try {
      return (int) ABS_PLAIN.invokeExact(x);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code |x|} by a critical call. */
  public static int absCritical(int x) {
    try {
      return (int) ABS_CRITICAL.invokeExact(x);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Compares the first bytes of two native segments by a plain call.
   *
   * @return negative, 0 or positive, as the first differing byte of {@code a}, taken as unsigned,
   *     is below or above that of {@code b}
   * @throws IndexOutOfBoundsException if a segment has fewer bytes
   * @throws IllegalArgumentException if a segment is on the heap
   */
  public static int compare(MemorySegment a, MemorySegment b, long bytes) {
    check(a, b, bytes);
    try {
      return (int) MEMCMP_PLAIN.invokeExact(a, b, bytes);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** As {@link #compare}, by a critical call. */
  public static int compareCritical(MemorySegment a, MemorySegment b, long bytes) {
    check(a, b, bytes);
    try {
      return (int) MEMCMP_CRITICAL.invokeExact(a, b, bytes);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * As {@link #compare}, by a critical call that takes segments on the heap as well.
   *
   * @throws IndexOutOfBoundsException if a segment has fewer bytes
   */
  public static int compareCriticalOnHeap(MemorySegment a, MemorySegment b, long bytes) {
    check(a, b, bytes);
    try {
      return (int) MEMCMP_CRITICAL_HEAP.invokeExact(a, b, bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static void check(MemorySegment a, MemorySegment b, long bytes) {
    Objects.checkFromIndexSize(0, bytes, a.byteSize());
    Objects.checkFromIndexSize(0, bytes, b.byteSize());
  }

  private static AssertionError unexpected(Throwable e) {
    return new AssertionError("[ffi] a call into the C library failed", e);
  }
}
