/** Tensors, tracing and the differentiation of traced functions; neural networks on top. */
module dev.lanewise.autodiff {
  requires transitive dev.lanewise.graph;
  requires static jdk.jfr; // without it nothing is recorded
  requires static transitive org.jspecify;

  exports dev.lanewise.autodiff;
  exports dev.lanewise.autodiff.data;
  exports dev.lanewise.autodiff.io;
  exports dev.lanewise.autodiff.nn;
  exports dev.lanewise.autodiff.optim;
  exports dev.lanewise.autodiff.tree;
}
