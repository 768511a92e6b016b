package dev.lanewise.bench.cli;

import dev.lanewise.bench.lab.accuracy.UlpTable;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.report.Findings;
import dev.lanewise.bench.lab.report.LabPage;
import dev.lanewise.bench.lab.report.LabTable;
import dev.lanewise.bench.lab.run.Caches;
import dev.lanewise.bench.lab.run.LabFile;
import dev.lanewise.bench.lab.run.Laboratory;
import dev.lanewise.bench.lab.run.Plan;
import dev.lanewise.bench.lab.run.Protocol;
import dev.lanewise.bench.report.Countdown;
import dev.lanewise.bench.report.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Measures experiments, writes the JSON and the page, and says what came out. */
final class LabRun {
  private final CommandSpec spec;
  private final LabOptions options;
  private final Caches caches = Caches.ofThisMachine();
  private final Plan plan;
  private final Protocol protocol;
  private final Path out;

  /**
   * Checks all options before anything is measured or written.
   *
   * @throws UsageException if one cannot be
   */
  LabRun(CommandSpec spec, List<Experiment> experiments, LabOptions options) {
    this.spec = spec;
    this.options = options;
    this.plan =
        new Plan(
            experiments,
            caches.workingSets(),
            options.threads(),
            options.lanes(),
            options.peers().isPresent(),
            options.roofline());
    this.protocol = options.protocol();
    this.out = options.out();
  }

  /**
   * Measures.
   *
   * @param classPath entries for the processes, before our own
   * @param notes for the head of the page
   * @param errors of functions, if any were measured
   * @return the exit code
   */
  int measure(List<String> classPath, List<String> notes, List<UlpTable> errors)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Countdown countdown = new Countdown(err, Terminal.redraws(), System::nanoTime);
    LabFile file =
        Laboratory.run(plan.cases(), protocol, classPath, options.peers(), countdown::at);
    countdown.end();
    Findings findings = new Findings(file);
    String name = spec.name();
    Path json = out.resolve(name + ".json");
    Path page = out.resolve(name + ".html");
    FileWriter.write(json, file.json());
    FileWriter.write(
        page, LabPage.write("Lanewise laboratory: " + name, notes, findings, errors, caches));
    PrintWriter answer = spec.commandLine().getOut();
    answer.println(LabTable.text(findings, caches));
    if (!errors.isEmpty()) {
      answer.println(LabTable.errors(errors));
    }
    answer.println("page  " + page.toAbsolutePath());
    answer.println("json  " + json.toAbsolutePath());
    file.failures().forEach(failure -> err.println("lanewise: not measured: " + failure));
    return file.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
