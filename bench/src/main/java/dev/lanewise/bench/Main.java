package dev.lanewise.bench;

import java.lang.reflect.InvocationTargetException;

/**
 * Starts the command line, on a JDK that is new enough.
 *
 * <p>This class alone is compiled for Java 8 and names no other class of the program, so that an
 * older JDK can load it and say what is wrong instead of failing on the class file version.
 */
public final class Main {
  /** G1 may move pinned heap arrays in 25.0.0 to 25.0.2 (JDK-8377811). */
  private static final int[] OLDEST = {25, 0, 3};

  private Main() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) throws ReflectiveOperationException {
    String version = System.getProperty("java.version", "");
    if (!isNewEnough(version)) {
      System.err.println(
          "lanewise: needs JDK 25.0.3 or later, this is "
              + version
              + " ("
              + System.getProperty("java.home")
              + ")");
      System.exit(2);
    }
    try {
      Class.forName("dev.lanewise.bench.cli.Lanewise")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Compares feature, interim and update number; whatever follows them does not count. */
  static boolean isNewEnough(String version) {
    String[] fields = version.split("[^0-9]+", -1);
    for (int i = 0; i < OLDEST.length; i++) {
      int field = i < fields.length && !fields[i].isEmpty() ? Integer.parseInt(fields[i]) : 0;
      if (field != OLDEST[i]) {
        return field > OLDEST[i];
      }
    }
    return true;
  }
}
