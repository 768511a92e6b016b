package dev.lanewise.bench.cli;

import picocli.CommandLine.Option;

/** The one option that every command has. */
final class JsonOption {
  @Option(
      names = "--json",
      description = "Print the summary as one JSON object on standard output.")
  boolean json;
}
