/** Code as a user writes it, outside the packages of Lanewise. */
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
