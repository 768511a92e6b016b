package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPlatformTest {
  private static final Path HOME = Path.of("home").toAbsolutePath();

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, libopenblas.so.0",
    "Linux, aarch64, linux-arm64, libopenblas.so.0",
    "Mac OS X, x86_64, macosx-x86_64, libopenblas.0.dylib",
    "Mac OS X, aarch64, macosx-arm64, libopenblas.0.dylib",
    "Windows 11, amd64, windows-x86_64, libopenblas.dll",
    "Windows Server 2022, amd64, windows-x86_64, libopenblas.dll"
  })
  void theJarIsNamedAsMavenNamesIt(
      String osName, String osArch, String classifier, String library) {
    HostPlatform platform = HostPlatform.of(osName, osArch).orElseThrow();
    assertThat(platform.classifier()).isEqualTo(classifier);
    assertThat(platform.libraries()).last().isEqualTo(library);
    assertThat(platform.resourceFolder()).isEqualTo("org/bytedeco/openblas/" + classifier + "/");
    assertThat(platform.moduleName())
        .isEqualTo("org.bytedeco.openblas." + classifier.replace("-", "."));
  }

  @ParameterizedTest
  @CsvSource({"Linux, riscv64", "Linux, x86", "FreeBSD, amd64", "Windows 11, aarch64"})
  void otherPlatformsHaveNoJar(String osName, String osArch) {
    assertThat(HostPlatform.of(osName, osArch)).isEmpty();
  }

  @Test
  void theRunTimeIsLoadedInTheOrderOfItsDependencies() {
    assertThat(HostPlatform.of("Linux", "amd64").orElseThrow().libraries())
        .containsExactly(
            "libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, .cache",
    "Mac OS X, aarch64, Library/Caches",
    "Windows 11, amd64, AppData/Local"
  })
  void theCacheIsWhereThePlatformKeepsIt(String osName, String osArch, String folder) {
    HostPlatform platform = HostPlatform.of(osName, osArch).orElseThrow();
    assertThat(platform.userCache(Map.of(), HOME)).isEqualTo(HOME.resolve(folder));
  }

  @Test
  void theEnvironmentMayMoveTheCache() {
    Path elsewhere = Path.of("elsewhere").toAbsolutePath();
    Map<String, String> environment =
        Map.of("XDG_CACHE_HOME", elsewhere.toString(), "LOCALAPPDATA", elsewhere.toString());
    HostPlatform linux = HostPlatform.of("Linux", "amd64").orElseThrow();
    HostPlatform windows = HostPlatform.of("Windows 11", "amd64").orElseThrow();
    assertThat(linux.userCache(environment, HOME)).isEqualTo(elsewhere);
    assertThat(windows.userCache(environment, HOME)).isEqualTo(elsewhere);
    assertThat(linux.userCache(Map.of("XDG_CACHE_HOME", "relative"), HOME))
        .isEqualTo(HOME.resolve(".cache"));
  }
}
