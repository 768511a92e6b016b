package dev.lanewise.bench.cli;

/** Who computes matrix products, as the user names them. */
enum Blas {
  OPENBLAS,
  JAVA
}
