package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to find the library, and every way not to, each in a JVM of its own. */
class NativeLibraryTest {
  private static final String JAR = "from the jar org.bytedeco:openblas";
  private static final String PRODUCT = "product 12.0";
  private static final String OPTION = "-D" + NativeLibrary.PROPERTY + "=";

  @TempDir private Path folder;
  private FreshJvm jvm;

  @BeforeEach
  void prepare() {
    jvm = new FreshJvm(folder);
  }

  @Test
  void theJarOnTheClassPathIsTakenOutOnceAndUsed() throws Exception {
    String first = jvm.run();
    assertThat(first).startsWith("OpenBLAS 0.3.").contains(", core ", JAR, PRODUCT);
    assertThat(first).contains(jvm.libraries().toRealPath().toString()).doesNotContain("passed");
    assertThat(names(jvm.libraries()))
        .containsExactlyInAnyOrderElementsOf(HostPlatform.current().orElseThrow().libraries());
    Path library = openBlas();
    var written = Files.getLastModifiedTime(library);
    assertThat(jvm.run()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(written);
  }

  @Test
  void theJarOnTheModulePathIsFoundThoughNoModuleRequiresIt() throws Exception {
    assertThat(jvm.onModulePath().run()).startsWith("OpenBLAS 0.3.").contains(JAR, PRODUCT);
  }

  @Test
  void noneAsksForNoLibrary() throws Exception {
    String said = jvm.with(OPTION + "none", "-Xlog:class+load").run();
    assertThat(said).contains("no native BLAS; passed over every candidate: " + OPTION + "none");
    assertThat(said).contains("refused [dgemm] no native BLAS");
    assertThat(said).contains("dev.lanewise.ffi.Blas ").doesNotContain("ffi.openblas.OpenBlas");
    assertThat(jvm.cache()).doesNotExist();
  }

  @Test
  void anExplicitPathComesFirst() throws Exception {
    jvm.run();
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (String name : names(jvm.libraries())) {
      Files.copy(jvm.libraries().resolve(name), copy.resolve(name));
    }
    Path explicit = copy.resolve(openBlas().getFileName());
    assertThat(jvm.with(OPTION + explicit).run())
        .startsWith("OpenBLAS 0.3.")
        .contains("from " + OPTION + explicit, PRODUCT)
        .doesNotContain("passed over");
  }

  @Test
  void anExplicitPathWithoutAFileIsPassedOver() throws Exception {
    Path absent = folder.resolve("absent.so");
    assertThat(jvm.with(OPTION + absent).run())
        .contains(JAR, PRODUCT)
        .contains("passed over " + OPTION + absent + ": there is no file " + absent)
        .contains("WARNING");
  }

  @Test
  void anExplicitPathToSomethingElseIsPassedOver() throws Exception {
    Path text = Files.writeString(folder.resolve("text.so"), "not a library");
    assertThat(jvm.with(OPTION + text).run())
        .contains(JAR, PRODUCT)
        .contains("passed over " + OPTION + text + ": ");
  }

  @Test
  void aLibraryThatIsNotOpenBlasIsPassedOver() throws Exception {
    jvm.run();
    String other = HostPlatform.current().orElseThrow().libraries().getFirst();
    Path copy = Files.copy(jvm.libraries().resolve(other), folder.resolve("other-" + other));
    assertThat(jvm.with(OPTION + copy).run())
        .contains(JAR, PRODUCT)
        .contains(copy + " has no function openblas_set_num_threads");
  }

  @Test
  void withoutTheJarTheReasonIsGiven() throws Exception {
    // A folder of its own as library path, where the system's libraries are not.
    String said = jvm.withoutJar().with("-Djava.library.path=" + folder).run();
    assertThat(said)
        .contains("passed over the jar org.bytedeco:openblas: no org/bytedeco/openblas/")
        .contains("add org.bytedeco:openblas with the classifier");
  }

  @Test
  void aLibraryInTheLibraryPathIsTheSystems() throws Exception {
    jvm.run();
    Path system = Files.createDirectory(folder.resolve("system"));
    for (String name : names(jvm.libraries())) {
      Files.copy(jvm.libraries().resolve(name), system.resolve(name));
    }
    FreshJvm other = new FreshJvm(Files.createDirectory(folder.resolve("other"))).withoutJar();
    assertThat(other.with("-Djava.library.path=" + system).run())
        .contains("from the system (" + system, PRODUCT);
  }

  @Test
  void deniedNativeAccessIsAReasonAndNoCrash() throws Exception {
    assertThat(jvm.withoutNativeAccess().run())
        .contains(
            "no native BLAS; passed over the jar org.bytedeco:openblas: Illegal native access");
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, -1})
  void aDamagedFileIsReplaced(long size) throws Exception {
    String before = jvm.run();
    Path library = openBlas();
    byte[] whole = Files.readAllBytes(library);
    byte[] damaged = size < 0 ? whole.clone() : Arrays.copyOf(whole, (int) size);
    if (size < 0) {
      damaged[whole.length / 2] ^= 1;
    }
    Files.write(library, damaged);
    assertThat(jvm.run()).isEqualTo(before);
    assertThat(Files.mismatch(library, Files.write(folder.resolve("whole"), whole))).isEqualTo(-1);
  }

  @Test
  void threeJvmsMayStartTogether() throws Exception {
    String said = jvm.finish(jvm.start(), jvm.start(), jvm.start());
    assertThat(said.lines().filter(line -> line.equals(PRODUCT))).hasSize(3);
    assertThat(said).doesNotContain("passed over");
    assertThat(names(jvm.libraries()))
        .containsExactlyInAnyOrderElementsOf(HostPlatform.current().orElseThrow().libraries());
  }

  @Test
  void aCacheThatCannotBeMadeIsAReason() throws Exception {
    Path cache = jvm.cache();
    Files.createDirectories(cache.getParent());
    Files.writeString(cache, "a file in its place");
    assertThat(jvm.run())
        .contains("passed over the jar org.bytedeco:openblas: cannot make the folder " + cache);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void filesAndFoldersAreForTheUserAlone() throws Exception {
    jvm.run();
    assertThat(permissions(jvm.cache().resolve("lanewise"))).isEqualTo("rwx------");
    assertThat(permissions(jvm.libraries())).isEqualTo("rwx------");
    assertThat(permissions(openBlas())).isEqualTo("rw-------");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFolderThatOthersCanWriteIsNotTrusted() throws Exception {
    Path shared = Files.createDirectories(jvm.cache()).resolve("lanewise");
    Files.createDirectory(shared);
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(jvm.run())
        .contains("passed over the jar org.bytedeco:openblas: ")
        .contains(shared.toRealPath() + " can be written by other users");
    assertThat(names(shared)).isEmpty();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aLinkInPlaceOfTheFolderIsNotTrusted() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path link = Files.createDirectories(jvm.cache()).resolve("lanewise");
    Files.createSymbolicLink(link, elsewhere);
    assertThat(jvm.run()).contains("lanewise is not a folder");
    assertThat(names(elsewhere)).isEmpty();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aLinkInPlaceOfAFileIsReplaced() throws Exception {
    String before = jvm.run();
    Path library = openBlas();
    Path elsewhere = Files.move(library, folder.resolve("elsewhere"));
    Files.createSymbolicLink(library, elsewhere);
    assertThat(jvm.run()).isEqualTo(before);
    assertThat(Files.isSymbolicLink(library)).isFalse();
    assertThat(elsewhere).exists();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFileThatOthersCanWriteIsReplaced() throws Exception {
    String before = jvm.run();
    Files.setPosixFilePermissions(openBlas(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(jvm.run()).isEqualTo(before);
    assertThat(permissions(openBlas())).isEqualTo("rw-------");
  }

  private Path openBlas() throws IOException {
    return jvm.libraries().resolve(HostPlatform.current().orElseThrow().libraries().getLast());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
