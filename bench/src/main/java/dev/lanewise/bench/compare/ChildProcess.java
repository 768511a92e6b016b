package dev.lanewise.bench.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A contestant in a process of its own, which is told what to do through its standard input. */
final class ChildProcess implements Contestant {
  private static final int LINES_OF_COMPLAINT = 20;

  private final String title;
  private final Path errors;
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;
  private final Fingerprint fingerprint;

  /**
   * Starts the process and waits until it is warm.
   *
   * @param title for the reader of a complaint
   * @param environment beside what this process has
   * @throws ComparisonException if it does not get that far
   */
  ChildProcess(String title, List<String> command, Map<String, String> environment)
      throws IOException {
    this.title = title;
    this.errors = Files.createTempFile("lanewise-compare", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    this.process = builder.start();
    this.to = process.outputWriter(StandardCharsets.UTF_8);
    this.from = process.inputReader(StandardCharsets.UTF_8);
    boolean warm = false;
    try {
      String line = answer();
      if (!line.startsWith(TurnServer.READY)) {
        throw new ComparisonException(title + " said \"" + line + "\"");
      }
      this.fingerprint = Fingerprint.parse(line.substring(TurnServer.READY.length()));
      warm = true;
    } finally {
      if (!warm) {
        close();
      }
    }
  }

  @Override
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  @Override
  public Turn turn() throws IOException {
    String[] words = ask(TurnServer.TURN).split(" ", -1);
    return new Turn(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
  }

  @Override
  public long peakBytes() throws IOException {
    return Long.parseLong(ask(TurnServer.PEAK));
  }

  private String ask(String question) throws IOException {
    to.write(question);
    to.newLine();
    to.flush();
    return answer();
  }

  private String answer() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw new ComparisonException(title + " ended before its time:" + complaint());
    }
    return line;
  }

  private String complaint() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    int first = Math.max(0, lines.size() - LINES_OF_COMPLAINT);
    return lines.subList(first, lines.size()).stream()
        .reduce("", (text, line) -> text + System.lineSeparator() + line);
  }

  /** Ends the process, by closing what it reads from; by force if that does not help. */
  @Override
  public void close() {
    try {
      to.close();
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      from.close();
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
