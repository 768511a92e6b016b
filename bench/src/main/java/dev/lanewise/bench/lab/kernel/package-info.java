/** What the laboratory measures: kernels, their operands, and the work they do. */
@NullMarked
package dev.lanewise.bench.lab.kernel;

import org.jspecify.annotations.NullMarked;
