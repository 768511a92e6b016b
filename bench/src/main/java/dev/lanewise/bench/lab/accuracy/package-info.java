/** Measures the errors of math functions against values of fifty digits. */
@NullMarked
package dev.lanewise.bench.lab.accuracy;

import org.jspecify.annotations.NullMarked;
