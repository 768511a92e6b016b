package dev.lanewise.autodiff.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.autodiff.Tensor;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreesTest {
  private enum Part {
    LATER,
    EARLIER
  }

  private record Linear(Tensor weight, @Nullable Tensor bias) {}

  @SuppressWarnings("ArrayRecordComponent") // arrays are trees too, or static
  private record Named<T>(String name, T value, int[] sizes) {}

  private record Empty() {}

  /** A static part that compares by identity. */
  private record WithFunction(UnaryOperator<Tensor> activation, Tensor x) {}

  private static Tensor t(int value) {
    return Tensor.of(value);
  }

  private static List<Integer> values(Object tree) {
    return Trees.leaves(tree).stream().map(x -> x.toInts()[0]).toList();
  }

  private static List<String> paths(Object tree) {
    return Trees.flatten(tree).def().paths();
  }

  @Test
  void everyKindOfTreeIsTakenApartInOrder() {
    assertThat(values(t(1))).containsExactly(1);
    assertThat(values(new Linear(t(1), t(2)))).containsExactly(1, 2);
    assertThat(values(new Linear(t(1), null))).containsExactly(1);
    assertThat(values(List.of(t(1), List.of(t(2)), t(3)))).containsExactly(1, 2, 3);
    assertThat(values(new Tensor[] {t(1), t(2)})).containsExactly(1, 2);
    assertThat(values(new Linear[][] {{new Linear(t(1), t(2))}, {}})).containsExactly(1, 2);
    assertThat(values(Optional.of(t(1)))).containsExactly(1);
    assertThat(values(Optional.empty())).isEmpty();
    assertThat(Trees.leaves(null)).isEmpty();
    assertThat(values("text")).isEmpty();
    assertThat(values(new Empty())).isEmpty();
    assertThat(values(new Named<>("n", new Named<>("m", t(4), new int[2]), new int[1])))
        .containsExactly(4);
  }

  @Test
  void mapsAreInTheOrderOfTheirKeysHoweverBuilt() {
    Map<String, Tensor> strings = new LinkedHashMap<>();
    strings.put("b", t(2));
    strings.put("a10", t(1));
    strings.put("a2", t(3));
    assertThat(paths(strings)).containsExactly("a10", "a2", "b");
    assertThat(values(strings)).containsExactly(1, 3, 2);
    assertThat(paths(Map.of(10, t(1), 9, t(2), -1, t(3)))).containsExactly("-1", "9", "10");
    assertThat(paths(Map.of(10L, t(1), 9L, t(2)))).containsExactly("9", "10");
    Map<Part, Tensor> enums = new HashMap<>();
    enums.put(Part.EARLIER, t(1));
    enums.put(Part.LATER, t(2));
    assertThat(paths(enums)).containsExactly("LATER", "EARLIER");
    assertThat(Trees.flatten(enums).def()).isEqualTo(Trees.flatten(new EnumMap<>(enums)).def());
    assertThatThrownBy(() -> Trees.flatten(Map.of(1.5, t(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[tree] the keys of a map must be all strings");
    assertThatThrownBy(() -> Trees.flatten(Map.of("a", t(1), 1, t(2))))
        .hasMessageContaining("[tree] the keys of a map must be all strings");
  }

  @Test
  void pathsAreNamesAndIndices() {
    Object tree =
        Map.of(
            "hidden",
            new Linear(t(1), t(2)),
            "layers",
            List.of(new Linear(t(3), null), new Linear(t(4), t(5))),
            "maybe",
            Optional.of(new Linear(t(6), null)),
            "array",
            new Tensor[] {t(7)});
    assertThat(paths(tree))
        .containsExactly(
            "array.0",
            "hidden.weight",
            "hidden.bias",
            "layers.0.weight",
            "layers.1.weight",
            "layers.1.bias",
            "maybe.weight");
    assertThat(paths(t(1))).containsExactly("");
    assertThat(Trees.named(tree).get("layers.1.bias").toInts()).containsExactly(5);
    assertThat(Trees.named(tree).keySet()).containsExactlyElementsOf(paths(tree));
    assertThatThrownBy(() -> Trees.named(Map.of("a.b", t(1), "a", Map.of("b", t(2)))))
        .hasMessageContaining("[tree] two tensors have the path a.b");
  }

  @Test
  void treesComeBackAsTheyWere() {
    Named<List<Linear>> tree =
        new Named<>(
            "n",
            Arrays.asList(new Linear(t(1), t(2)), null, new Linear(t(3), null)),
            new int[] {4});
    Flattened<Named<List<Linear>>> flat = Trees.flatten(tree);
    Named<List<Linear>> back = flat.def().unflatten(flat.leaves());
    assertThat(back.name()).isEqualTo("n");
    assertThat(back.value()).isEqualTo(tree.value());
    assertThat(back.sizes()).containsExactly(4).isNotSameAs(tree.sizes());
    Linear[][] arrays = {{new Linear(t(1), t(2))}, {}};
    assertThat(Trees.map(x -> x, arrays)).isDeepEqualTo(arrays);
    Map<String, Optional<Tensor>> map = Map.of("a", Optional.of(t(1)), "b", Optional.empty());
    assertThat(Trees.map(x -> x, map)).isEqualTo(map);
    assertThat(Trees.<@Nullable Object>map(x -> x, (Object) null)).isNull();
    assertThat(Trees.map(x -> x, new Empty())).isEqualTo(new Empty());
    assertThatThrownBy(() -> flat.def().unflatten(List.of(t(1))))
        .hasMessageContaining("[tree] a Named has 3 tensors, given 1");
    assertThat(flat.def().leafCount()).isEqualTo(3);
  }

  @Test
  void aPrimitiveArrayIsStaticAndASnapshot() {
    int[] sizes = {1, 2};
    TreeDef<Named<Tensor>> def = Trees.flatten(new Named<>("n", t(1), sizes)).def();
    sizes[0] = 9;
    assertThat(def.unflatten(List.of(t(1))).sizes()).containsExactly(1, 2);
    assertThat(def).isEqualTo(Trees.flatten(new Named<>("n", t(5), new int[] {1, 2})).def());
    assertThat(def).isNotEqualTo(Trees.flatten(new Named<>("n", t(5), sizes)).def());
    assertThat(Trees.flatten(new int[] {1}).def())
        .isNotEqualTo(Trees.flatten(new long[] {1}).def());
  }

  @Test
  void definitionsCompareStructureAndStaticParts() {
    TreeDef<?> def = Trees.flatten(new Linear(t(1), t(2))).def();
    assertThat(def)
        .isEqualTo(Trees.flatten(new Linear(t(3), t(4))).def())
        .hasSameHashCodeAs(Trees.flatten(new Linear(t(3), t(4))).def())
        .isNotEqualTo(Trees.flatten(new Linear(t(3), null)).def())
        .isNotEqualTo(Trees.flatten(List.of(t(1), t(2))).def())
        .isNotEqualTo(Trees.flatten(new Tensor[] {t(1), t(2)}).def());
    assertThat(Trees.flatten(new Tensor[] {t(1)}).def())
        .isNotEqualTo(Trees.flatten(new Object[] {t(1)}).def());
    assertThat(Trees.flatten("a").def()).isNotEqualTo(Trees.flatten("b").def());
    assertThat(Trees.flatten(Map.of("a", t(1))).def())
        .isNotEqualTo(Trees.flatten(Map.of("b", t(1))).def());
    assertThat(Trees.flatten(Optional.empty()).def()).isNotEqualTo(Trees.flatten(null).def());
    UnaryOperator<Tensor> relu = Tensor::relu;
    assertThat(Trees.flatten(new WithFunction(relu, t(1))).def())
        .isEqualTo(Trees.flatten(new WithFunction(relu, t(2))).def())
        .isNotEqualTo(Trees.flatten(new WithFunction(Tensor::tanh, t(1))).def());
  }

  @Test
  void mapsOverCorrespondingTensors() {
    Linear x = new Linear(t(1), t(2));
    Linear y = new Linear(t(10), t(20));
    assertThat(values(Trees.map(Tensor::neg, x))).containsExactly(-1, -2);
    assertThat(values(Trees.map((a, b) -> a.add(b), x, y))).containsExactly(11, 22);
    assertThat(values(Trees.map((a, b, c) -> a.add(b).add(c), x, y, y))).containsExactly(21, 42);
    assertThat(values(Trees.mapAll(all -> Tensor.stack(0, all).sum(), List.of(x, y, y, y))))
        .containsExactly(31, 62);
    assertThat(values(Trees.zerosLike(x))).containsExactly(0, 0);
    assertThatThrownBy(() -> Trees.mapAll(List::getFirst, List.of()))
        .hasMessageContaining("[tree] mapAll takes at least one tree");
  }

  @Test
  void staticPartsOfOtherTreesDoNotMatterToMap() {
    WithFunction x = new WithFunction(a -> a.add(1), t(1));
    WithFunction y = new WithFunction(a -> a.add(2), t(2));
    WithFunction sum = Trees.map((a, b) -> a.add(b), x, y);
    assertThat(values(sum)).containsExactly(3);
    assertThat(sum.activation()).isSameAs(x.activation());
    assertThat(Trees.sameStructure(x, y)).isTrue();
  }

  @Test
  void aDifferenceIsNamedByItsPath() {
    List<Linear> x = List.of(new Linear(t(1), t(2)), new Linear(t(3), t(4)));
    List<Linear> y = List.of(new Linear(t(1), t(2)), new Linear(t(3), null));
    assertThatThrownBy(() -> Trees.map((a, b) -> a, x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[tree] structures differ at 1.bias: a tensor against null");
    assertThatThrownBy(() -> Trees.map((a, b) -> a, x, x.subList(0, 1)))
        .hasMessage("[tree] structures differ at the root: a list of 2 against a list of 1");
    assertThatThrownBy(() -> Trees.map((a, b) -> a, Map.of("k", t(1)), x.getFirst()))
        .hasMessageContaining("the root: a map of [k] against a Linear");
    assertThatThrownBy(() -> Trees.map((a, b) -> a, new Tensor[1], Optional.of(t(1))))
        .hasMessageContaining("the root: an array of 1 against an optional");
    assertThatThrownBy(() -> Trees.map((a, b) -> a, Optional.empty(), t(1)))
        .hasMessageContaining("the root: an empty optional against a tensor");
    assertThat(Trees.sameStructure(x, y)).isFalse();
  }

  /** Not a record, so its tensor would be lost. */
  private static class Hidden {
    final Tensor tensor = t(1);

    Tensor tensor() {
      return tensor;
    }
  }

  private static final class Deeper extends Hidden {}

  @Test
  void whatHidesTensorsIsRefused() {
    assertThatThrownBy(() -> Trees.flatten(new Deeper()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Deeper holds tensors but is neither a record, list, map, array");
    assertThatThrownBy(() -> Trees.flatten(Set.of(t(1))))
        .hasMessageContaining("holds tensors but is neither");
    assertThat(values(Set.of("a"))).isEmpty();
    Tensor captured = t(5);
    UnaryOperator<Tensor> closure = x -> x.add(captured);
    assertThat(Trees.leaves(closure)).as("a closure is static").isEmpty();
    assertThat(new Hidden().tensor().toInts()).containsExactly(1);
  }

  @Test
  void aRecordOfAClosedModuleNamesWhatToOpen() {
    // A public interface whose implementation is a record in a package that java.base keeps.
    Object hidden = ObjectVerificationTypeInfo.of(ConstantDescs.CD_String);
    assertThat(hidden).isInstanceOf(Record.class);
    assertThatThrownBy(() -> Trees.flatten(List.of(hidden)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not accessible: add 'opens jdk.internal.classfile.impl to")
        .hasMessageContaining("to the module-info.java of java.base");
  }

  private record Narrow(ArrayList<Tensor> list) {}

  @Test
  void aComponentMustTakeWhatIsBuilt() {
    Narrow narrow = new Narrow(new ArrayList<>(List.of(t(1))));
    assertThat(values(narrow)).containsExactly(1);
    assertThatThrownBy(() -> Trees.map(Tensor::neg, narrow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Narrow.list is declared as ArrayList and cannot be built again");
  }

  private record Checked(Tensor x) {
    Checked {
      Objects.requireNonNull(x);
      if (x.rank() != 1) {
        throw new IllegalArgumentException("a vector is needed");
      }
    }
  }

  @Test
  void theConstructorOfARecordChecksWhatIsBuilt() {
    Checked checked = new Checked(Tensor.of(1, 2));
    assertThatThrownBy(() -> Trees.map(Tensor::sum, checked)).hasMessage("a vector is needed");
    assertThat(Trees.map(Tensor::neg, checked).x().toInts()).containsExactly(-1, -2);
  }
}
