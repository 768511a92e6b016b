/** OpenBLAS through the Foreign Function and Memory API. Knows nothing of graphs. */
module dev.lanewise.ffi {
  requires static transitive org.jspecify;

  exports dev.lanewise.ffi;
}
