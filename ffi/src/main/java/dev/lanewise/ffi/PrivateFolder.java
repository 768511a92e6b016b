package dev.lanewise.ffi;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Folders and files that no other user of the machine can change.
 *
 * <p>Where files have POSIX modes this is verified: owner, mode and kind of the folder, and that
 * nobody but this user or root could exchange a folder above it. On Windows the folder inherits the
 * access list of the user's profile, and only links are refused.
 */
final class PrivateFolder {
  private static final int KIND = 0170000;
  private static final int FOLDER = 0040000;
  private static final int REGULAR = 0100000;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 0022;

  private static final FileAttribute<?>[] NONE = {};

  /** Loaded only where there are POSIX modes. */
  private static final class User {
    static final int ID = effectiveId();

    private static int effectiveId() {
      Linker linker = Linker.nativeLinker();
      try {
        return (int)
            linker
                .downcallHandle(
                    linker.defaultLookup().findOrThrow("geteuid"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT))
                .invokeExact();
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }

  private PrivateFolder() {}

  /**
   * Opens {@code base/names[0]/names[1]/...}, made where absent with access for this user alone.
   *
   * @throws IOException if one of the folders cannot be made or could be changed by another user
   */
  static Path open(Path base, String... names) throws IOException {
    try {
      Files.createDirectories(base, ownerOnly(base, "rwx------"));
    } catch (IOException e) {
      throw failure("cannot make the folder " + base, e);
    }
    Path folder = base.toRealPath();
    for (Path above = folder; above != null; above = above.getParent()) {
      checkAbove(above);
    }
    for (String name : names) {
      folder = folder.resolve(name);
      make(folder);
      check(folder);
    }
    return folder;
  }

  /** Whether this is a regular file, not a link, that only this user can write. */
  static boolean isPrivateFile(Path file) throws IOException {
    if (!hasModes(file)) {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
    Attributes found = Attributes.of(file);
    return found.kind() == REGULAR && found.owner() == User.ID && !found.writableByOthers();
  }

  /** A new empty file beside the given one, under a name of its own. */
  static Path createTemporary(Path file) throws IOException {
    try {
      return Files.createTempFile(
          file.getParent(), file.getFileName() + ".", ".tmp", ownerOnly(file, "rw-------"));
    } catch (IOException e) {
      throw failure("cannot write to " + file.getParent(), e);
    }
  }

  private static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      // Made earlier, or by a JVM that started together with this one: checked next.
      return;
    } catch (IOException e) {
      throw failure("cannot make the folder " + folder, e);
    }
  }

  private static void check(Path folder) throws IOException {
    if (!hasModes(folder)) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(folder + " is not a folder");
      }
      return;
    }
    Attributes found = Attributes.of(folder);
    if (found.kind() != FOLDER) {
      throw new IOException(folder + " is not a folder");
    }
    if (found.owner() != User.ID) {
      throw new IOException(folder + " belongs to another user");
    }
    if (found.writableByOthers()) {
      throw new IOException(folder + " can be written by other users");
    }
  }

  /** Only root, this user or a sticky bit may decide what lies in a folder above ours. */
  private static void checkAbove(Path folder) throws IOException {
    if (!hasModes(folder)) {
      return;
    }
    Attributes found = Attributes.of(folder);
    if (found.owner() != User.ID && found.owner() != 0) {
      throw new IOException(folder + " belongs to another user");
    }
    if (found.writableByOthers() && (found.mode() & STICKY) == 0) {
      throw new IOException(folder + " can be written by other users");
    }
  }

  private record Attributes(int mode, int owner) {
    static Attributes of(Path path) throws IOException {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
      return new Attributes((Integer) found.get("mode"), (Integer) found.get("uid"));
    }

    int kind() {
      return mode & KIND;
    }

    boolean writableByOthers() {
      return (mode & WRITABLE_BY_OTHERS) != 0;
    }
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return hasModes(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }

  private static IOException failure(String what, IOException cause) {
    return new IOException(what + ": " + cause, cause);
  }
}
