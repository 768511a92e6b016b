/** Benchmarks, real models on real data, and the command line. */
module dev.lanewise.bench {
  requires com.fasterxml.jackson.core;
  requires transitive dev.lanewise.autodiff;
  requires dev.lanewise.ffi;
  requires transitive dev.lanewise.kernels;
  requires info.picocli;
  requires jdk.management;
  requires jdk.unsupported;
  requires jmh.core;
  requires static transitive org.jspecify;

  // Models are records, taken apart and put together by reflection.
  opens dev.lanewise.bench.model to
      dev.lanewise.autodiff;
  opens dev.lanewise.bench.workload to
      dev.lanewise.autodiff;

  // What a kernel that a user brings to the laboratory implements.
  exports dev.lanewise.bench.lab.kernel;

  uses dev.lanewise.bench.lab.kernel.Peer;

  // picocli fills in options by reflection.
  opens dev.lanewise.bench.cli to
      info.picocli;
}
