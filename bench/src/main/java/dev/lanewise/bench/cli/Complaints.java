package dev.lanewise.bench.cli;

import dev.lanewise.autodiff.data.IdxException;
import dev.lanewise.bench.data.DataException;
import dev.lanewise.bench.lab.run.LabException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error and an exit code. */
final class Complaints {
  private Complaints() {}

  /** A command line that does not parse. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    return complain(command, e.getMessage() + suggestion(e) + "; see " + name + " --help");
  }

  /** A command that failed. */
  static int failure(Exception e, CommandLine command, @Nullable ParseResult parsed) {
    return switch (e) {
      case UsageException usage -> complain(command, usage.getMessage());
      case DataException data -> complain(command, data.getMessage());
      case LabException lab -> complain(command, lab.getMessage());
      case IdxException idx -> complain(command, idx.getMessage());
      case FileSystemException file -> complain(command, describe(file));
      default -> {
        command.getErr().println("lanewise: internal error, please report it:");
        e.printStackTrace(command.getErr());
        yield ExitCode.SOFTWARE;
      }
    };
  }

  private static int complain(CommandLine command, @Nullable String message) {
    // Messages quote the user's input, line breaks and all.
    String line = String.valueOf(message).replaceAll("\\R+\\s*", " ");
    command.getErr().println("lanewise: " + line);
    return ExitCode.USAGE;
  }

  private static String suggestion(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        return ", did you mean " + suggestions.getFirst() + "?";
      }
    }
    return "";
  }

  private static String describe(FileSystemException e) {
    String reason = e.getReason();
    return e.getFile() + ": " + (reason == null ? e.getClass().getSimpleName() : reason);
  }
}
