/**
 * {@code GET /metrics}: what otpost counts and how it stands, for Prometheus (text format 0.0.4).
 *
 * <p>It promises that counting is an addition to a number in memory, waits for nothing and never
 * fails; that a scrape reads the spool once, beside its writer, and no more than once a second
 * whoever asks; that there is a bound to the series. No identifier, recipient, peer, site, code or
 * text ever stands in a label: only words of ours, and names that the operator gave himself
 * (routes, accounts, folders).
 *
 * <p>The other rooms know nothing of it. They tell their own listeners what happens, the gateway
 * tells the {@link dev.otpost.web.metrics.Tally}, and what merely stands is looked up when it is
 * asked for ({@link dev.otpost.web.metrics.Reading}).
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>No library. Tried was {@code io.prometheus:prometheus-metrics} 1.8.0 on one machine: core
 *       and text formats are 9 jars of 450 KB, read properties and look for OpenTelemetry; one
 *       counter, one histogram and one gauge took 60–85 ms at the start, 380 classes and 10 MB;
 *       with its JVM metrics 200–230 ms, 1,140 classes and 24 MB. The format is one page, and what
 *       is here loads some two dozen classes at the start and the rest with the first scrape.
 *   <li>What can be told from the spool is told from it, so that it is right after a restart and
 *       for what {@code otpost ingest} and {@code otpost queue} do beside the daemon. Only what
 *       happens, and leaves no row, is counted here.
 *   <li>Times are told as timestamps, not ages: {@code time() - x} grows also while nobody is
 *       scraped, and a series that is missing never was.
 *   <li>The words of sources, decisions, outcomes and states begin at 0, or the first refusal after
 *       a start would be no increase.
 *   <li>The names of the process and the JVM are those of the official client libraries, so that
 *       ready-made panels show otpost too.
 * </ul>
 */
@NullMarked
package dev.otpost.web.metrics;

import org.jspecify.annotations.NullMarked;
