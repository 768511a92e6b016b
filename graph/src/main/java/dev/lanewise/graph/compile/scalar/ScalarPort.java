package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A parameter or result of a {@link ScalarGraph}: what a step copies in or out.
 *
 * @param dtype of its elements
 * @param size how many there are
 * @param place of the first in the array of its type; the others follow
 */
record ScalarPort(DType dtype, int size, int place) {
  /**
   * The parameters, or the results, of a graph.
   *
   * @param placeOf the place of a scalar, these numbered through all ports
   */
  static ScalarPort[] of(List<TensorType> types, IntUnaryOperator placeOf) {
    ScalarPort[] ports = new ScalarPort[types.size()];
    int scalar = 0;
    for (int i = 0; i < ports.length; i++) {
      int size = Math.toIntExact(types.get(i).size());
      int place = size == 0 ? 0 : placeOf.applyAsInt(scalar);
      ports[i] = new ScalarPort(types.get(i).dtype(), size, place);
      scalar += size;
    }
    return ports;
  }
}
