package dev.lanewise.graph.compile.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Input;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileKernelTest extends TileKernelContract {
  @Override
  LoopKernel kernel(LoopBody body) {
    return TileKernel.of(body);
  }

  @Test
  void equalBodiesShareAKernel() {
    assertThat(TileKernel.of(LoopBodies.chain(5))).isSameAs(TileKernel.of(LoopBodies.chain(5)));
  }

  @Test
  void aStepWithoutAKernelIsRefused() {
    LoopBody body =
        new LoopBody(
            List.of(new Input(DType.BF16, Level.LANES)),
            List.of(new Compute(Binary.ADD, Ints.of(0, 0), DType.BF16)),
            List.of(new Store(1)));
    assertThatThrownBy(() -> TileKernel.of(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[add] does not support BF16");
  }
}
