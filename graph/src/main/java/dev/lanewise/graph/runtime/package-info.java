/** What runs a compiled graph: arrays in pooled native memory, worker threads, executables. */
@NullMarked
package dev.lanewise.graph.runtime;

import org.jspecify.annotations.NullMarked;
