package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorShapesTest {
  /** [[0, 1, 2], [3, 4, 5]]. */
  private static final Tensor X = Samples.counting(2, 3);

  private static final Tensor CUBE = Samples.counting(2, 3, 4);

  private static void assertIs(Tensor x, Shape shape, double... values) {
    assertThat(x.shape()).isEqualTo(shape);
    assertThat(x.toDoubles()).containsExactly(values);
  }

  @Test
  void reshapes() {
    assertIs(X.reshape(3, 2), Shape.of(3, 2), 0, 1, 2, 3, 4, 5);
    assertThat(X.reshape(-1).shape()).isEqualTo(Shape.of(6));
    assertThat(CUBE.reshape(4, -1, 2).shape()).isEqualTo(Shape.of(4, 3, 2));
    assertThat(X.reshape(Shape.of(6, 1)).shape()).isEqualTo(Shape.of(6, 1));
    assertThat(X.reshape(2, 3)).isSameAs(X);
    assertThat(CUBE.flatten().shape()).isEqualTo(Shape.of(24));
    assertThat(CUBE.flatten(1, -1).shape()).isEqualTo(Shape.of(2, 12));
    assertThat(CUBE.flatten(0, 1).shape()).isEqualTo(Shape.of(6, 4));
    assertThat(Tensor.zeros(DType.F32, 0, 3).reshape(3, -1).shape()).isEqualTo(Shape.of(3, 0));
    assertThatThrownBy(() -> X.reshape(4, -1))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[reshape] F64[2, 3] has 6 elements, which do not fill [4, -1]");
    assertThatThrownBy(() -> X.reshape(-1, -1)).hasMessageContaining("do not fill [-1, -1]");
    assertThatThrownBy(() -> X.reshape(1 << 30, 1 << 30, 1 << 30, -1))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[reshape] F64[2, 3] has 6 elements");
    assertThatThrownBy(() -> X.reshape(7)).hasMessageContaining("do not fill [7]");
    assertThatThrownBy(() -> X.reshape(0, -1)).hasMessageContaining("do not fill [0, -1]");
    assertThatThrownBy(() -> CUBE.flatten(2, 1))
        .hasMessageContaining("[flatten] axis 2 comes after axis 1");
  }

  @Test
  void permutesAxes() {
    assertIs(X.transpose(), Shape.of(3, 2), 0, 3, 1, 4, 2, 5);
    assertIs(X.t(), Shape.of(3, 2), 0, 3, 1, 4, 2, 5);
    assertThat(CUBE.transpose().shape()).isEqualTo(Shape.of(4, 3, 2));
    assertThat(CUBE.t().shape()).isEqualTo(Shape.of(2, 4, 3));
    assertThat(CUBE.transpose(1, -1, 0).shape()).isEqualTo(Shape.of(3, 4, 2));
    assertThat(CUBE.transpose(1, 2, 0).get(2).get(3).toDoubles()).containsExactly(11, 23);
    assertThat(CUBE.swapAxes(0, -1).shape()).isEqualTo(Shape.of(4, 3, 2));
    assertThat(CUBE.moveAxis(0, -1).shape()).isEqualTo(Shape.of(3, 4, 2));
    assertThat(CUBE.moveAxis(2, 0).shape()).isEqualTo(Shape.of(4, 2, 3));
    assertThatThrownBy(() -> CUBE.transpose(0, 1))
        .hasMessageContaining("[transpose] [0, 1] is no permutation of the axes of F64[2, 3, 4]");
    assertThatThrownBy(() -> CUBE.transpose(0, 1, 1)).hasMessageContaining("name one twice");
    assertThatThrownBy(() -> Tensor.of(1.0, 2).t()).hasMessageContaining("[swapAxes] axis -2");
  }

  @Test
  void addsAndRemovesAxesOfExtentOne() {
    assertThat(X.unsqueeze(0).shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(X.unsqueeze(-1).shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(X.unsqueeze(1).shape()).isEqualTo(Shape.of(2, 1, 3));
    Tensor wide = X.reshape(1, 2, 1, 3);
    assertThat(wide.squeeze().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(wide.squeeze(-2).shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThatThrownBy(() -> wide.squeeze(1))
        .hasMessageContaining("[squeeze] axes [1] of F64[1, 2, 1, 3] do not all have extent 1");
    assertThatThrownBy(() -> X.unsqueeze(3)).hasMessageContaining("[unsqueeze] axis 3");
  }

  @Test
  void broadcasts() {
    assertIs(Tensor.of(1.0, 2).broadcastTo(2, 2), Shape.of(2, 2), 1, 2, 1, 2);
    assertIs(Tensor.of(1.0, 2).reshape(2, 1).expand(-1, 3), Shape.of(2, 3), 1, 1, 1, 2, 2, 2);
    assertThat(Tensor.of(1.0).broadcastTo(Shape.of(0, 2)).shape()).isEqualTo(Shape.of(0, 2));
    assertThatThrownBy(() -> X.broadcastTo(2, 4))
        .hasMessageContaining("[broadcastTo] F64[2, 3] does not broadcast to [2, 4]");
    assertThatThrownBy(() -> X.broadcastTo(3)).hasMessageContaining("does not broadcast to [3]");
    assertThatThrownBy(() -> X.broadcastTo(-1, 2, 3)).hasMessageContaining("to [-1, 2, 3]");
  }

  @Test
  void takesPieces() {
    assertIs(X.get(1), Shape.of(3), 3, 4, 5);
    assertIs(X.get(-2), Shape.of(3), 0, 1, 2);
    assertIs(X.select(1, -1), Shape.of(2), 2, 5);
    assertIs(X.slice(1, 0, 2), Shape.of(2, 2), 0, 1, 3, 4);
    assertIs(X.slice(1, -2, -1), Shape.of(2, 1), 1, 4);
    assertIs(X.slice(1, 0, 3, 2), Shape.of(2, 2), 0, 2, 3, 5);
    assertIs(X.slice(new int[] {1, 1}, new int[] {2, 3}, new int[] {1, 1}), Shape.of(1, 2), 4, 5);
    assertIs(X.slice(0, 1, 1), Shape.of(0, 3));
    assertThat(X.slice(0, 0, 2)).isSameAs(X);
    assertIs(X.narrow(1, -2, 2), Shape.of(2, 2), 1, 2, 4, 5);
    assertThatThrownBy(() -> X.get(2))
        .hasMessageContaining("[get] index 2 is out of range for axis 0 of F64[2, 3]");
    assertThatThrownBy(() -> X.slice(1, 0, 4))
        .hasMessageContaining("[slice] [0, 4) by 1 does not lie in axis 1 of F64[2, 3]");
    assertThatThrownBy(() -> X.slice(1, 0, 3, 0)).hasMessageContaining("[0, 3) by 0");
    assertThatThrownBy(() -> X.slice(new int[] {0}, new int[] {1}, new int[] {1}))
        .hasMessageContaining("[slice] one entry for each axis of F64[2, 3] is needed, given [0]");
    assertThatThrownBy(() -> X.narrow(1, 2, 2))
        .hasMessageContaining("[narrow] 2 elements from 2 do not lie in axis 1");
    assertThatThrownBy(() -> Tensor.of(1.0).get(0)).hasMessageContaining("[get] axis 0");
  }

  @Test
  void splitsAndJoins() {
    List<Tensor> parts = X.split(1, 1, 2);
    assertIs(parts.get(0), Shape.of(2, 1), 0, 3);
    assertIs(parts.get(1), Shape.of(2, 2), 1, 2, 4, 5);
    assertThat(Tensor.concat(1, parts).toDoubles()).containsExactly(X.toDoubles());
    List<Tensor> chunks = Samples.counting(5).chunk(0, 2);
    assertThat(chunks).extracting(chunk -> chunk.extent(0)).containsExactly(3, 2);
    assertThat(Samples.counting(4).chunk(0, 3)).extracting(Tensor::size).containsExactly(2L, 2L);
    List<Tensor> rows = X.unstack(0);
    assertThat(Tensor.stack(0, rows).toDoubles()).containsExactly(X.toDoubles());
    assertThat(Tensor.stack(-1, rows.get(0), rows.get(1)).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(Tensor.concat(0, X, X.slice(0, 0, 1)).shape()).isEqualTo(Shape.of(3, 3));
    assertThat(Tensor.concat(0, X)).isSameAs(X);
    assertThatThrownBy(() -> X.split(1, 1, 1))
        .hasMessageContaining("[split] sizes [1, 1] do not make up axis 1 of F64[2, 3]");
    assertThatThrownBy(() -> X.chunk(1, 0)).hasMessageContaining("must be positive, was 0");
    assertThatThrownBy(() -> Tensor.concat(0, X, CUBE))
        .hasMessageContaining("[concat] extents differ off axis 0: F64[2, 3], F64[2, 3, 4]");
    assertThatThrownBy(() -> Tensor.stack(0, X, X.t()))
        .hasMessageContaining("[stack] shapes differ: F64[2, 3], F64[3, 2]");
    assertThatThrownBy(() -> Tensor.concat(0)).hasMessageContaining("takes at least one tensor");
  }

  @Test
  void padsAndTurns() {
    assertIs(
        X.slice(0, 0, 1).pad(new int[] {0, 1}, new int[] {1, 0}, 9),
        Shape.of(2, 4),
        9,
        0,
        1,
        2,
        9,
        9,
        9,
        9);
    assertIs(
        Tensor.of(1.0, 2).pad(new int[] {1}, new int[] {-1}, new int[] {2}, 0),
        Shape.of(4),
        0,
        1,
        0,
        0);
    assertIs(X.flip(1), Shape.of(2, 3), 2, 1, 0, 5, 4, 3);
    assertIs(X.flip(), Shape.of(2, 3), 5, 4, 3, 2, 1, 0);
    assertIs(X.roll(1, 1), Shape.of(2, 3), 2, 0, 1, 5, 3, 4);
    assertIs(X.roll(-4, 1), Shape.of(2, 3), 1, 2, 0, 4, 5, 3);
    assertThat(X.roll(2, 0)).isSameAs(X);
    assertThatThrownBy(() -> Tensor.of(1).reshape(1).pad(new int[1], new int[1], 0.5))
        .hasMessageContaining("[pad] I32 cannot hold 0.5");
  }

  @Test
  void repeats() {
    Tensor x = Tensor.of(1.0, 2);
    assertIs(x.repeat(2, 0), Shape.of(4), 1, 1, 2, 2);
    assertIs(x.tile(2), Shape.of(4), 1, 2, 1, 2);
    assertIs(x.tile(2, 1), Shape.of(2, 2), 1, 2, 1, 2);
    assertIs(X.tile(2).slice(0, 0, 1), Shape.of(1, 6), 0, 1, 2, 0, 1, 2);
    assertIs(X.tile(2, 1), Shape.of(4, 3), 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
    assertIs(X.repeat(2, 1), Shape.of(2, 6), 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5);
    assertIs(x.repeat(0, 0), Shape.of(0));
    assertThatThrownBy(() -> x.tile(2, Integer.MAX_VALUE))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[tile] cannot repeat F64[2] 2147483647 times");
    assertThatThrownBy(() -> x.repeat(-1, 0))
        .hasMessageContaining("[repeat] cannot repeat F64[2] -1 times");
  }
}
