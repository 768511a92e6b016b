package dev.lanewise.autodiff.tree;

import dev.lanewise.autodiff.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree taken apart.
 *
 * @param leaves the tensors in order
 * @param def all the rest
 * @param <T> the type of the tree
 */
public record Flattened<T extends @Nullable Object>(List<Tensor> leaves, TreeDef<T> def) {}
