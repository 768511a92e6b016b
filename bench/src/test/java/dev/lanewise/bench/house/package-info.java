/** Rules of the house that a build can check, over all modules. */
@NullMarked
package dev.lanewise.bench.house;

import org.jspecify.annotations.NullMarked;
