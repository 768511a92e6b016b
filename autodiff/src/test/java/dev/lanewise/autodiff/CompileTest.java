package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Scope;
import dev.lanewise.graph.runtime.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompileTest {
  /** A tensor and a static part. */
  public record Scaled(Tensor x, double factor, String label) {}

  @Test
  void tracesOncePerTypeAndStaticPart() {
    AtomicInteger traces = new AtomicInteger();
    Fn<Scaled, Tensor> f =
        Autodiff.compile(
            a -> {
              traces.incrementAndGet();
              return a.x().mul(a.factor());
            });
    assertThat(f.apply(new Scaled(Tensor.of(3.0), 2, "a")).item()).isEqualTo(6);
    assertThat(f.apply(new Scaled(Tensor.of(4.0), 2, "a")).item()).isEqualTo(8);
    assertThat(traces).as("same types and static parts").hasValue(1);
    assertThat(f.apply(new Scaled(Tensor.of(4.0), 5, "a")).item()).isEqualTo(20);
    assertThat(traces).as("another factor").hasValue(2);
    f.apply(new Scaled(Tensor.of(4.0), 2, "b"));
    assertThat(traces).as("another label").hasValue(3);
    f.apply(new Scaled(Tensor.of(4f), 2, "a"));
    assertThat(traces).as("another element type").hasValue(4);
    f.apply(new Scaled(Tensor.of(4.0, 5), 2, "a"));
    assertThat(traces).as("another shape").hasValue(5);
    assertThat(f.apply(new Scaled(Tensor.of(9.0), 2, "a")).item()).isEqualTo(18);
    assertThat(traces).as("all are kept").hasValue(5);
  }

  @Test
  void whatItCapturedOutlivesTheScopeOfTheFirstCall() {
    Fn<Tensor, Tensor> f =
        Autodiff.compile(x -> x.add(Tensor.ones(DType.F64, 5, 7).tril(0).mul(2.0)));
    Tensor x = Tensor.zeros(DType.F64, 5, 7);
    double first;
    try (Scope _ = Scope.open()) {
      first = f.apply(x).sum().item();
    }
    assertThat(f.apply(x).sum().item()).isEqualTo(first).isEqualTo(30);
  }

  @Test
  void anotherStructureIsAnotherTrace() {
    AtomicInteger traces = new AtomicInteger();
    Fn<List<Tensor>, Tensor> f =
        Autodiff.compile(
            xs -> {
              traces.incrementAndGet();
              return xs.stream().reduce(Tensor.of(0.0), Tensor::add);
            });
    assertThat(f.apply(List.of(Tensor.of(1.0))).item()).isEqualTo(1);
    assertThat(f.apply(List.of(Tensor.of(1.0), Tensor.of(2.0))).item()).isEqualTo(3);
    assertThat(f.apply(List.of(Tensor.of(2.0), Tensor.of(2.0))).item()).isEqualTo(4);
    assertThat(traces).hasValue(2);
  }

  @Test
  void theCacheIsBounded() {
    AtomicInteger traces = new AtomicInteger();
    Fn2<Tensor, Integer, Tensor> f =
        Autodiff.compile(
            (x, n) -> {
              traces.incrementAndGet();
              return x.add(n);
            });
    for (int n = 0; n < 70; n++) {
      assertThat(f.apply(Tensor.of(1.0), n).item()).isEqualTo(1 + n);
    }
    assertThat(traces).hasValue(70);
    f.apply(Tensor.of(1.0), 69);
    assertThat(traces).as("the latest is kept").hasValue(70);
    f.apply(Tensor.of(1.0), 0);
    assertThat(traces).as("the oldest is forgotten").hasValue(71);
  }

  @Test
  void boundedCacheForgetsTheLeastRecentlyUsed() {
    BoundedCache<String, Integer> cache = new BoundedCache<>(2);
    assertThat(cache.get("a", () -> 1)).isEqualTo(1);
    assertThat(cache.get("b", () -> 2)).isEqualTo(2);
    assertThat(cache.get("a", () -> 9)).isEqualTo(1);
    assertThat(cache.get("c", () -> 3)).isEqualTo(3);
    assertThat(cache.find("b")).isNull();
    assertThat(cache.find("a")).isEqualTo(1);
    assertThat(cache.keep("a", 7)).as("the first stays").isEqualTo(1);
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void threeArgumentsAndAnyResult() {
    Fn3<Tensor, List<Tensor>, String, List<Object>> f =
        Autodiff.compile((a, b, c) -> List.of(a.add(b.getFirst()), c, b));
    List<Object> result = f.apply(Tensor.of(1.0), List.of(Tensor.of(2.0)), "text");
    assertThat(((Tensor) result.get(0)).item()).isEqualTo(3);
    assertThat(result.get(1)).isEqualTo("text");
    assertThat(((Tensor) ((List<?>) result.get(2)).getFirst()).item()).isEqualTo(2);
  }

  @Test
  void resultsMayBeArgumentsAndConstants() {
    Fn<Tensor, List<Tensor>> f =
        Autodiff.compile(x -> List.of(x, x, Tensor.of(7.0), Tensor.zeros(DType.F64, 20)));
    Tensor x = Tensor.of(1.0, 2);
    List<Tensor> result = f.apply(x);
    x.close();
    assertThat(result.get(0).toDoubles()).containsExactly(1, 2);
    result.get(0).close();
    assertThat(result.get(1).toDoubles()).containsExactly(1, 2);
    assertThat(result.get(2).item()).isEqualTo(7);
    assertThat(result.get(3).sum().item()).isZero();
  }

  @Test
  void aDonatedArgumentIsConsumed() {
    FunctionOptions options = FunctionOptions.defaults().donate(0);
    Fn2<List<Tensor>, Tensor, List<Tensor>> step =
        Autodiff.compile((state, x) -> List.of(state.get(0).add(x), state.get(1).mul(x)), options);
    List<Tensor> first = List.of(Tensor.of(1.0, 2), Tensor.of(1.0, 2).sum());
    Tensor x = Tensor.of(10.0);
    List<Tensor> second = step.apply(first, x);
    assertThat(second.get(0).toDoubles()).containsExactly(11, 12);
    assertThat(second.get(1).item()).isEqualTo(30);
    assertThatThrownBy(() -> first.get(0).toDoubles())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("donated");
    assertThatThrownBy(() -> first.get(1).item()).isInstanceOf(IllegalStateException.class);
    assertThat(x.item()).isEqualTo(10);
    assertThat(step.apply(second, x).get(1).item()).isEqualTo(300);
  }

  @Test
  void onlyWhatHasAMatchingResultIsConsumed() {
    FunctionOptions options = FunctionOptions.defaults().donate(0);
    Fn<List<Tensor>, Tensor> f = Autodiff.compile(xs -> xs.get(0).add(xs.get(1).sum()), options);
    List<Tensor> xs = List.of(Tensor.of(1.0, 2).sum(), Tensor.of(1.0, 2));
    assertThat(f.apply(xs).item()).isEqualTo(6);
    assertThatThrownBy(() -> xs.get(0).item()).isInstanceOf(IllegalStateException.class);
    assertThat(xs.get(1).toDoubles()).containsExactly(1, 2);
  }

  @Test
  void aFormulaMayBeDonatedTwiceAndStays() {
    FunctionOptions options = FunctionOptions.defaults().donate(0);
    Fn<List<Tensor>, List<Tensor>> f =
        Autodiff.compile(xs -> List.of(xs.get(0).add(1), xs.get(1).add(2)), options);
    Tensor zeros = Tensor.zeros(DType.F64, 2);
    for (int i = 0; i < 2; i++) {
      List<Tensor> result = f.apply(List.of(zeros, zeros));
      assertThat(result.get(0).toDoubles()).containsExactly(1, 1);
      assertThat(result.get(1).toDoubles()).containsExactly(2, 2);
    }
    assertThat(zeros.toDoubles()).containsExactly(0, 0);
  }

  @Test
  void aStateIsMatchedAsAWholeWhereverItStands() {
    FunctionOptions options = FunctionOptions.defaults().donate(1);
    Fn2<Tensor, List<Tensor>, List<Object>> f =
        Autodiff.compile(
            (x, state) ->
                List.of(
                    x.add(1), List.of(state.get(0).mul(2), state.get(1).mul(3).cast(DType.F64))),
            options);
    List<Tensor> state = List.of(Tensor.of(1.0), Tensor.of(2.0));
    Tensor x = Tensor.of(5.0);
    List<Object> result = f.apply(x, state);
    assertThat(((Tensor) result.get(0)).item()).isEqualTo(6);
    List<?> updated = (List<?>) result.get(1);
    assertThat(((Tensor) updated.get(0)).item()).isEqualTo(2);
    assertThat(((Tensor) updated.get(1)).item()).isEqualTo(6);
  }

  @Test
  void donationsAreChecked() {
    assertThatThrownBy(
            () -> Autodiff.compile((Tensor x) -> x, FunctionOptions.defaults().donate(1)))
        .hasMessageContaining("[compile] cannot donate argument 1 of a function of 1");
  }

  @Test
  void optionsReachTheRuntime() {
    try (Workers one = Workers.of(1)) {
      FunctionOptions options =
          FunctionOptions.defaults().withWorkers(one).withProducts(MatrixProducts.JAVA);
      assertThat(options.graph().workers()).isSameAs(one);
      Fn2<Tensor, Tensor, Tensor> f = Autodiff.compile(Tensor::matmul, options);
      Tensor x = Samples.counting(3, 3);
      assertThat(f.apply(x, Tensor.eye(DType.F64, 3)).toDoubles()).containsExactly(x.toDoubles());
    }
  }

  @Test
  void manyThreadsShareACompiledFunction() throws Exception {
    Fn2<Tensor, Tensor, ValueAndGrad<Tensor>> f =
        Autodiff.compile(
            Autodiff.valueAndGrad((Tensor w, Tensor x) -> w.mul(x).tanh().square().sum()));
    List<Future<Boolean>> results = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (int thread = 0; thread < 32; thread++) {
        // Several shapes, so that threads trace and compile at the same time as others run.
        int size = 1 + thread % 4;
        double scale = 0.1 * (thread + 1);
        results.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    Tensor x = Samples.counting(size).add(1).mul(scale);
                    double[] grad = f.apply(Tensor.of(0.5), x).grad().toDoubles();
                    double expected = 0;
                    for (double value : x.toDoubles()) {
                      double t = Math.tanh(0.5 * value);
                      expected += 2 * t * (1 - t * t) * value;
                    }
                    if (Math.abs(grad[0] - expected) > 1e-12) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }
}
