/** OpenBLAS: finding and loading the library, and checked calls to its BLAS and LAPACK. */
@NullMarked
package dev.lanewise.ffi;

import org.jspecify.annotations.NullMarked;
