/**
 * Keeps what otpost said yes to, through restarts, {@code kill -9} and power failures, until it is
 * posted or the operator knows why not.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>When {@link dev.otpost.spool.Spool#commit} has returned, mail and decisions are on the disk
 *       (RFC 5321 4.2.5, 6.1): SQLite in WAL mode with {@code synchronous=FULL} has synced its log.
 *       If it throws, the mail may have been kept all the same; the sender comes again, and the
 *       second coming is recognised.
 *   <li>The same mail for the same identifier becomes one entry however often it comes, also after
 *       its text was erased: a keyed hash of Message-ID, identifier and text outlives the text.
 *   <li>An attempt is on the disk before it is made, its outcome before the next one.
 *   <li>One daemon at a time: a lock on {@code otpost.lock} beside the database. The command line
 *       works on the same database at the same time through {@link dev.otpost.spool.Queue}, and
 *       {@code otpost ingest} hands in mail there through {@link dev.otpost.spool.SideDoor}; the
 *       daemon notices within half a second.
 *   <li>The directory is for its owner only. Mail, text and code are erased {@code
 *       retention.content} after the end of an entry, from the pages of the database ({@code
 *       secure_delete}) and from its write-ahead log.
 *   <li>No room on the disk is {@link dev.otpost.spool.StorageFullException}; every other failure
 *       of the disk is an {@code IOException}. After either the database is opened anew before the
 *       next write.
 * </ul>
 *
 * <p>It never reads a mail, never decides what becomes of it, and never opens a socket. SQL is
 * written here and nowhere else, and kept portable: a second engine will stand beside SQLite.
 *
 * <p>Decisions: one writer thread commits in groups, for the sync is what costs: everything that
 * came while the last group was being synced shares the next sync. Times are stored as microseconds
 * since 1970 in UTC, which SQLite's own tools can convert and which order as numbers. A spool of an
 * older version is brought up to this one step by step in one transaction when it is opened, and
 * what can be read of a damaged one of an older version is taken over likewise. A file that is
 * damaged is moved aside, never deleted, and every row of it that can still be read goes into a new
 * one.
 */
@NullMarked
package dev.otpost.spool;

import org.jspecify.annotations.NullMarked;
