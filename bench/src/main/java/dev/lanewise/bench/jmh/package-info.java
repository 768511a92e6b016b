/** The benchmarks as JMH sees them; compiled with its annotation processor. */
@NullMarked
package dev.lanewise.bench.jmh;

import org.jspecify.annotations.NullMarked;
