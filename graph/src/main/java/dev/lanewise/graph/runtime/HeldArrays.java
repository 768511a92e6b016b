package dev.lanewise.graph.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arguments and results of one running step, held from before its first kernel until after its
 * last: shared where they are read, exclusively where they are written. Copies of the caller's Java
 * arrays, so that nobody can change them meanwhile. Reused from step to step.
 */
final class HeldArrays {
  private final Signature signature;
  private final Array[] arguments;
  private final Array[] results;
  private int argumentsHeld;
  private int resultsHeld;

  /** Whether results are new, so that nobody else can have hold of them. */
  private boolean fresh;

  HeldArrays(Signature signature) {
    this.signature = signature;
    this.arguments = new Array[signature.parameterCount()];
    this.results = new Array[signature.resultCount()];
  }

  /**
   * Checks and holds everything, or nothing if it throws.
   *
   * @param newResults whether all results that take over no argument were allocated for this step,
   *     so that they need no check and nobody can contend for them, and the others are not given
   * @throws IllegalArgumentException if an array has the wrong type, or one that is written is
   *     given twice
   * @throws IllegalStateException if an array is closed, or in use by another step where one of the
   *     two writes it
   */
  void hold(Array[] givenArguments, Array[] givenResults, boolean newResults) {
    signature.requireCounts(givenArguments.length, givenResults.length);
    fresh = newResults;
    System.arraycopy(givenArguments, 0, arguments, 0, arguments.length);
    System.arraycopy(givenResults, 0, results, 0, results.length);
    if (fresh) {
      takeOver();
    }
    boolean held = false;
    try {
      signature.checkArguments(arguments);
      if (!fresh) {
        signature.checkResults(arguments, results);
      }
      for (int i = 0; i < arguments.length; i++) {
        Storage storage = arguments[i].storage();
        Storage.Hold hold =
            signature.isDonated(i) ? storage.holdForStepWriting() : storage.holdForStep();
        require(hold, "argument", i, arguments[i]);
        argumentsHeld++;
      }
      for (int j = 0; j < results.length && !fresh; j++) {
        if (!signature.takesOver(j)) {
          require(results[j].storage().holdForStepWriting(), "result", j, results[j]);
        }
        resultsHeld++;
      }
      held = true;
    } finally {
      if (!held) {
        release();
      }
    }
  }

  private void takeOver() {
    for (int j = 0; j < results.length; j++) {
      if (signature.takesOver(j)) {
        results[j] = arguments[signature.donorOf(j)];
      }
    }
  }

  private void require(Storage.Hold hold, String role, int index, Array array) {
    switch (hold) {
      case HELD -> {}
      case CLOSED -> throw signature.closed(role, index, array);
      case BUSY -> throw busy(role, index, array);
    }
  }

  /** Says who has the array: an argument or result of this very step, or another step. */
  private RuntimeException busy(String role, int index, Array array) {
    String place = signature.place(role, index, array);
    String twin = twin(array);
    return twin == null
        ? new IllegalStateException(
            place + "is in use by another running step, and one of the two is to write it")
        : new IllegalArgumentException(place + "is also " + twin + ", and is to be written");
  }

  private @Nullable String twin(Array array) {
    for (int i = 0; i < argumentsHeld; i++) {
      if (arguments[i] == array) {
        return "argument " + i;
      }
    }
    for (int j = 0; j < resultsHeld; j++) {
      if (results[j] == array) {
        return "result " + j;
      }
    }
    return null;
  }

  Array argument(int index) {
    return arguments[index];
  }

  Array result(int index) {
    return results[index];
  }

  /** Lets go of everything held. */
  void release() {
    for (int i = 0; i < argumentsHeld; i++) {
      if (signature.isDonated(i)) {
        arguments[i].storage().releaseStepWriting();
      } else {
        arguments[i].storage().releaseStep();
      }
    }
    for (int j = 0; j < resultsHeld; j++) {
      if (!signature.takesOver(j)) {
        results[j].storage().releaseStepWriting();
      }
    }
    argumentsHeld = 0;
    resultsHeld = 0;
    Arrays.fill(arguments, null);
    Arrays.fill(results, null);
  }
}
