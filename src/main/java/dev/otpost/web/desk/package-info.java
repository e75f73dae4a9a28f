/**
 * What the operator sees and does, whether by the dashboard or by the API: one place for both, so
 * that they never say different things.
 *
 * <p>It looks into the spool beside the daemon, as the command line does, and never through the
 * daemon's writer: mail that comes in does not wait for somebody who looks. It keeps nothing back
 * that is to be erased, and holds no lock while nobody asks.
 *
 * <p>Decisions, with what was measured with 100,000 entries:
 *
 * <ul>
 *   <li>A connection for each question: opened and closed in 0.9 ms, a page of 50 takes 1.5 ms, and
 *       a search that finds nothing 90 ms. A pool would have to notice that a damaged file was set
 *       aside.
 *   <li>Platform threads: what calls into SQLite pins the carrier of a virtual one.
 *   <li>What is new is found out by {@code data_version}, in 10 µs, not by a table of changes.
 *   <li>The traffic of an hour takes 8 ms, that of a day with all of them 85 ms: rows are read from
 *       the time on that is asked for, and medians made here; in SQL they take five times as long.
 *   <li>The checklist has no table of its own. That mail ever came is known for good, by the number
 *       that the spool would give the next one; the rest as long as an entry that shows it is
 *       remembered ({@code retention.history}), and as long as otpost runs.
 * </ul>
 */
@NullMarked
package dev.otpost.web.desk;

import org.jspecify.annotations.NullMarked;
