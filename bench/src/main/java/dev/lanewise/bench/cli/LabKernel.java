package dev.lanewise.bench.cli;

import dev.lanewise.bench.lab.check.KernelCheck;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.suite.Catalog;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise lab kernel}. */
@Command(
    name = "kernel",
    description = {
      "Checks and measures a kernel of your own, a class that implements"
          + " dev.lanewise.bench.lab.kernel.Kernel: against its scalar twin, for boxing, for vector"
          + " operations that did not become instructions, and against the machine's limits."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabKernel implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LabOptions options;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      required = true,
      description = "The class, public and with a public constructor without arguments.")
  private String className;

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      defaultValue = ".",
      description = "Where it and what it needs are. Default: the current folder.")
  private String classPath;

  @Option(names = "--check-only", description = "Checks and does not measure.")
  private boolean checkOnly;

  @Override
  public Integer call() throws IOException {
    List<String> entries = entries();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls(entries), before)) {
      thread.setContextClassLoader(loader);
      return run(experiment(), entries);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private int run(Experiment experiment, List<String> entries) throws IOException {
    Optional<LabRun> run =
        checkOnly ? Optional.empty() : Optional.of(new LabRun(spec, List.of(experiment), options));
    KernelCheck check = KernelCheck.of(experiment.name(), entries);
    List<String> sentences = check.sentences();
    sentences.forEach(spec.commandLine().getOut()::println);
    if (!check.isCorrect()) {
      // A time for something else is worth nothing.
      return ExitCode.USAGE;
    }
    return run.isPresent() ? run.get().measure(entries, sentences, List.of()) : ExitCode.OK;
  }

  private Experiment experiment() {
    try {
      return Catalog.own(className);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--class " + className + ": " + e.getMessage());
    }
  }

  private List<String> entries() {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!Files.exists(Path.of(entry))) {
        throw new UsageException("--class-path " + entry + ": no such file");
      }
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return entries;
  }

  private static URL[] urls(List<String> entries) throws MalformedURLException {
    URL[] urls = new URL[entries.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = Path.of(entries.get(i)).toUri().toURL();
    }
    return urls;
  }
}
