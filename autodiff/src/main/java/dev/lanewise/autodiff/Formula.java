package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.List;

/** A tensor whose elements a recipe without operands gives. */
final class Formula extends GeneratedTensor {
  private final Recipe recipe;

  Formula(TensorType type, Recipe recipe) {
    super(type);
    this.recipe = recipe;
  }

  @Override
  Value emit(GraphBuilder builder) {
    return recipe.emit(builder, List.of());
  }
}
