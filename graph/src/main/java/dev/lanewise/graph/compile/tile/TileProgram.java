package dev.lanewise.graph.compile.tile;

import java.util.List;

/**
 * A loop body as code over tiles.
 *
 * @param call runs once a call, on single elements
 * @param between runs on single elements before each phase of a row, and after the last
 * @param wholeTiles each phase on a whole tile
 * @param lastTiles each phase on what is left of a row
 * @param places where the code finds and leaves elements, by number
 * @param tile elements of a tile
 * @param rowBufferBytes bytes of row buffers for each element that they have room for
 * @param fixedBytes bytes of all other scratch
 */
record TileProgram(
    TileCode call,
    List<TileCode> between,
    List<TileCode> wholeTiles,
    List<TileCode> lastTiles,
    List<Place> places,
    int tile,
    int rowBufferBytes,
    int fixedBytes) {
  /** Copies the lists. */
  TileProgram {
    between = List.copyOf(between);
    wholeTiles = List.copyOf(wholeTiles);
    lastTiles = List.copyOf(lastTiles);
    places = List.copyOf(places);
  }
}
