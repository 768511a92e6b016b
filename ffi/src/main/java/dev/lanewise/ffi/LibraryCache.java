package dev.lanewise.ffi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Takes libraries out of their jar into a folder of the user's cache, once, and vouches for what
 * lies there.
 *
 * <p>The folder is named by the checksums of its content, so every version has its own, and it is
 * {@linkplain PrivateFolder private}. A file in it is used only if it is a regular file of this
 * user that nobody else can write and has the size and CRC-32 that the jar states; anything else is
 * replaced. Files are written under a temporary name and moved into place in one step, so that of
 * two JVMs that start together neither sees half a file.
 *
 * <p>The checksum guards against truncation and decay; against tampering stands the folder itself,
 * which only this user can write. SHA-256 would guard no better and costs 120 to 200 ms of every
 * start, against 10: its compiled form is not ready that early.
 */
final class LibraryCache {
  private final Path userCache;

  LibraryCache(Path userCache) {
    this.userCache = userCache;
  }

  /**
   * The folder that holds the given files of a platform, which this call writes if need be.
   *
   * @throws IOException if the folder cannot be trusted, or not be made or filled
   */
  Path provide(HostPlatform platform, List<BundledLibrary.Entry> entries) throws IOException {
    StringBuilder name = new StringBuilder("openblas-").append(platform.classifier()).append('-');
    for (BundledLibrary.Entry entry : entries) {
      name.append(HexFormat.of().toHexDigits((int) entry.crc()));
    }
    Path folder = PrivateFolder.open(userCache, "lanewise", name.toString());
    for (BundledLibrary.Entry entry : entries) {
      Path file = folder.resolve(entry.name());
      if (!isIntact(file, entry)) {
        write(entry, file);
      }
    }
    return folder;
  }

  private static boolean isIntact(Path file, BundledLibrary.Entry entry) throws IOException {
    try {
      return PrivateFolder.isPrivateFile(file)
          && Files.size(file) == entry.size()
          && crc(file) == entry.crc();
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  private static long crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        crc.update(buffer, 0, count);
      }
    }
    return crc.getValue();
  }

  private static void write(BundledLibrary.Entry entry, Path file) throws IOException {
    Path temporary = PrivateFolder.createTemporary(file);
    try {
      CRC32 crc = new CRC32();
      long size;
      try (InputStream in = new CheckedInputStream(entry.open(), crc);
          OutputStream out = Files.newOutputStream(temporary)) {
        size = in.transferTo(out);
      }
      if (size != entry.size() || crc.getValue() != entry.crc()) {
        throw new IOException("the jar's copy of " + entry.name() + " is damaged");
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Windows refuses to replace a library in use, which another JVM may have just put there.
      if (!isIntact(file, entry)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
