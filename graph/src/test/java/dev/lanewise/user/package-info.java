/** Stands for code outside the engine, whose lines errors are to name. */
@NullMarked
package dev.lanewise.user;

import org.jspecify.annotations.NullMarked;
