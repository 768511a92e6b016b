package dev.lanewise.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be said of source files without understanding them. */
class SourceRulesTest {
  private static final int LONGEST = 600;

  private static final Path PACKAGE_INFO = Path.of("package-info.java");

  @Test
  void everyModuleHasSources() {
    Set<Path> modules =
        Sources.written().stream().map(file -> file.getName(0)).collect(Collectors.toSet());
    assertThat(modules)
        .extracting(Path::toString)
        .containsExactlyInAnyOrder("kernels", "ffi", "graph", "autodiff", "bench");
  }

  @Test
  void noFileIsTooLongToRead() {
    List<String> tooLong =
        Sources.written().stream()
            .filter(file -> Sources.read(file).lines().count() > LONGEST)
            .map(file -> file + ": " + Sources.read(file).lines().count() + " lines")
            .toList();
    assertThat(tooLong).as("files over " + LONGEST + " lines").isEmpty();
  }

  @Test
  void everyPackageIsDescribedAndNullMarked() {
    List<Path> packages =
        mainSources().stream()
            .map(Path::getParent)
            .filter(folder -> !folder.endsWith("java"))
            .distinct()
            .toList();
    assertThat(packages).isNotEmpty();
    for (Path folder : packages) {
      String description = Sources.read(folder.resolve(PACKAGE_INFO));
      assertThat(description)
          .as(folder.toString())
          .startsWith("/**")
          .contains("@NullMarked\npackage ");
    }
  }

  @Test
  void nothingIsDisabledOrSkipped() {
    // In two parts, or this file would break its own rule.
    List<String> evasions = List.of("@Dis" + "abled", "assume" + "True(", "assume" + "That(");
    for (Path file : Sources.written()) {
      assertThat(Sources.read(file)).as(file.toString()).doesNotContain(evasions);
    }
  }

  private static List<Path> mainSources() {
    return Sources.written().stream()
        .filter(file -> file.getName(2).toString().equals("main"))
        .filter(file -> !file.endsWith("module-info.java"))
        .toList();
  }
}
