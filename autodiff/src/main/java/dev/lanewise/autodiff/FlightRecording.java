package dev.lanewise.autodiff;

import jdk.jfr.FlightRecorder;
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

  /**
   * Whether anything may be recorded. Asked before an event's class is touched: to make it known to
   * Flight Recorder takes a cold JVM 80 ms, which a program that records nothing should not pay.
   */
  private static boolean isRecording() {
    return AVAILABLE && FlightRecorder.isInitialized();
  }

  /** A trace that begins now, or null if it is not recorded. */
  static @Nullable TraceEvent trace() {
    return isRecording() ? TraceEvent.begun() : null;
  }
}
