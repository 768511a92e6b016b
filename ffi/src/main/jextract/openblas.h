/*
 * What the bindings in dev.lanewise.ffi.openblas are generated from: the headers of the jar
 * org.bytedeco:openblas, narrowed to the functions that openblas.args lists.
 */
#include <complex.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * cblas_i?amax return size_t, which is unsigned long on Linux and macOS but unsigned long long on
 * 64-bit Windows. Both are 64 bits wide, and only the latter means the same type on all three, so
 * the bindings say that.
 */
#define size_t unsigned long long

#include "cblas.h"
#include "lapacke.h"
