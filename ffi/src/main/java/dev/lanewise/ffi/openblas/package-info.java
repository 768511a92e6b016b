/**
 * Bindings of CBLAS and LAPACKE: {@code OpenBlas} is written by jextract from {@code
 * src/main/jextract}. Nothing in here checks its arguments; that is the facade's work.
 */
@NullMarked
package dev.lanewise.ffi.openblas;

import org.jspecify.annotations.NullMarked;
