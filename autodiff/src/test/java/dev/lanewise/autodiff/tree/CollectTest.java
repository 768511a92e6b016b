package dev.lanewise.autodiff.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.autodiff.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Collecting the tensors of a tree of a known structure agrees with taking it apart. */
class CollectTest {
  record Pair(@Nullable Tensor first, @Nullable Object second) {}

  private static final Tensor A = Tensor.of(1f);
  private static final Tensor B = Tensor.of(2f);

  private static final List<@Nullable Object> TREES =
      Arrays.asList(
          null,
          A,
          "static",
          7,
          7L,
          new int[] {1, 2},
          new int[] {1, 3},
          new long[] {1, 2},
          List.of(),
          List.of(A),
          List.of(A, B),
          Arrays.asList(A, null),
          new Tensor[] {A, B},
          new Object[] {A, B},
          Map.of("a", A, "b", B),
          Map.of("a", A, "c", B),
          Map.of(1, A),
          Optional.empty(),
          Optional.of(A),
          new Pair(A, B),
          new Pair(A, null),
          new Pair(null, B),
          new Pair(A, "static"),
          new Pair(A, "other"),
          new Pair(A, List.of(B, new Pair(B, 3))),
          new Pair(A, List.of(B, new Pair(B, 4))),
          List.of(Map.of("x", List.of(A), "y", new Pair(B, Optional.of(A)))));

  @Test
  void everyTreeIsCollectedByItsOwnStructureAndByEqualOnesOnly() {
    for (Object like : TREES) {
      TreeDef<?> structure = Trees.flatten(like).def();
      for (Object tree : TREES) {
        Flattened<?> flat = Trees.flatten(tree);
        Tensor[] leaves = new Tensor[Math.max(structure.leafCount(), flat.leaves().size()) + 1];
        boolean same = structure.collect(tree, leaves, 1);
        assertThat(same).as("%s by %s", tree, like).isEqualTo(structure.equals(flat.def()));
        if (same) {
          assertThat(Arrays.asList(leaves).subList(1, 1 + structure.leafCount()))
              .containsExactlyElementsOf(flat.leaves());
        }
      }
    }
  }
}
