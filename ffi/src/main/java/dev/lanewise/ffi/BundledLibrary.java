package dev.lanewise.ffi;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;

/**
 * The libraries of one platform inside the jar {@code org.bytedeco:openblas}, wherever that jar is:
 * on the class path, in a module layer, or on the module path without being resolved. The last is
 * the ordinary case of a modular program: no module requires the jar, and none could, because its
 * descriptor requires JavaCPP.
 */
final class BundledLibrary {
  /** One file of the jar, with the size and the CRC-32 of its content. */
  record Entry(String name, URL url, long size, long crc) {
    InputStream open() throws IOException {
      return url.openStream();
    }
  }

  private BundledLibrary() {}

  /**
   * Finds the files of a platform, in loading order.
   *
   * @throws IOException if the jar is absent or unreadable
   */
  static List<Entry> find(HostPlatform platform) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String name : platform.libraries()) {
      entries.add(entry(name, locate(platform, platform.resourceFolder() + name)));
    }
    return entries;
  }

  private static URL locate(HostPlatform platform, String resource) throws IOException {
    // A folder whose name has a hyphen is no package, so modules do not encapsulate it.
    URL visible = BundledLibrary.class.getClassLoader().getResource(resource);
    if (visible != null) {
      return visible;
    }
    Optional<ModuleReference> module = inLayer(platform).or(() -> onModulePath(platform));
    if (module.isPresent()) {
      try (ModuleReader reader = module.get().open()) {
        Optional<URI> found = reader.find(resource);
        if (found.isPresent()) {
          return found.get().toURL();
        }
      }
    }
    throw new IOException(
        "no "
            + resource
            + " on the class path or the module path; add org.bytedeco:openblas with the classifier"
            + " "
            + platform.classifier());
  }

  private static Optional<ModuleReference> inLayer(HostPlatform platform) {
    ModuleLayer layer = BundledLibrary.class.getModule().getLayer();
    return layer == null
        ? Optional.empty()
        : layer.configuration().findModule(platform.moduleName()).map(ResolvedModule::reference);
  }

  private static Optional<ModuleReference> onModulePath(HostPlatform platform) {
    Path[] path =
        Stream.of(
                System.getProperty("jdk.module.path", "").split(Pattern.quote(File.pathSeparator)))
            .filter(element -> !element.isEmpty())
            .map(Path::of)
            .toArray(Path[]::new);
    return ModuleFinder.of(path).find(platform.moduleName());
  }

  /** Takes size and CRC-32 from the jar's directory where there is one: no need to inflate. */
  private static Entry entry(String name, URL url) throws IOException {
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection jar) {
      ZipEntry zipped = jar.getJarEntry();
      if (zipped.getSize() >= 0 && zipped.getCrc() >= 0) {
        return new Entry(name, url, zipped.getSize(), zipped.getCrc());
      }
    }
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(connection.getInputStream(), crc)) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new Entry(name, url, size, crc.getValue());
    }
  }
}
