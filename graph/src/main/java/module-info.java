/** The IR, its reference interpreter, the optimiser, the compiler and the runtime. */
module dev.lanewise.graph {
  requires dev.lanewise.kernels;
  requires dev.lanewise.ffi;
  requires static jdk.jfr; // without it nothing is recorded
  requires jdk.management;
  requires static transitive org.jspecify;

  exports dev.lanewise.graph.explain;
  exports dev.lanewise.graph.interpret;
  exports dev.lanewise.graph.ir;
  exports dev.lanewise.graph.optimize;
  exports dev.lanewise.graph.report;
  exports dev.lanewise.graph.runtime;
}
