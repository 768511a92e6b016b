package dev.lanewise.bench.cli;

import dev.lanewise.bench.report.Json;
import dev.lanewise.ffi.NativeLibrary;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lanewise info}. */
@Command(
    name = "info",
    description = "Shows the JVM, the vector lanes, the BLAS and the cores this machine offers.",
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class Info implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption output;

  @Override
  public Integer call() {
    Map<String, @Nullable Object> facts = facts();
    spec.commandLine()
        .getOut()
        .println(
            output.json
                ? Json.object(facts)
                : facts.entrySet().stream()
                    .map(
                        fact ->
                            String.format(Locale.ROOT, "%-20s%s", fact.getKey(), fact.getValue()))
                    .collect(Collectors.joining(System.lineSeparator())));
    return ExitCode.OK;
  }

  private static Map<String, @Nullable Object> facts() {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("command", "info");
    facts.put("lanewise", Lanewise.version());
    facts.put("java", Runtime.version().toString());
    facts.put("jvm", System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor"));
    facts.put("javaHome", System.getProperty("java.home"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("architecture", System.getProperty("os.arch"));
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
    facts.put("vectorBits", FloatVector.SPECIES_PREFERRED.vectorBitSize());
    facts.put("floatLanes", FloatVector.SPECIES_PREFERRED.length());
    facts.put("doubleLanes", DoubleVector.SPECIES_PREFERRED.length());
    facts.put("openblas", NativeLibrary.isAvailable());
    facts.put("blas", NativeLibrary.describe());
    facts.put("blasCore", NativeLibrary.coreName().orElse(null));
    facts.put("blasPath", NativeLibrary.path().map(Object::toString).orElse(null));
    return facts;
  }
}
