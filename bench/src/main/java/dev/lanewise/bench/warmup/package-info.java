/** What a program costs at its start, while the JVM compiles it. */
@NullMarked
package dev.lanewise.bench.warmup;

import org.jspecify.annotations.NullMarked;
