package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.Shape;
import dev.lanewise.user.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static Array scalar(float value) {
    return Array.ofFloats(Shape.scalar(), value);
  }

  @Test
  void closesWhatWasCreatedWithinExceptWhatIsKept() {
    Array before = scalar(1);
    Array kept;
    Array within;
    try (Scope scope = Scope.open()) {
      within = scalar(2);
      kept = scope.keep(scalar(3));
      scope.keep(before);
    }
    assertThat(within.isClosed()).isTrue();
    assertThat(kept.item()).isEqualTo(3);
    assertThat(before.item()).isEqualTo(1);
    assertThat(scalar(4).scope()).isNull();
  }

  @Test
  void theErrorNamesTheLineThatClosedTheScope() {
    AtomicReference<Array> array = new AtomicReference<>();
    Scope scope = Scope.open();
    array.set(scalar(1));
    Caller.run(scope::close);
    assertThatThrownBy(() -> array.get().item())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "[item] the array F32[] was closed with its scope at " + Caller.LINE);
  }

  @Test
  void whatAnInnerScopeKeepsBelongsToTheOuter() {
    Array kept;
    try (Scope _ = Scope.open()) {
      try (Scope inner = Scope.open()) {
        kept = inner.keep(scalar(1));
      }
      assertThat(kept.isClosed()).isFalse();
    }
    assertThat(kept.isClosed()).isTrue();
  }

  @Test
  void scopesCloseFromTheInside() {
    Scope outer = Scope.open();
    Scope inner = Scope.open();
    assertThatThrownBy(outer::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("[scope] a scope opened later is still open");
    inner.close();
    inner.close();
    outer.close();
    assertThatThrownBy(() -> outer.keep(scalar(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("[scope] cannot keep: the scope is closed");
  }

  @Test
  void aScopeBelongsToItsThread() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Array> foreign = new AtomicReference<>();
    Scope scope = Scope.open();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  foreign.set(scalar(1));
                  try {
                    scope.close();
                  } catch (IllegalStateException e) {
                    thrown.set(e);
                  }
                });
    thread.join();
    scope.close();
    assertThat(thrown.get()).hasMessageStartingWith("[scope] cannot close here");
    assertThat(foreign.get().isClosed()).isFalse();
  }

  @Test
  void aLongScopeForgetsWhatWasClosedMeanwhile() {
    try (Scope scope = Scope.open()) {
      List<Array> open = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        Array array = scalar(i);
        if (i % 100 == 0) {
          open.add(array);
        } else {
          array.close();
        }
      }
      assertThat(scope.size()).isLessThan(1_000);
      assertThat(open).noneMatch(Array::isClosed);
    }
  }
}
