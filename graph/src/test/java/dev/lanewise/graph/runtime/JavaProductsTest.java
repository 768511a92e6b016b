package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With products in Java the native library is never looked for, not even its class loaded. */
class JavaProductsTest {
  /** Runs in a JVM of its own: prints the loss of one step. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Graph graph = TrainingStep.graph(DType.F32, 8, 12, 10, 4);
      CompileOptions options =
          CompileOptions.defaults()
              .withOptimize(false)
              .withProducts(MatrixProducts.valueOf(args[0]));
      List<Array> arguments = TrainingStep.arguments(1, graph).stream().map(Array::of).toList();
      System.out.println(
          "loss " + Executable.compile(graph, options).run(arguments).getLast().item());
    }
  }

  @Test
  void noNativeLibraryIsLookedFor() throws Exception {
    assertThat(run("JAVA")).contains("loss ").doesNotContain("dev.lanewise.ffi.NativeLibrary");
    assertThat(run("OPENBLAS")).contains("loss ").contains("dev.lanewise.ffi.NativeLibrary");
  }

  private static String run(String products) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xlog:class+load",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Child.class.getName(),
                products)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** The class path, and the module path if the tests run as a module. */
  private static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    String tests =
        Path.of(
                java.net.URI.create(
                    Child.class.getProtectionDomain().getCodeSource().getLocation().toString()))
            .toString();
    return String.join(
        System.getProperty("path.separator"),
        System.getProperty("java.class.path"),
        modules,
        tests);
  }
}
