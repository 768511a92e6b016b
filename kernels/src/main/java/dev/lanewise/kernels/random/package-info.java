/** Random numbers of given distributions, made of the counter-based bits of the kernels. */
@NullMarked
package dev.lanewise.kernels.random;

import org.jspecify.annotations.NullMarked;
