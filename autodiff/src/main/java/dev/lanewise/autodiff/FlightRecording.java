package dev.lanewise.autodiff;

import org.jspecify.annotations.Nullable;

/**
 * The door to Flight Recorder. Module {@code jdk.jfr} is optional, so nobody but this class may
 * touch the event before it is handed out here.
 */
final class FlightRecording {
  private static final String BASE_CLASS = "jdk.jfr.Event";

  private static final boolean AVAILABLE = isAvailable();

  private FlightRecording() {}

  private static boolean isAvailable() {
    try {
      Class<?> base = Class.forName(BASE_CLASS, false, FlightRecording.class.getClassLoader());
      return FlightRecording.class.getModule().canRead(base.getModule());
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** A trace that begins now, or null if it is not recorded. */
  static @Nullable TraceEvent trace() {
    return AVAILABLE ? TraceEvent.begun() : null;
  }
}
