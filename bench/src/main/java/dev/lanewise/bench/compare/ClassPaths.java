package dev.lanewise.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Class paths for processes that are started: libraries that are no modules live there alone. */
public final class ClassPaths {
  private ClassPaths() {}

  /** Everything that this process was started with, from the module path or the class path. */
  public static List<String> own() {
    List<String> entries = new ArrayList<>();
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      String path = System.getProperty(property, "");
      for (String entry : path.split(File.pathSeparator, -1)) {
        if (!entry.isEmpty()) {
          entries.add(entry);
          entries.addAll(jars(Path.of(entry)));
        }
      }
    }
    return entries;
  }

  /** The classes and libraries in the folder that the build with the peers leaves. */
  public static List<String> peers(Path folder) {
    List<String> entries = new ArrayList<>();
    entries.add(folder.resolve("classes").toString());
    entries.add(folder.resolve("lib") + File.separator + "*");
    return entries;
  }

  /** Entries of a module path may be folders of jars; of anything else there are none. */
  private static List<String> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new ComparisonException(folder + ": cannot be listed, " + e.getMessage());
    }
  }
}
