package dev.lanewise.ffi;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Starts JVMs that load the library anew, with a home and a cache of their own. */
final class FreshJvm {
  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private List<String> path;
  private boolean nativeAccess = true;

  /**
   * @param folder an empty folder for home, cache and output
   */
  FreshJvm(Path folder) {
    this.folder = folder;
    this.path = List.of("-cp", classes() + File.pathSeparator + openBlasJar());
  }

  /** Adds options of the JVM. */
  FreshJvm with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Leaves out the option that permits calls of native code, and forbids them. */
  FreshJvm withoutNativeAccess() {
    nativeAccess = false;
    return with("--illegal-native-access=deny");
  }

  /** Leaves the jar with the library out. */
  FreshJvm withoutJar() {
    path = List.of("-cp", classes());
    return this;
  }

  /** Puts everything on the module path, as a modular program does; nothing requires the jar. */
  FreshJvm onModulePath() throws IOException {
    Path jar = Files.createDirectories(folder.resolve("modules")).resolve("ffi.jar");
    Path manifest =
        Files.writeString(folder.resolve("manifest"), "Automatic-Module-Name: dev.lanewise.ffi\n");
    List<String> arguments = new ArrayList<>(List.of("cfm", jar.toString(), manifest.toString()));
    for (String root : List.of(root(NativeLibrary.class), root(FreshJvm.class))) {
      arguments.addAll(List.of("-C", root, "."));
    }
    // Silent on success; what it says on failure stands in the test's output.
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("jar " + arguments + " failed");
    }
    path = List.of("-p", jar + File.pathSeparator + openBlasJar());
    return this;
  }

  /** The folder in which the library is looked for and to which it is taken out. */
  Path cache() {
    return HostPlatform.current().orElseThrow().userCache(environment(), home());
  }

  /** The one folder with libraries in the cache. */
  Path libraries() throws IOException {
    try (Stream<Path> found = Files.list(cache().resolve("lanewise"))) {
      return found.findAny().orElseThrow();
    }
  }

  /** Runs to the end and returns what was printed. */
  String run() throws IOException, InterruptedException {
    return finish(start());
  }

  Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.add("-Duser.home=" + home());
    boolean modular = path.getFirst().equals("-p");
    if (nativeAccess) {
      command.add("--enable-native-access=" + (modular ? "dev.lanewise.ffi" : "ALL-UNNAMED"));
    }
    command.addAll(path);
    if (modular) {
      command.add("-m");
      command.add("dev.lanewise.ffi/" + DescribeMain.class.getName());
    } else {
      command.add(DescribeMain.class.getName());
    }
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().putAll(environment());
    outputs.add(output);
    return builder.start();
  }

  /** Waits for the processes and returns what all of them printed. */
  String finish(Process... processes) throws IOException, InterruptedException {
    for (Process process : processes) {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("a JVM did not end within a minute");
      }
    }
    StringBuilder all = new StringBuilder();
    for (Path output : outputs) {
      all.append(Files.readString(output, StandardCharsets.UTF_8));
    }
    outputs.clear();
    return all.toString();
  }

  private Path home() {
    return folder.resolve("home");
  }

  private Map<String, String> environment() {
    String cache = folder.resolve("cache").toString();
    return Map.of("XDG_CACHE_HOME", cache, "LOCALAPPDATA", cache);
  }

  /** Main and test classes, wherever the running JVM has them: class path, module or patch. */
  private static String classes() {
    String main = root(NativeLibrary.class);
    String test = root(FreshJvm.class);
    return main + File.pathSeparator + test;
  }

  private static String root(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    URL url = type.getResource(type.getSimpleName() + ".class");
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI()).toString();
      }
      String whole = url.toString();
      return Path.of(URI.create(whole.substring(0, whole.length() - file.length()))).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String openBlasJar() {
    HostPlatform platform = HostPlatform.current().orElseThrow();
    String resource = platform.resourceFolder() + platform.libraries().getLast();
    try {
      URL url = FreshJvm.class.getClassLoader().getResource(resource);
      return Path.of(((JarURLConnection) url.openConnection()).getJarFileURL().toURI()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
