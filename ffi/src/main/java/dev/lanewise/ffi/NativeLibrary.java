package dev.lanewise.ffi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The OpenBLAS of this process. The first call of any method here, or of the facade, looks for it
 * in this order and loads the first that will do:
 *
 * <ol>
 *   <li>the file named by {@code -Dlanewise.openblas=/path}; {@code none} there ends the search
 *   <li>the jar {@code org.bytedeco:openblas} with the classifier of this platform, on the class
 *       path or the module path, taken out to the user's cache folder
 *   <li>the system's own, in {@code java.library.path} and the usual folders
 * </ol>
 *
 * <p>A candidate that cannot be used is passed over, never an error: without a library the caller
 * works in plain Java.
 *
 * <p>OpenBLAS is set to one thread for the whole process. So it is safe on any Java thread: every
 * routine ran at order 500 on the smallest stack that Java gives, 144 KB, while with two threads
 * its LU factorisation overran the usual 1 MB and ended the process (OpenBLAS issue 1082).
 */
public final class NativeLibrary {
  /** The system property that names the library's file, or {@value #NONE}. */
  public static final String PROPERTY = "lanewise.openblas";

  /** The value of {@link #PROPERTY} that asks for no native library. */
  public static final String NONE = "none";

  /** The search runs when this class is initialised: once, by one thread, the others waiting. */
  private static final class Holder {
    static final LibraryLoader.Outcome OUTCOME = LibraryLoader.load();
    static final LibraryLoader.@Nullable Loaded LOADED = OUTCOME.loaded();

    static {
      log(OUTCOME);
    }
  }

  private NativeLibrary() {}

  /** Whether a library is loaded, so that {@link Blas} and {@link Lapack} can be called. */
  public static boolean isAvailable() {
    return Holder.LOADED != null;
  }

  /** The file of the loaded library. */
  public static Optional<Path> path() {
    return loaded().map(LibraryLoader.Loaded::path);
  }

  /** What the loaded library says of its version and build, such as {@code OpenBLAS 0.3.31 ...}. */
  public static Optional<String> configuration() {
    return loaded().map(LibraryLoader.Loaded::configuration);
  }

  /** The processor whose kernels the loaded library chose, such as {@code SkylakeX}. */
  public static Optional<String> coreName() {
    return loaded().map(LibraryLoader.Loaded::coreName);
  }

  /** One line: the library in use, its build and core, and why others were passed over. */
  public static String describe() {
    return describe(Holder.OUTCOME);
  }

  /**
   * Demands a library before a call.
   *
   * @throws IllegalStateException if there is none, saying why
   */
  static void require(String routine) {
    if (Holder.LOADED == null) {
      throw new IllegalStateException("[" + routine + "] " + describe());
    }
  }

  /**
   * Demands a library with LAPACK before a call.
   *
   * @throws IllegalStateException if there is none, saying why
   */
  static void requireLapack(String routine) {
    require(routine);
    LibraryLoader.Loaded loaded = Holder.LOADED;
    if (loaded != null && !loaded.hasLapack()) {
      throw new IllegalStateException("[" + routine + "] " + loaded.path() + " has no LAPACKE");
    }
  }

  private static Optional<LibraryLoader.Loaded> loaded() {
    return Optional.ofNullable(Holder.LOADED);
  }

  private static String describe(LibraryLoader.Outcome outcome) {
    LibraryLoader.Loaded loaded = outcome.loaded();
    String inUse =
        loaded == null
            ? "no native BLAS"
            : loaded.configuration()
                + ", core "
                + loaded.coreName()
                + ", from "
                + loaded.source()
                + " ("
                + loaded.path()
                + ")";
    return outcome.passedOver().isEmpty()
        ? inUse
        : outcome.passedOver().stream()
            .map(passed -> passed.source() + ": " + passed.reason())
            .collect(Collectors.joining("; ", inUse + "; passed over ", ""));
  }

  /** One line a process; audible only when something that was asked for or expected is missing. */
  private static void log(LibraryLoader.Outcome outcome) {
    Logger logger = System.getLogger("dev.lanewise.ffi");
    boolean asExpected =
        outcome.passedOver().isEmpty() || NONE.equals(System.getProperty(PROPERTY));
    logger.log(asExpected ? Level.DEBUG : Level.WARNING, describe(outcome));
  }
}
