package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.compile.ClassDump;
import dev.lanewise.graph.ir.Graph;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;

/**
 * A small graph compiled to straight-line scalar code. The results are the bits of the reference
 * interpreter, functions included: HotSpot's intrinsics of {@link Math} (sin, cos, tan, exp, log,
 * pow, and tanh since JDK 24) are the same stubs in its interpreter and in its compilers. The one
 * exception is tanh of F32, which is {@link dev.lanewise.kernels.FloatMath#tanh}. Immutable; the
 * generated class goes when this does.
 */
public final class ScalarGraph {
  private final ScalarPort[] parameters;
  private final ScalarPort[] results;
  private final ScalarLayout layout;
  private final ScalarKernel kernel;
  private final int operations;
  private final int methods;
  private final int bytes;

  private ScalarGraph(Graph graph) {
    ScalarCode code = ScalarLowering.lower(graph);
    List<ScalarPieces.Piece> pieces = ScalarPieces.of(code);
    this.layout = new ScalarLayout(code, pieces);
    this.parameters = ScalarPort.of(graph.parameterTypes(), layout::inputPlace);
    this.results = ScalarPort.of(graph.resultTypes(), layout::resultPlace);
    byte[] type = new ScalarClass(code, layout, pieces).bytes();
    ClassDump.write("Scalar_%s_%08x".formatted(graph.name(), Arrays.hashCode(type)), type);
    this.kernel = define(type);
    this.operations = code.operations();
    this.methods = pieces.size();
    this.bytes = type.length;
  }

  /**
   * Compiles a graph of any size.
   *
   * @throws IllegalArgumentException if {@link ScalarGraphs#refusal} names an operation
   */
  public static ScalarGraph compile(Graph graph) {
    return new ScalarGraph(graph);
  }

  private static ScalarKernel define(byte[] type) {
    try {
      return (ScalarKernel)
          MethodHandles.lookup()
              .defineHiddenClass(type, true)
              .lookupClass()
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("[scalar] the generated class cannot be loaded", e);
    }
  }

  /** Arrays for one running step. */
  public ScalarMemory newMemory() {
    return new ScalarMemory(this, kernel, layout);
  }

  /** For example {@code straight-line code, 1,234 operations in 5 methods (31,234 bytes)}. */
  public String describe() {
    return "straight-line code, %,d operations in %,d methods (%,d bytes)"
        .formatted(operations, methods, bytes);
  }

  /** The operations on scalars of a step. */
  public int operations() {
    return operations;
  }

  ScalarPort parameter(int parameter) {
    return parameters[parameter];
  }

  ScalarPort result(int result) {
    return results[result];
  }
}
