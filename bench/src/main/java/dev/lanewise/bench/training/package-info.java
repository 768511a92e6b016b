/** The loop that trains the models of the command line. */
@NullMarked
package dev.lanewise.bench.training;

import org.jspecify.annotations.NullMarked;
