/** Workloads in loops of plain Java, as one writes them by hand when there is no engine. */
@NullMarked
package dev.lanewise.bench.workload.plain;

import org.jspecify.annotations.NullMarked;
