package dev.lanewise.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.ParsedJson;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that the build leaves, started as a user of a POSIX system starts it. */
class DistributionIT {
  private static final Path HOME = Path.of("target/lanewise").toAbsolutePath();
  private static final Path LAUNCHER = HOME.resolve("bin/lanewise");
  private static final String JDK = System.getProperty("java.home");

  /** What the JVM says of its own accord on every start; no flag turns it off. */
  private static final String INCUBATOR_NOTICE =
      "WARNING: Using incubator modules: jdk.incubator.vector\n";

  private static final int CLASS_FILE_OF_JAVA_8 = 52;
  private static final int CLASS_FILE_OF_JAVA_9 = 53;
  private static final int CLASS_FILE_OF_JAVA_25 = 69;

  @TempDir Path folder;

  /**
   * A finished process.
   *
   * @param err standard error without the JVM's notice
   */
  private record Outcome(int code, String out, String err) {}

  @Test
  void startsOnTheModulePath() throws Exception {
    Outcome info = run(LAUNCHER, Map.of(), "info", "--json");
    assertThat(info.code()).as(info.err()).isZero();
    assertThat(info.err()).isEmpty();
    ParsedJson facts = ParsedJson.of(info.out());
    assertThat(facts.text("lanewise")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(facts.text("javaHome")).isEqualTo(JDK);
    assertThat(facts.truth("openblas")).as(info.out()).isTrue();
  }

  @Test
  void startsThroughLinksFromAnywhereAndBesideBlanks() throws Exception {
    Path copy = Files.createDirectories(folder.resolve("a b/c d")).resolve("lanewise");
    copyTree(HOME, copy);
    Path near = folder.resolve("a b/near");
    Files.createSymbolicLink(near, Path.of("c d/lanewise/bin/lanewise"));
    Path far = Files.createSymbolicLink(folder.resolve("far"), near);
    assertThat(run(far, Map.of(), "--version").out()).startsWith("lanewise ");
  }

  @Test
  void sameBitsWithOneAndTwoThreads() throws Exception {
    ParsedJson one = trainDigits(Map.of(), "--threads", "1");
    ParsedJson two = trainDigits(Map.of(), "--threads", "2");
    assertThat(one.integer("threads")).isEqualTo(1);
    assertThat(two.integer("threads")).isEqualTo(2);
    assertThat(two.text("weightsSha256")).isEqualTo(one.text("weightsSha256"));
    assertThat(two.number("testLoss")).isEqualTo(one.number("testLoss"));
  }

  /** The log has a line for every library the JVM loads, its own among them. */
  @Test
  void pureJavaLoadsNoNativeLibrary() throws Exception {
    Path log = folder.resolve("libraries.log");
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Map<String, String> environment =
        Map.of("LANEWISE_OPTS", "-Xlog:library:file=" + log, "XDG_CACHE_HOME", cache.toString());

    ParsedJson summary = trainDigits(environment, "--blas", "java");

    assertThat(summary.text("blas")).isEqualTo("pure Java, no native library in use");
    assertThat(log).content().contains("Loaded library").doesNotContain("openblas");
    assertThat(cache).isEmptyDirectory();
    run(LAUNCHER, environment, "info");
    assertThat(log).as("the log would have told").content().contains("openblas");
  }

  /** JMH's processes run on a class path, made of what the launcher has on the module path. */
  @Test
  void theLaboratoryMeasures() throws Exception {
    Outcome lab =
        run(LAUNCHER, Map.of(), "lab", "ffi", "--quick", "--filter", "empty-java", "--out", "lab");
    assertThat(lab.code()).as(lab.err()).isZero();
    assertThat(folder.resolve("lab/ffi.json")).content().contains("ffi.empty-java.i32");
    assertThat(folder.resolve("lab/ffi.html")).content().contains("Calls into native code");
  }

  @Test
  void theLaboratoryChecksAKernelOfOnesOwn() throws Exception {
    String classes = Path.of("target/test-classes").toAbsolutePath().toString();
    String[] command = {
      "lab",
      "kernel",
      "--check-only",
      "--class",
      "dev.lanewise.bench.lab.example.Affine",
      "--class-path",
      classes
    };
    Outcome lab = run(LAUNCHER, Map.of(), command);
    assertThat(lab.code()).as(lab.err()).isZero();
    assertThat(lab.out()).contains("correct: ", "unboxed: ", "intrinsics: all");
  }

  @Test
  void complaintsAreOneLine() throws Exception {
    Outcome mnist = run(LAUNCHER, Map.of(), "train", "mnist", "--data", folder + "/none");
    assertThat(mnist.code()).isEqualTo(2);
    assertThat(mnist.out()).isEmpty();
    assertThat(mnist.err()).isEqualTo("lanewise: " + folder + "/none: no such folder\n");
  }

  @Test
  void flagsForTheJvmAreTakenFromTheEnvironment() throws Exception {
    Outcome info = run(LAUNCHER, Map.of("LANEWISE_OPTS", "-Xmx64m -Dx=y"), "info", "--json");
    assertThat(ParsedJson.of(info.out()).integer("maxHeapBytes")).isEqualTo(64 << 20);
  }

  @Test
  void aJdkThatWasChosenAndIsTooOldIsRefused() throws Exception {
    for (Path old : List.of(fakeJdk("25.0.2", true), fakeJdk("25.0.2", false))) {
      Outcome refused = run(LAUNCHER, Map.of("LANEWISE_JAVA_HOME", old.toString()), "info");
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .isEqualTo("lanewise: needs JDK 25.0.3 or later, LANEWISE_JAVA_HOME is 25.0.2\n");
    }
  }

  @Test
  void aJdkThatWasChosenAndIsNotThereIsNamed() throws Exception {
    Outcome refused = run(LAUNCHER, Map.of("LANEWISE_JAVA_HOME", "/no/where"), "info");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).isEqualTo("lanewise: LANEWISE_JAVA_HOME=/no/where has no bin/java\n");
  }

  @Test
  void oldJdksAreSteppedOver() throws Exception {
    String old = fakeJdk("24.0.9", true).toString();
    Map<String, String> environment =
        Map.of("JAVA_HOME", old, "PATH", JDK + "/bin:" + System.getenv("PATH"));
    Outcome info = run(LAUNCHER, environment, "info", "--json");
    assertThat(info.code()).as(info.err()).isZero();
    assertThat(ParsedJson.of(info.out()).text("javaHome")).isEqualTo(JDK);
  }

  /** What an old JDK must read before it gets to the sentence that Main has for it. */
  @Test
  void descriptorsAndMainClassLoadOnOldJdks() throws IOException {
    List<Path> ours;
    try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
      ours = jars.filter(jar -> jar.getFileName().toString().startsWith("lanewise-")).toList();
    }
    assertThat(ours).hasSize(5);
    for (Path jar : ours) {
      assertThat(classFileVersion(jar, "module-info.class"))
          .as(jar.toString())
          .isEqualTo(CLASS_FILE_OF_JAVA_9);
    }
    Path bench =
        ours.stream().filter(jar -> jar.toString().contains("-bench-")).findFirst().orElseThrow();
    assertThat(classFileVersion(bench, "dev/lanewise/bench/Main.class"))
        .isEqualTo(CLASS_FILE_OF_JAVA_8);
    assertThat(classFileVersion(bench, "dev/lanewise/bench/cli/Lanewise.class"))
        .isEqualTo(CLASS_FILE_OF_JAVA_25);
  }

  private ParsedJson trainDigits(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("train", "digits", "--epochs", "1", "--json"));
    args.addAll(List.of(options));
    Outcome outcome = run(LAUNCHER, environment, args.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return ParsedJson.of(outcome.out());
  }

  /** Runs a command in the temporary folder, on the JDK of this test unless told otherwise. */
  private Outcome run(Path launcher, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LANEWISE_"));
    builder.environment().put("JAVA_HOME", JDK);
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    String complaints = Files.readString(err, UTF_8).replace(INCUBATOR_NOTICE, "");
    return new Outcome(process.exitValue(), Files.readString(out, UTF_8), complaints);
  }

  /** A JDK of some version: by its release file, or by what its java answers when asked. */
  private Path fakeJdk(String version, boolean hasRelease) throws IOException {
    Path home = Files.createTempDirectory(folder, "jdk");
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(
        java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2026-01-20' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    if (hasRelease) {
      Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }
    return home;
  }

  private static int classFileVersion(Path jar, String name) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar);
        DataInputStream in = new DataInputStream(Files.newInputStream(files.getPath(name)))) {
      assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
