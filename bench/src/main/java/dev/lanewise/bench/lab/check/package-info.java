/** Sees that a kernel is correct, allocates nothing, and became vector instructions. */
@NullMarked
package dev.lanewise.bench.lab.check;

import org.jspecify.annotations.NullMarked;
