package dev.lanewise.bench.lab.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JVM says while it compiles, with {@code -XX:+PrintCompilation -XX:+PrintIntrinsics}: for
 * each compiled method, which of the Vector API's operations became instructions. One that did not
 * is a call that takes and returns vectors as objects.
 *
 * <p>The last compilation of a method by C2 counts. There must be one thread of C2 alone, or the
 * lines of several methods are mixed.
 */
public final class IntrinsicLog {
  /** Time, number, attributes, tier, and the method. */
  private static final Pattern COMPILATION =
      Pattern.compile("^ *\\d+ +\\d+ +[%sbn! ]*([1-4]) +(\\S+::\\S+).*$");

  private static final Pattern OPERATION =
      Pattern.compile("jdk\\.internal\\.vm\\.vector\\.VectorSupport::(\\w+) \\(\\d+ bytes\\)(.*)$");

  private static final String INTRINSIC = "(intrinsic)";

  /** Said of an intrinsic too, if it was tried. */
  private static final String FAILED = "failed to inline";

  private static final String C2 = "4";
  private static final String REASON = "  ** ";

  /**
   * Code of the JDK is compiled for itself as well, where it cannot know what it is called with.
   */
  private static final Pattern JDK = Pattern.compile("^(java|jdk|sun)\\..*");

  /**
   * A compiled method.
   *
   * @param instructions operations that became instructions
   * @param calls operations that did not, with the reason as far as it is told
   */
  public record Method(String name, int instructions, List<String> calls) {}

  private final Map<String, Method> methods = new LinkedHashMap<>();
  private String current = "";
  private int instructions;
  private final List<String> calls = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  private IntrinsicLog() {}

  /** The methods that have vector operations, those of the JDK left out. */
  static List<Method> read(List<String> lines) {
    IntrinsicLog log = new IntrinsicLog();
    lines.forEach(log::line);
    log.end();
    return log.methods.values().stream()
        .filter(method -> method.instructions() > 0 || !method.calls().isEmpty())
        .filter(method -> !JDK.matcher(method.name()).matches())
        .toList();
  }

  private void line(String line) {
    Matcher compilation = COMPILATION.matcher(line);
    Matcher operation = OPERATION.matcher(line);
    if (compilation.matches()) {
      if (compilation.group(1).equals(C2) && !line.contains("made not entrant")) {
        end();
        current = compilation.group(2);
      }
    } else if (line.startsWith(REASON)) {
      reasons.add(line.substring(REASON.length()).strip());
    } else if (operation.find()) {
      if (operation.group(2).contains(FAILED)) {
        calls.add(operation.group(1));
      } else if (operation.group(2).contains(INTRINSIC)) {
        instructions++;
      }
    }
  }

  private void end() {
    if (!current.isEmpty()) {
      List<String> explained = new ArrayList<>();
      for (String call : calls) {
        explained.add(reasons.isEmpty() ? call : call + " (" + reasons.getFirst() + ")");
      }
      methods.put(current, new Method(current, instructions, explained));
    }
    current = "";
    instructions = 0;
    calls.clear();
    reasons.clear();
  }
}
