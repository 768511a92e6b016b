package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** Several tensors made one. */
final class Joining {
  private Joining() {}

  static Tensor concat(int axis, List<Tensor> tensors) {
    requireSome("concat", tensors);
    Tensor first = tensors.getFirst();
    int along = Axes.normalize("concat", axis, first.type());
    Shape others = first.shape().without(Ints.of(along));
    for (Tensor tensor : tensors) {
      if (tensor.rank() != first.rank() || !tensor.shape().without(Ints.of(along)).equals(others)) {
        throw doesNotJoin("concat", "extents differ off axis " + along, tensors);
      }
    }
    return tensors.size() == 1
        ? first
        : Dispatch.apply(new Movement.Concat(along), promote(tensors));
  }

  static Tensor stack(int axis, List<Tensor> tensors) {
    requireSome("stack", tensors);
    Tensor first = tensors.getFirst();
    int place = Axes.normalize("stack", axis, first.rank() + 1);
    if (!tensors.stream().allMatch(tensor -> tensor.shape().equals(first.shape()))) {
      throw doesNotJoin("stack", "shapes differ", tensors);
    }
    return concat(place, tensors.stream().map(tensor -> tensor.unsqueeze(place)).toList());
  }

  private static List<Tensor> promote(List<Tensor> tensors) {
    DType dtype = Promotion.of(tensors);
    return tensors.stream().map(tensor -> tensor.cast(dtype)).toList();
  }

  private static void requireSome(String op, List<Tensor> tensors) {
    if (tensors.isEmpty()) {
      throw Errors.op(op, "takes at least one tensor");
    }
  }

  private static RuntimeException doesNotJoin(String op, String why, List<Tensor> tensors) {
    String types =
        tensors.stream().map(tensor -> tensor.type().toString()).collect(Collectors.joining(", "));
    return Errors.op(op, why + ": " + types, tensors);
  }
}
