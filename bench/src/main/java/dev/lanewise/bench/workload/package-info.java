/** The work that the engine and its peers are timed on, as a user of the library writes it. */
@NullMarked
package dev.lanewise.bench.workload;

import org.jspecify.annotations.NullMarked;
