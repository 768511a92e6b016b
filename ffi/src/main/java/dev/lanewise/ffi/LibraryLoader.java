package dev.lanewise.ffi;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tries the places where OpenBLAS may be, in order, and loads the first one that will do. */
final class LibraryLoader {
  /**
   * A library in use.
   *
   * @param source which candidate it came from
   * @param configuration what OpenBLAS says of its build
   * @param coreName the processor whose kernels it chose
   * @param hasLapack whether it has the LAPACKE functions, which some distributions leave out
   */
  record Loaded(
      String source, Path path, String configuration, String coreName, boolean hasLapack) {}

  /** A candidate that was not used, and why. */
  record PassedOver(String source, String reason) {}

  /** What the search came to: a library or none, and the candidates before it. */
  record Outcome(@Nullable Loaded loaded, List<PassedOver> passedOver) {}

  private interface Candidate {
    Loaded load() throws IOException;
  }

  /** What the facade calls and every OpenBLAS of the last years has. */
  private static final List<String> REQUIRED =
      List.of(
          "openblas_set_num_threads",
          "openblas_get_config",
          "openblas_get_corename",
          "cblas_?dot cblas_?axpy cblas_?scal cblas_?nrm2 cblas_?asum cblas_i?amax",
          "cblas_?copy cblas_?swap cblas_?rot",
          "cblas_?gemv cblas_?ger cblas_?symv cblas_?trmv cblas_?trsv",
          "cblas_?gemm cblas_?symm cblas_?syrk cblas_?trmm cblas_?trsm cblas_?omatcopy");

  private static final List<String> LAPACK =
      List.of(
          "LAPACKE_?getrf LAPACKE_?getrs LAPACKE_?getri LAPACKE_?potrf LAPACKE_?potrs",
          "LAPACKE_?trtrs LAPACKE_?geqrf LAPACKE_?orgqr LAPACKE_?gels",
          "LAPACKE_?syevd LAPACKE_?gesdd LAPACKE_?geev");

  private static final List<String> SYSTEM_FOLDERS =
      List.of(
          "/usr/local/lib",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/opt/homebrew/opt/openblas/lib",
          "/usr/local/opt/openblas/lib");

  private static final List<String> SYSTEM_NAMES =
      List.of("libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll");

  private final Optional<HostPlatform> platform = HostPlatform.current();
  private final List<PassedOver> passedOver = new ArrayList<>();

  private LibraryLoader() {}

  /** Searches and loads. Called once a process: what {@code System.load} has loaded stays. */
  static Outcome load() {
    return new LibraryLoader().search(System.getProperty(NativeLibrary.PROPERTY, ""));
  }

  private Outcome search(String named) {
    String option = "-D" + NativeLibrary.PROPERTY + "=" + named;
    if (named.equals(NativeLibrary.NONE)) {
      return new Outcome(null, List.of(new PassedOver("every candidate", option)));
    }
    Loaded loaded = null;
    if (!named.isEmpty()) {
      loaded = attempt(option, () -> loadFile(option, Path.of(named).toAbsolutePath()));
    }
    if (loaded == null) {
      loaded = attempt("the jar org.bytedeco:openblas", this::loadBundled);
    }
    if (loaded == null) {
      loaded = loadFromSystem();
    }
    return new Outcome(loaded, List.copyOf(passedOver));
  }

  private @Nullable Loaded attempt(String source, Candidate candidate) {
    try {
      return candidate.load();
    } catch (IOException | RuntimeException | LinkageError e) {
      // Whatever is wrong with a candidate, the next one or plain Java takes its place.
      Throwable reason =
          e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
      String message = reason.getMessage();
      passedOver.add(new PassedOver(source, message == null ? reason.toString() : message));
      return null;
    }
  }

  private Loaded loadFile(String source, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    if (platform.isPresent()) {
      // A copy of the jar's folder needs the same help as the jar.
      loadRunTime(platform.get(), file.toAbsolutePath().getParent());
    }
    return loadOpenBlas(source, file);
  }

  private Loaded loadBundled() throws IOException {
    HostPlatform host =
        platform.orElseThrow(
            () ->
                new IOException(
                    "it has no library for "
                        + System.getProperty("os.name")
                        + " on "
                        + System.getProperty("os.arch")));
    Path userCache = host.userCache(System.getenv(), Path.of(System.getProperty("user.home")));
    Path folder = new LibraryCache(userCache).provide(host, BundledLibrary.find(host));
    loadRunTime(host, folder);
    return loadOpenBlas(
        "the jar org.bytedeco:openblas", folder.resolve(host.libraries().getLast()));
  }

  private @Nullable Loaded loadFromSystem() {
    List<Path> found =
        Stream.concat(
                Stream.of(
                    System.getProperty("java.library.path", "").split(File.pathSeparator, -1)),
                SYSTEM_FOLDERS.stream())
            .filter(folder -> !folder.isEmpty())
            .flatMap(folder -> SYSTEM_NAMES.stream().map(name -> new File(folder, name)))
            .filter(File::isFile)
            .map(file -> file.getAbsoluteFile().toPath())
            .toList();
    for (Path file : found) {
      Loaded loaded = attempt(file.toString(), () -> loadOpenBlas("the system", file));
      if (loaded != null) {
        return loaded;
      }
    }
    if (found.isEmpty()) {
      passedOver.add(new PassedOver("the system", "it has no libopenblas where libraries lie"));
    }
    return null;
  }

  private static void loadRunTime(HostPlatform platform, Path folder) {
    for (String name : platform.libraries().subList(0, platform.libraries().size() - 1)) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        System.load(file.toString());
      }
    }
  }

  /**
   * Looks into the library before {@code System.load} makes it visible to the bindings, because a
   * library loaded that way cannot be taken back.
   */
  private static Loaded loadOpenBlas(String source, Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup symbols = SymbolLookup.libraryLookup(file, arena);
      String missing = firstMissing(symbols, REQUIRED);
      if (missing != null) {
        throw new IOException(file + " has no function " + missing);
      }
      String configuration = callForString(symbols, "openblas_get_config");
      if (configuration.contains("USE64BITINT")) {
        throw new IOException(file + " is built with 64-bit integers; 32-bit ones are needed");
      }
      String coreName = callForString(symbols, "openblas_get_corename");
      boolean hasLapack = firstMissing(symbols, LAPACK) == null;
      System.load(file.toString());
      // Its threads overrun the stacks of ours, and spin beside them when idle.
      OpenBlas.openblas_set_num_threads(1);
      return new Loaded(source, file, configuration, coreName, hasLapack);
    }
  }

  private static @Nullable String firstMissing(SymbolLookup symbols, List<String> patterns) {
    return patterns.stream()
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .flatMap(name -> Stream.of(name.replace('?', 's'), name.replace('?', 'd')))
        .filter(name -> symbols.find(name).isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static String callForString(SymbolLookup symbols, String function) {
    try {
      MemorySegment text =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(
                      symbols.findOrThrow(function), FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.reinterpret(Long.MAX_VALUE).getString(0).strip();
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
