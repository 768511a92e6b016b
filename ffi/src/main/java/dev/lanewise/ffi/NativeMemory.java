package dev.lanewise.ffi;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The memory of this process, for code whose accesses are checked before it runs. */
public final class NativeMemory {
  private static final @Nullable MemorySegment WHOLE = reinterpret();

  private NativeMemory() {}

  /** This module may be denied native access; then there is no such segment. */
  private static @Nullable MemorySegment reinterpret() {
    try {
      return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    } catch (IllegalCallerException _) {
      return null;
    }
  }

  /**
   * All memory as one segment, in which a byte's offset is its address; empty if this module has no
   * native access.
   *
   * <p>Nothing checks that memory is allocated where an access goes: a wrong address ends the
   * process or changes what belongs to somebody else. It is for generated code alone, whose caller
   * checks all bounds beforehand and keeps the memory allocated meanwhile.
   */
  public static Optional<MemorySegment> whole() {
    return Optional.ofNullable(WHOLE);
  }
}
