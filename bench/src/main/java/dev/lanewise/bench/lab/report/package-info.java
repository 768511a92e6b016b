/** What results mean: shares of the machine's limits, tables, and the page with the charts. */
@NullMarked
package dev.lanewise.bench.lab.report;

import org.jspecify.annotations.NullMarked;
