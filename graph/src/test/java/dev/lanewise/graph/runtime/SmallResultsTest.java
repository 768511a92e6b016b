package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallResultsTest {
  private static final TensorType SCALAR = new TensorType(DType.F32, Shape.scalar());
  private static final TensorType ROW = TensorType.of(DType.F64, 17);

  private final MemoryPool pool = new MemoryPool(1 << 24, false);
  private final SmallResults results = new SmallResults(pool, "test");

  @Test
  void arraysDoNotOverlapAndAreAligned() {
    List<Array> arrays = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Array array = results.allocate(i % 3 == 0 ? ROW : SCALAR, null);
      assertThat(array.storage().segment().address() % MemoryPool.ALIGNMENT).isZero();
      assertThat(array.storage().segment().byteSize())
          .isGreaterThanOrEqualTo(array.type().bytes() + Block.SLACK);
      if (i % 3 == 0) {
        double[] values = new double[17];
        Arrays.fill(values, i);
        array.write(values);
      } else {
        array.write(new float[] {i});
      }
      arrays.add(array);
    }
    for (int i = 0; i < arrays.size(); i++) {
      assertThat(arrays.get(i).toDoubles()).containsOnly(i);
    }
  }

  @Test
  void theMemoryGoesBackWhenAllArraysInItAreClosed() {
    Array one = results.allocate(SCALAR, null);
    Array two = results.allocate(ROW, null);
    one.close();
    results.retire();
    assertThat(pool.stats().inUse()).isPositive();
    two.close();
    assertThat(pool.stats().inUse()).isZero();
    two.close();
    assertThat(pool.stats().inUse()).isZero();
  }

  @Test
  void whatIsClosedBeforeTheBlockIsFullGoesBackWhenItIs() {
    for (int i = 0; i < 10_000; i++) {
      results.allocate(SCALAR, null).close();
    }
    assertThat(pool.stats().inUse()).isLessThanOrEqualTo(16 << 10);
    results.retire();
    assertThat(pool.stats().inUse()).isZero();
  }

  @Test
  void theMemoryGoesBackWhenAllArraysAreUnreachable() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      results.allocate(SCALAR, null);
    }
    Array kept = results.allocate(SCALAR, null);
    kept.write(new float[] {7});
    results.retire();
    long until = System.nanoTime() + 20_000_000_000L;
    while (pool.stats().inUse() > 16 << 10 && System.nanoTime() < until) {
      System.gc();
      Thread.sleep(5);
    }
    // What shares a block with one that is still in use.
    assertThat(pool.stats().inUse()).isEqualTo(16 << 10);
    assertThat(kept.item()).isEqualTo(7);
  }

  @Test
  void aClosedOneRefusesUseAndAnHeirLivesOn() {
    Array array = results.allocate(SCALAR, null);
    array.write(new float[] {3});
    assertThat(array.storage().holdForStepWriting()).isEqualTo(Storage.Hold.HELD);
    Array heir = array.donate(new Ending.Found("was donated", null));
    array.storage().releaseStepWriting();
    assertThat(array.isClosed()).isTrue();
    assertThat(heir.item()).isEqualTo(3);
    results.retire();
    assertThat(pool.stats().inUse()).isPositive();
    heir.close();
    assertThat(pool.stats().inUse()).isZero();
  }
}
