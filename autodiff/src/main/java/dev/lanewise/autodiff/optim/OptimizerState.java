package dev.lanewise.autodiff.optim;

import dev.lanewise.autodiff.Tensor;
import java.util.List;

/**
 * What an optimiser remembers between steps.
 *
 * @param step how many steps were taken, I32[]
 * @param slots trees like the parameters, as many as the optimiser needs: none for plain gradient
 *     descent, the velocity for momentum, the first and second moments for Adam
 * @param <M> the type of the parameters
 */
public record OptimizerState<M>(Tensor step, List<M> slots) {
  /** Copies the list. */
  public OptimizerState {
    slots = List.copyOf(slots);
  }
}
