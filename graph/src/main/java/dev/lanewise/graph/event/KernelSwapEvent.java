package dev.lanewise.graph.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A generated kernel has taken the place of its tile interpreter, in every graph that uses it. */
@Name("dev.lanewise.KernelSwap")
@Label("Kernel Swap")
@Category({"Lanewise", "Compiler"})
@Description("A generated kernel took the place of its tile interpreter")
@StackTrace(false)
final class KernelSwapEvent extends Event {
  private static final KernelSwapEvent PROBE = new KernelSwapEvent();

  @Label("Kernel")
  @Description("The name of the generated class")
  @Nullable String kernel;

  @Label("Operations")
  @Description("What it computes, in order")
  @Nullable String operations;

  @Label("Waited")
  @Description("The time since the kernel was first asked for")
  @Timespan(Timespan.NANOSECONDS)
  long waited;

  @Label("Warm-up")
  @Description("The time that it ran on scratch of its own until it was compiled")
  @Timespan(Timespan.NANOSECONDS)
  long warmUp;

  @Label("Warm-up Calls")
  long warmUpCalls;

  private KernelSwapEvent() {}

  static void record(String kernel, String operations, long waited, long warmUp, long warmUpCalls) {
    if (PROBE.isEnabled()) {
      KernelSwapEvent event = new KernelSwapEvent();
      event.kernel = kernel;
      event.operations = operations;
      event.waited = waited;
      event.warmUp = warmUp;
      event.warmUpCalls = warmUpCalls;
      event.commit();
    }
  }
}
