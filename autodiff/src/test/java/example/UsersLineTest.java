package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.OpException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Errors and graph nodes name the line outside Lanewise and the JDK that asked for an operation.
 */
class UsersLineTest {
  private static Tensor mismatched(Tensor x) {
    return x.matmul(Tensor.zeros(DType.F32, 512, 256));
  }

  private static Tensor throughTheJdk(Tensor x) {
    return List.of(x, x).stream().map(Tensor::gelu).reduce(x, Tensor::add);
  }

  private static void assertNames(Throwable thrown, String method) {
    assertThat(thrown).isInstanceOf(OpException.class);
    StackTraceElement source = ((OpException) thrown).source();
    assertThat(source).isNotNull();
    assertThat(source.getClassName()).isEqualTo(UsersLineTest.class.getName());
    assertThat(source.getMethodName()).isEqualTo(method);
    assertThat(thrown).hasMessageContaining("at " + source);
  }

  @Test
  void anErrorNamesTheLineAtOnceAndUnderTrace() {
    Tensor x = Tensor.zeros(DType.F32, 128, 784);
    String message = "[matmul] inner dimensions differ: F32[128, 784] x F32[512, 256]";
    assertThatThrownBy(() -> mismatched(x))
        .hasMessageStartingWith(message)
        .satisfies(thrown -> assertNames(thrown, "mismatched"));
    Fn<Tensor, Tensor> compiled = Autodiff.compile(UsersLineTest::mismatched);
    assertThatThrownBy(() -> compiled.apply(x))
        .hasMessageStartingWith(message)
        .satisfies(thrown -> assertNames(thrown, "mismatched"));
  }

  @Test
  void errorsOfPrimitivesNameTheLineToo() {
    Tensor x = Tensor.of(1, 2);
    Fn<Tensor, Tensor> f = UsersLineTest::exponential;
    assertThatThrownBy(() -> f.apply(x)).satisfies(thrown -> assertNames(thrown, "exponential"));
    assertThatThrownBy(() -> Autodiff.compile(f).apply(x))
        .satisfies(thrown -> assertNames(thrown, "exponential"));
  }

  private static Tensor exponential(Tensor x) {
    return x.exp();
  }

  @Test
  void nodesKnowTheirLineThroughCompositionsAndTheJdk() {
    Graph graph = Autodiff.trace(UsersLineTest::throughTheJdk, Tensor.of(1f, 2f));
    assertThat(graph.nodes()).isNotEmpty();
    for (Node node : graph.nodes()) {
      assertThat(node.source()).as(node.toString()).isNotNull();
      assertThat(node.source().getMethodName()).isEqualTo("throughTheJdk");
    }
  }

  @Test
  void askingForElementsNamesTheLine() {
    Fn<Tensor, Tensor> f =
        x -> {
          if (x.item() > 0) {
            return x;
          }
          return x.neg();
        };
    assertThatThrownBy(() -> Autodiff.compile(f).apply(Tensor.of(1.0)))
        .hasMessageContaining("choose between values with Tensor.where in place of if")
        .hasMessageMatching("(?s).*\\n    at (\\S+/)?example\\.UsersLineTest\\..*");
  }
}
