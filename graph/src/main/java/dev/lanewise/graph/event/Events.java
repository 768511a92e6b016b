package dev.lanewise.graph.event;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The door to Flight Recorder. Module {@code jdk.jfr} is optional, and the classes of the events
 * cannot be loaded without it, so nobody but this class may touch one before it is handed out here.
 * While nothing records, asking is a read of a field or two and gives null.
 *
 * <pre>{@code
 * CompileEvent event = Events.compile();
 * ...
 * if (event != null) {
 *   event.finish(...);
 * }
 * }</pre>
 */
public final class Events {
  private static final String BASE_CLASS = "jdk.jfr.Event";

  /** Static and final: without Flight Recorder C2 removes all of this. */
  private static final boolean AVAILABLE = isAvailable();

  private Events() {}

  private static boolean isAvailable() {
    try {
      Class<?> base = Class.forName(BASE_CLASS, false, Events.class.getClassLoader());
      return Events.class.getModule().canRead(base.getModule());
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

  /** The compilation of a graph, which begins now, or null if it is not recorded. */
  public static @Nullable CompileEvent compile() {
    return isRecording() ? CompileEvent.begun() : null;
  }

  /** The run of a step, which begins now, or null if it is not recorded. */
  public static @Nullable ExecutionEvent execution() {
    return isRecording() ? ExecutionEvent.begun() : null;
  }

  /** A call of OpenBLAS, which begins now, or null if it is not recorded. */
  public static @Nullable BlasCallEvent blasCall() {
    return isRecording() ? BlasCallEvent.begun() : null;
  }

  /** The making of one more workspace, which begins now, or null if it is not recorded. */
  public static @Nullable WorkspaceGrowthEvent workspaceGrowth() {
    return isRecording() ? WorkspaceGrowthEvent.begun() : null;
  }

  /** The generation of a kernel, which begins now, or null if it is not recorded. */
  public static @Nullable KernelGenerationEvent kernelGeneration() {
    return isRecording() ? KernelGenerationEvent.begun() : null;
  }

  /**
   * Records that a generated kernel has taken the place of its tile interpreter.
   *
   * @param kernel the name of the generated class
   * @param operations what it computes, for people
   * @param waitedNanos the time since the kernel was first asked for
   * @param warmUpNanos the time that it ran on scratch of its own until it was compiled
   * @param warmUpCalls how often it ran so
   */
  public static void kernelSwap(
      String kernel, String operations, long waitedNanos, long warmUpNanos, long warmUpCalls) {
    if (isRecording()) {
      KernelSwapEvent.record(kernel, operations, waitedNanos, warmUpNanos, warmUpCalls);
    }
  }
}
