/**
 * The workloads with LibTorch's own operations and autograd, called through JavaCPP's presets.
 * Built by the profile {@code peers} only, and no part of the distribution.
 */
@NullMarked
package dev.lanewise.bench.peers;

import org.jspecify.annotations.NullMarked;
