/** The data sets of the command line. */
@NullMarked
package dev.lanewise.bench.data;

import org.jspecify.annotations.NullMarked;
