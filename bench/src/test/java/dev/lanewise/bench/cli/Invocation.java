package dev.lanewise.bench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * One run of the command line inside this JVM.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Invocation(int code, String out, String err) {
  static Invocation of(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Lanewise.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
    return new Invocation(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
