package dev.lanewise.graph.runtime;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/** How the memory of an array came to an end. Arrays that end together share one. */
sealed interface Ending {
  /** For the errors of later users, to follow the name of the array. */
  String text();

  /**
   * An ending on a line that was looked for.
   *
   * @param verb what happened: "was closed"
   * @param line where, or null if nowhere in the user's code
   */
  record Found(String verb, @Nullable StackFrame line) implements Ending {
    @Override
    public String text() {
      return verb + " at " + CallSite.describe(line);
    }
  }

  /**
   * One of very many in a short time, whose line was not looked for.
   *
   * @param verb what happened: "was closed with its scope"
   * @param latest where it last happened, when the line was looked for
   */
  record Frequent(String verb, String latest) implements Ending {
    @Override
    public String text() {
      return verb + ", most likely at " + latest + " (-Dlanewise.memory.track=true makes it sure)";
    }
  }
}
