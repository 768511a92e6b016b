/** The command line: options, exit codes, and what is printed. */
@NullMarked
package dev.lanewise.bench.cli;

import org.jspecify.annotations.NullMarked;
