package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules are about POSIX modes, so these tests need them. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PrivateFolderTest {
  @TempDir private Path temporary;
  private Path base;

  @BeforeEach
  void resolveLinks() throws IOException {
    base = temporary.toRealPath().resolve("base");
  }

  @Test
  void missingFoldersAreMadeForTheUserAlone() throws IOException {
    Path opened = PrivateFolder.open(base, "a", "b");
    assertThat(opened).isEqualTo(base.resolve("a").resolve("b")).isDirectory();
    for (Path made : new Path[] {base, opened.getParent(), opened}) {
      assertThat(permissions(made)).isEqualTo("rwx------");
    }
    assertThat(PrivateFolder.open(base, "a", "b")).isEqualTo(opened);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwx----w-", "rwx-w----"})
  void aFolderThatOthersCanWriteIsRefusedAtEveryDepth(String permissions) throws IOException {
    Path opened = PrivateFolder.open(base, "a", "b");
    for (Path shared : new Path[] {base, opened.getParent(), opened}) {
      permit(shared, permissions);
      assertThatIOException()
          .isThrownBy(() -> PrivateFolder.open(base, "a", "b"))
          .withMessage(shared + " can be written by other users");
      permit(shared, "rwx------");
    }
    assertThat(PrivateFolder.open(base, "a", "b")).isEqualTo(opened);
  }

  @Test
  void aFolderThatOthersCanReadIsAccepted() throws IOException {
    Path opened = PrivateFolder.open(base, "a");
    permit(opened, "rwxr-xr-x");
    assertThat(PrivateFolder.open(base, "a")).isEqualTo(opened);
  }

  @Test
  void aLinkAboveIsFollowedAndWhatItLeadsToIsChecked() throws IOException {
    Path target = Files.createDirectory(base.resolveSibling("target"));
    Files.createSymbolicLink(base, target);
    assertThat(PrivateFolder.open(base, "a")).isEqualTo(target.resolve("a"));
    permit(target, "rwxrwxrwx");
    assertThatIOException()
        .isThrownBy(() -> PrivateFolder.open(base, "a"))
        .withMessage(target + " can be written by other users");
  }

  @Test
  void aLinkOrAFileInPlaceOfTheFolderIsRefused() throws IOException {
    Path target = Files.createDirectories(base.resolveSibling("target"));
    Files.createDirectory(base);
    permit(base, "rwx------");
    Files.createSymbolicLink(base.resolve("a"), target);
    Files.writeString(base.resolve("b"), "");
    for (String name : new String[] {"a", "b"}) {
      assertThatIOException()
          .isThrownBy(() -> PrivateFolder.open(base, name))
          .withMessage(base.resolve(name) + " is not a folder");
    }
  }

  @Test
  void aFileIsPrivateIfOnlyItsOwnerCanWriteIt() throws IOException {
    Path file = PrivateFolder.open(base, "a").resolve("file");
    Files.writeString(file, "");
    permit(file, "rw-r--r--");
    assertThat(PrivateFolder.isPrivateFile(file)).isTrue();
    for (String shared : new String[] {"rw-rw----", "rw-----w-", "rw-rw-rw-"}) {
      permit(file, shared);
      assertThat(PrivateFolder.isPrivateFile(file)).as(shared).isFalse();
    }
    permit(file, "rw-------");
    Path link = Files.createSymbolicLink(file.resolveSibling("link"), file);
    assertThat(PrivateFolder.isPrivateFile(link)).isFalse();
    assertThat(PrivateFolder.isPrivateFile(file.getParent())).isFalse();
  }

  @Test
  void temporaryFilesLieBesideTheFileUnderNamesOfTheirOwn() throws IOException {
    Path file = PrivateFolder.open(base, "a").resolve("file");
    Path first = PrivateFolder.createTemporary(file);
    Path second = PrivateFolder.createTemporary(file);
    assertThat(first).isNotEqualTo(second).hasParentRaw(file.getParent());
    assertThat(permissions(first)).isEqualTo("rw-------");
    assertThatIOException()
        .isThrownBy(() -> PrivateFolder.createTemporary(base.resolve("absent").resolve("file")))
        .withMessageStartingWith("cannot write to " + base.resolve("absent"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
