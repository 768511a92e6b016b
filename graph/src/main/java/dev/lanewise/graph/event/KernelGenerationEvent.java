package dev.lanewise.graph.event;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The class of a fused kernel has been written and defined; it is not warm yet. */
@Name("dev.lanewise.KernelGeneration")
@Label("Kernel Generation")
@Category({"Lanewise", "Compiler"})
@Description("The class of a fused kernel was written and defined")
@StackTrace(false)
public final class KernelGenerationEvent extends Event {
  private static final KernelGenerationEvent PROBE = new KernelGenerationEvent();

  @Label("Kernel")
  @Description("The name of the generated class")
  @Nullable String kernel;

  @Label("Operations")
  @Description("What it computes, in order")
  @Nullable String operations;

  @Label("Inputs")
  int inputs;

  @Label("Outputs")
  int outputs;

  @Label("Walks")
  @Description("How often a row is walked along")
  int walks;

  @Label("Class Size")
  @DataAmount(DataAmount.BYTES)
  long classBytes;

  private KernelGenerationEvent() {}

  static @Nullable KernelGenerationEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    KernelGenerationEvent event = new KernelGenerationEvent();
    event.begin();
    return event;
  }

  /**
   * The class has been defined; records it if that took long enough.
   *
   * @param kernel the name of the class
   * @param operations what it computes, for people
   * @param walks how often a row is walked along
   * @param classBytes the size of the class file
   */
  public void finish(
      String kernel, String operations, int inputs, int outputs, int walks, long classBytes) {
    end();
    if (shouldCommit()) {
      this.kernel = kernel;
      this.operations = operations;
      this.inputs = inputs;
      this.outputs = outputs;
      this.walks = walks;
      this.classBytes = classBytes;
      commit();
    }
  }
}
