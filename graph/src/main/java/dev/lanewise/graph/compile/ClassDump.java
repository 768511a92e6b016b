package dev.lanewise.graph.compile;

import dev.lanewise.graph.file.WholeFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes generated classes to the folder that the system property {@value #PROPERTY} names, for
 * {@code javap -c -p} to read. Does nothing while the property is not set. Whatever goes wrong is
 * said once, as a warning, and never reaches the compilation of a graph.
 */
public final class ClassDump {
  /** Names the folder; it is made if it is not there. */
  public static final String PROPERTY = "lanewise.dump";

  private static final System.Logger LOGGER = System.getLogger(ClassDump.class.getName());
  private static final AtomicBoolean COMPLAINED = new AtomicBoolean();

  private ClassDump() {}

  /**
   * Writes a class to {@code name.class}, over what was there.
   *
   * @param name the name of the class, of whatever form; characters that may not stand in a file's
   *     name everywhere are replaced by underscores
   * @param bytes the class file
   */
  public static void write(String name, byte[] bytes) {
    String folder = System.getProperty(PROPERTY);
    if (folder == null || folder.isEmpty()) {
      return;
    }
    try {
      Path place = Files.createDirectories(Path.of(folder));
      String file = name.replaceAll("[^A-Za-z0-9_.$-]", "_") + ".class";
      WholeFile.write(place.resolve(file), bytes);
    } catch (IOException | InvalidPathException | SecurityException e) {
      if (COMPLAINED.compareAndSet(false, true)) {
        LOGGER.log(Level.WARNING, "generated classes cannot be written to " + folder + ": " + e);
      }
    }
  }
}
