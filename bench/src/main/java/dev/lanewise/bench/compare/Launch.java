package dev.lanewise.bench.compare;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the process of a candidate is started.
 *
 * @param command the JVM and its arguments, without those of the main class
 * @param environment beside what this process has
 */
record Launch(List<String> command, Map<String, String> environment) {
  private static final String MODULE = "dev.lanewise.bench";
  private static final String PEER_MAIN = "dev.lanewise.bench.peers.LibTorchProcess";

  /** Flags for the JVM that the user gave to the launcher. */
  private static final String OPTIONS = "LANEWISE_OPTS";

  /**
   * Every block of memory is mapped for itself and unmapped when it is freed, so that the resident
   * size shows what is in use.
   */
  private static final String UNMAP_AT_ONCE =
      "glibc.malloc.mmap_threshold=65536:glibc.malloc.trim_threshold=65536";

  /** Large blocks stay with the allocator, and lie in huge pages. */
  private static final String KEEP_LARGE_BLOCKS =
      "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1099511627776"
          + ":glibc.malloc.trim_threshold=1099511627776:glibc.malloc.top_pad=67108864";

  /**
   * @param threads how many the native libraries of a peer may use
   * @param peers the folder of the peers; there is one if the candidate is one
   */
  static Launch of(Candidate candidate, int threads, Optional<Path> peers) {
    return candidate.isPeer()
        ? peer(candidate, threads, peers.orElseThrow())
        : new Launch(own(candidate), Map.of());
  }

  private static List<String> own(Candidate candidate) {
    List<String> command = new ArrayList<>();
    command.add(java());
    String modulePath = System.getProperty("jdk.module.path");
    boolean modular = modulePath != null && Launch.class.getModule().isNamed();
    if (modular) {
      command.add("--enable-native-access=dev.lanewise.ffi");
    } else {
      command.addAll(
          List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
    }
    command.addAll(optionsOfTheUser());
    if (modular) {
      command.addAll(
          List.of(
              "--module-path", modulePath, "--module", MODULE + "/" + OwnProcess.class.getName()));
    } else {
      command.addAll(
          List.of(
              "--class-path", System.getProperty("java.class.path"), OwnProcess.class.getName()));
    }
    command.addAll(OwnProcess.arguments(candidate));
    return command;
  }

  /** On the class path, where the peers' libraries are at home. */
  private static Launch peer(Candidate candidate, int threads, Path peers) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + peers.resolve("cache"));
    Map<String, String> environment = new LinkedHashMap<>();
    for (String library : List.of("OMP", "OPENBLAS", "MKL")) {
      environment.put(library + "_NUM_THREADS", Integer.toString(threads));
    }
    switch (candidate) {
      case LIBTORCH -> {}
      case LIBTORCH_TUNED -> tune(command, environment);
      case LIBTORCH_MKL -> {
        tune(command, environment);
        command.add("-Dorg.bytedeco.openblas.load=mkl_rt");
        environment.put("MKL_THREADING_LAYER", "GNU");
      }
      case LIBTORCH_MEMORY -> {
        // A heap that is resident from the start does not add to what a step makes resident.
        command.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
        environment.put("GLIBC_TUNABLES", UNMAP_AT_ONCE);
      }
      case LANEWISE, PLAIN_JAVA -> throw new IllegalArgumentException(candidate + " is no peer");
    }
    command.addAll(List.of("--class-path", peerClassPath(peers), PEER_MAIN));
    return new Launch(command, environment);
  }

  private static void tune(List<String> command, Map<String, String> environment) {
    command.add("-Dorg.bytedeco.javacpp.nopointergc=true");
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    environment.put("THP_MEM_ALLOC_ENABLE", "1");
    environment.put("GLIBC_TUNABLES", KEEP_LARGE_BLOCKS);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> optionsOfTheUser() {
    String options = System.getenv(OPTIONS);
    return options == null || options.isBlank()
        ? List.of()
        : List.of(options.strip().split("\\s+", -1));
  }

  private static String peerClassPath(Path peers) {
    return Stream.concat(ClassPaths.peers(peers).stream(), ClassPaths.own().stream())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
