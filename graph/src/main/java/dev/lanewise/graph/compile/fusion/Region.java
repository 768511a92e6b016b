package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.List;

/**
 * Nodes that run as one loop.
 *
 * @param nodes what is computed, operands first; views that are only looked through and constants
 *     are not among them, and a node may be part of several regions
 * @param body what the loop computes
 * @param geometry over which memory
 * @param inputs what lies behind each input of the body
 * @param outputs the value that each output of the body writes, all its elements in row-major order
 * @param cost what running it is reckoned to cost
 */
public record Region(
    List<Node> nodes,
    LoopBody body,
    LoopGeometry geometry,
    List<Read> inputs,
    List<Value> outputs,
    RegionCost cost) {

  /** Copies the lists. */
  public Region {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Whether an input is read as it lies: as many elements as the loop has places, one after the
   * other. Such an input may be a product's result on whose tiles the region runs.
   */
  public boolean readsInOrder(int input) {
    return body.inputs().get(input).level() == Level.LANES && isInOrder(input);
  }

  /** Whether an output is written from its first element to its last, one for each place. */
  public boolean writesInOrder(int output) {
    return body.outputs().get(output) instanceof LoopBody.Store
        && isInOrder(body.inputs().size() + output);
  }

  private boolean isInOrder(int operand) {
    LoopGeometry.Layout layout = geometry.layouts().get(operand);
    long expected = geometry.inner();
    for (int axis = geometry.outer().size() - 1; axis >= 0; axis--) {
      if (layout.strides().get(axis) != expected) {
        return false;
      }
      expected *= geometry.outer().get(axis);
    }
    return layout.offset() == 0;
  }
}
