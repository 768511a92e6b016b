/**
 * Times the engine against its peers: every candidate in a process of its own, in alternating
 * turns.
 */
@NullMarked
package dev.lanewise.bench.compare;

import org.jspecify.annotations.NullMarked;
