package dev.lanewise.graph.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.kernels.Gemm;
import dev.lanewise.user.OneStep;
import java.io.File;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine in JVMs of its own, with and without module {@code jdk.jfr}. */
class OptionalFlightRecorderTest {
  /** What a runtime image made for the engine has at least. */
  private static final String LIMIT = "--limit-modules=jdk.incubator.vector,jdk.management";

  private static final String WITHOUT = "Flight Recorder false [-7.0, -22.0]";
  private static final String WITH = "Flight Recorder true [-7.0, -22.0]";

  @TempDir Path folder;

  @Test
  void runsWithoutItOnTheClassPath() throws Exception {
    assertThat(run(classPath(), LIMIT)).contains(WITHOUT);
  }

  @Test
  void runsWithoutItOnTheModulePath() throws Exception {
    assertThat(run(modulePath(), LIMIT + ",dev.lanewise.graph")).contains(WITHOUT);
  }

  @Test
  void findsItOnTheClassPath() throws Exception {
    assertThat(run(classPath())).contains(WITH);
  }

  /** A modular program need not ask for it: in an ordinary JDK jdk.management.jfr brings it in. */
  @Test
  void findsItOnTheModulePath() throws Exception {
    assertThat(run(modulePath())).contains(WITH);
  }

  private String run(List<String> path, String... options) throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(options));
    command.add("-Dlanewise.openblas=none");
    command.addAll(path);
    command.add(OneStep.class.getName());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static List<String> classPath() throws Exception {
    List<String> roots = new ArrayList<>(modules());
    roots.add(root(OneStep.class));
    return List.of(
        "--add-modules=jdk.incubator.vector", "-cp", String.join(File.pathSeparator, roots));
  }

  private static List<String> modulePath() throws Exception {
    return List.of(
        "--add-modules=dev.lanewise.graph",
        "-p",
        String.join(File.pathSeparator, modules()),
        "-cp",
        root(OneStep.class));
  }

  private static List<String> modules() throws Exception {
    return List.of(root(Gemm.class), root(NativeLibrary.class), root(Events.class));
  }

  /** The jar or folder that a class comes from, also if it is patched into a module. */
  private static String root(Class<?> type) throws Exception {
    String file = type.getName().replace('.', '/') + ".class";
    URL url = type.getResource(type.getSimpleName() + ".class");
    if (url.openConnection() instanceof JarURLConnection jar) {
      return Path.of(jar.getJarFileURL().toURI()).toString();
    }
    String whole = url.toString();
    return Path.of(URI.create(whole.substring(0, whole.length() - file.length()))).toString();
  }
}
