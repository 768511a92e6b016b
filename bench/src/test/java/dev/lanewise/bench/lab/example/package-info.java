/** The kernel of the README, as a user writes it. */
@NullMarked
package dev.lanewise.bench.lab.example;

import org.jspecify.annotations.NullMarked;
