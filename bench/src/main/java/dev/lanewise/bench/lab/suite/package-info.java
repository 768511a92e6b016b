/** The computations of the laboratory, a class for each family, with everybody who can do them. */
@NullMarked
package dev.lanewise.bench.lab.suite;

import org.jspecify.annotations.NullMarked;
