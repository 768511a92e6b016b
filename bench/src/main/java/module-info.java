/** Benchmarks, real models on real data, and the command line. */
module dev.lanewise.bench {
  requires com.fasterxml.jackson.core;
  requires transitive dev.lanewise.autodiff;
  requires dev.lanewise.ffi;
  requires dev.lanewise.kernels;
  requires info.picocli;
  requires jdk.management;
  requires static transitive org.jspecify;

  // Models are records, taken apart and put together by reflection.
  opens dev.lanewise.bench.model to
      dev.lanewise.autodiff;
  opens dev.lanewise.bench.workload to
      dev.lanewise.autodiff;

  // picocli fills in options by reflection.
  opens dev.lanewise.bench.cli to
      info.picocli;
}
