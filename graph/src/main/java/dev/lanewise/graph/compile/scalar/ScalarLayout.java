package dev.lanewise.graph.compile.scalar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where scalars lie in the arrays that methods share, one array for each type: first the inputs in
 * order, then the results in order, then what one method computes and a later one uses. Of the
 * last, a place is taken again when the method that uses it last is over.
 */
final class ScalarLayout {
  private static final int NOWHERE = -1;

  private final ScalarCode code;
  private final Map<ScalarType, Integer> lengths = new EnumMap<>(ScalarType.class);
  private final int[] inputPlaces;
  private final int[] resultPlaces;

  /** By step: where its value is read from, or {@link #NOWHERE}. */
  private final int[] places;

  /** By step: the results that it computes. */
  private final int[][] resultsOf;

  ScalarLayout(ScalarCode code, List<ScalarPieces.Piece> pieces) {
    this.code = code;
    this.places = new int[code.size()];
    Arrays.fill(places, NOWHERE);
    for (ScalarType type : ScalarType.values()) {
      lengths.put(type, 0);
    }
    this.inputPlaces = placeInputs();
    this.resultsOf = new int[code.size()][];
    this.resultPlaces = placeResults();
    placeCrossing(pieces);
  }

  private int next(ScalarType type) {
    int place = lengths.get(type);
    lengths.put(type, place + 1);
    return place;
  }

  private int[] placeInputs() {
    List<Integer> inputs = new ArrayList<>();
    for (int step = 0; step < code.size(); step++) {
      if (code.step(step).isInput()) {
        places[step] = next(code.type(step));
        inputs.add(places[step]);
      }
    }
    return inputs.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] placeResults() {
    int[] result = new int[code.resultCount()];
    for (int r = 0; r < result.length; r++) {
      int step = code.result(r);
      result[r] = next(code.type(step));
      int[] before = resultsOf[step];
      int count = before == null ? 0 : before.length;
      resultsOf[step] = before == null ? new int[1] : Arrays.copyOf(before, count + 1);
      resultsOf[step][count] = r;
      if (places[step] == NOWHERE) {
        places[step] = result[r];
      }
    }
    return result;
  }

  private void placeCrossing(List<ScalarPieces.Piece> pieces) {
    int[] lastUse = new int[code.size()];
    for (int p = 0; p < pieces.size(); p++) {
      for (int step = pieces.get(p).from(); step < pieces.get(p).to(); step++) {
        if (code.isEmitted(step)) {
          ScalarStep s = code.step(step);
          for (int k = 0; k < s.operandCount(); k++) {
            lastUse[s.operand(k)] = p;
          }
        }
      }
    }
    Map<ScalarType, Deque<Integer>> free = new EnumMap<>(ScalarType.class);
    for (ScalarType type : ScalarType.values()) {
      free.put(type, new ArrayDeque<>());
    }
    List<List<Integer>> dying = new ArrayList<>();
    pieces.forEach(_ -> dying.add(new ArrayList<>()));
    for (int p = 0; p < pieces.size(); p++) {
      for (int step = pieces.get(p).from(); step < pieces.get(p).to(); step++) {
        if (code.isEmitted(step) && lastUse[step] > p && places[step] == NOWHERE) {
          Integer place = free.get(code.type(step)).poll();
          places[step] = place == null ? next(code.type(step)) : place;
          dying.get(lastUse[step]).add(step);
        }
      }
      dying.get(p).forEach(step -> free.get(code.type(step)).add(places[step]));
    }
  }

  /** The length of the array of a type. */
  int length(ScalarType type) {
    return lengths.get(type);
  }

  /** Where the input of a number lies. */
  int inputPlace(int input) {
    return inputPlaces[input];
  }

  /** Where the result of a number lies. */
  int resultPlace(int result) {
    return resultPlaces[result];
  }

  /** Whether a step's value is kept in an array. */
  boolean isKept(int step) {
    return places[step] != NOWHERE;
  }

  /** Where a kept step's value is read from. */
  int place(int step) {
    return places[step];
  }

  /** All places of a kept step's value: of each result that it is, or the one it is read from. */
  int[] placesToWrite(int step) {
    return resultsOf[step] == null
        ? new int[] {places[step]}
        : Arrays.stream(resultsOf[step]).map(r -> resultPlaces[r]).toArray();
  }
}
