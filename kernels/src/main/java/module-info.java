/** SIMD kernels over off-heap memory, written in the Java Vector API. Knows nothing of graphs. */
module dev.lanewise.kernels {
  requires transitive jdk.incubator.vector;
  requires static jdk.management;
  requires static transitive org.jspecify;

  exports dev.lanewise.kernels;
  exports dev.lanewise.kernels.conv;
  exports dev.lanewise.kernels.fft;
  exports dev.lanewise.kernels.random;
  exports dev.lanewise.kernels.scan;
  exports dev.lanewise.kernels.sort;
}
