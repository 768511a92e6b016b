package dev.lanewise.autodiff.optim;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.DType;
import java.util.ArrayList;
import java.util.List;

/** Applies an optimiser's rule for one tensor to every leaf of the parameters. */
final class ParameterUpdate {
  private ParameterUpdate() {}

  /**
   * Where in training a step is.
   *
   * @param step the number of this step from 1, I32[]
   * @param rate the learning rate, F64[]
   */
  record Moment(Tensor step, Tensor rate) {
    /** The learning rate in a parameter's element type. */
    Tensor rate(DType dtype) {
      return rate.cast(dtype);
    }
  }

  /** The new parameter, followed by the new value of each slot. */
  @FunctionalInterface
  interface Rule {
    List<Tensor> apply(Tensor parameter, Tensor gradient, List<Tensor> slots, Moment moment);
  }

  static <M> OptimizerState<M> initial(M parameters, int slots) {
    List<M> zeros = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      zeros.add(Trees.map(Tensor::zerosLike, parameters));
    }
    return new OptimizerState<>(Tensor.scalar(0), zeros);
  }

  static <M> Updated<M> apply(
      String name,
      Schedule learningRate,
      M parameters,
      M gradient,
      OptimizerState<M> state,
      Rule rule) {
    Flattened<M> flat = Trees.flatten(parameters);
    List<Tensor> gradients = leavesLike(name, "gradient", flat, gradient);
    List<List<Tensor>> slots = new ArrayList<>();
    for (M slot : state.slots()) {
      slots.add(leavesLike(name, "state", flat, slot));
    }
    Moment moment = new Moment(state.step().add(1), learningRate.rate(state.step()));

    List<Tensor> newParameters = new ArrayList<>();
    List<List<Tensor>> newSlots = new ArrayList<>();
    slots.forEach(slot -> newSlots.add(new ArrayList<>()));
    for (int i = 0; i < flat.leaves().size(); i++) {
      int leaf = i;
      Tensor parameter = flat.leaves().get(i);
      List<Tensor> old = slots.stream().map(slot -> slot.get(leaf)).toList();
      List<Tensor> results = new ArrayList<>();
      if (parameter.dtype().isFloating()) {
        results.addAll(rule.apply(parameter, gradients.get(i), old, moment));
      } else {
        results.add(parameter);
        results.addAll(old);
      }
      newParameters.add(results.getFirst());
      for (int s = 0; s < newSlots.size(); s++) {
        newSlots.get(s).add(results.get(1 + s));
      }
    }
    List<M> slotTrees = newSlots.stream().map(flat.def()::unflatten).toList();
    return new Updated<>(
        flat.def().unflatten(newParameters), new OptimizerState<>(moment.step(), slotTrees));
  }

  private static <M> List<Tensor> leavesLike(
      String optimizer, String what, Flattened<M> parameters, M tree) {
    Flattened<M> flat = Trees.flatten(tree);
    String difference = parameters.def().difference(flat.def());
    if (difference != null) {
      throw new IllegalArgumentException(
          "[%s] the %s is no tree like the parameters: they differ at %s"
              .formatted(optimizer, what, difference));
    }
    for (int i = 0; i < flat.leaves().size(); i++) {
      Tensor leaf = flat.leaves().get(i);
      Tensor parameter = parameters.leaves().get(i);
      if (!leaf.type().equals(parameter.type())) {
        throw new IllegalArgumentException(
            "[%s] %s of the %s is %s, of the parameters %s"
                .formatted(
                    optimizer, flat.def().paths().get(i), what, leaf.type(), parameter.type()));
      }
    }
    return flat.leaves();
  }
}
