package dev.lanewise.user;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Executable;
import java.util.List;

/** Compiles and runs a graph in a JVM of its own, and says whether Flight Recorder was there. */
public final class OneStep {
  private OneStep() {}

  /** Prints what there is and what comes out. */
  public static void main(String[] arguments) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 2, 2));
    Graph graph = b.build("alone", List.of(b.add(DotGeneral.matmul(), b.neg(x), x)));
    Array x22 = Array.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);
    float[] result = Executable.compile(graph).run(List.of(x22)).getFirst().toFloats();
    boolean present = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    System.out.println("Flight Recorder " + present + " " + List.of(result[0], result[3]));
  }
}
