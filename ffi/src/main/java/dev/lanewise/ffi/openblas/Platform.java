package dev.lanewise.ffi.openblas;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the generated {@link OpenBlas} needs to know of the platform: the layouts of the C types that
 * OpenBLAS uses, all of which are the same on every 64-bit platform.
 *
 * <p>It stands in for the class that jextract generates under this name, which casts the layout of C
 * {@code long} to 64 bits and therefore cannot be initialised on Windows.
 */
class Platform {
  static final ValueLayout.OfByte C_CHAR = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfInt C_INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong C_LONG_LONG = ValueLayout.JAVA_LONG;
  static final ValueLayout.OfFloat C_FLOAT = ValueLayout.JAVA_FLOAT;
  static final ValueLayout.OfDouble C_DOUBLE = ValueLayout.JAVA_DOUBLE;
  static final AddressLayout C_POINTER =
      ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, C_CHAR));

  /** Prints every call of a native function, on {@code -Djextract.trace.downcalls=true}. */
  static final boolean TRACE_DOWNCALLS = Boolean.getBoolean("jextract.trace.downcalls");

  Platform() {}

  static void traceDowncall(String name, Object... arguments) {
    System.out.println(
        Arrays.stream(arguments)
            .map(Object::toString)
            .collect(Collectors.joining(", ", name + "(", ")")));
  }
}
