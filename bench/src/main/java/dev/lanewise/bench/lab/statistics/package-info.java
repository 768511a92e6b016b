/** Which differences between runs exceed the noise. */
@NullMarked
package dev.lanewise.bench.lab.statistics;

import org.jspecify.annotations.NullMarked;
