/** The models of the command line, as a user of the library writes them. */
@NullMarked
package dev.lanewise.bench.model;

import org.jspecify.annotations.NullMarked;
