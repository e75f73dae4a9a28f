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
 *   <li>A mail that was read from a watched folder and the bookmark of that folder are committed
 *       together or not at all, and with them what is left to be done there; also when the mail was
 *       here before. The bookmark never goes back, but by {@link dev.otpost.message.Bookmarks#begin
 *       begin}.
 *   <li>An attempt is on the disk before it is made, its outcome before the next one. What the
 *       operator does meanwhile does not change what is recorded of it: an entry that was dropped
 *       while it was being posted is {@code delivered} if Skyvern has it, and says so if it may.
 *   <li>Of two mails of one site in one lane, the one that the site wrote earlier does not become
 *       an attempt once the later one was delivered and had something in it, unless the operator
 *       forces it.
 *   <li>What a run of Skyvern fetches is on the disk as handed to it before it gets it, and goes to
 *       no other run; what came before it asked is not for it.
 *   <li>One daemon at a time: a lock on {@code otpost.lock} beside the database. The command line
 *       works on the same database at the same time through {@link dev.otpost.spool.Queue}, and
 *       {@code otpost ingest} hands in mail there through {@link dev.otpost.spool.SideDoor}; the
 *       daemon notices within half a second.
 *   <li>The directory is for its owner only. Mail, text and code are erased {@code
 *       retention.content} after the end of an entry, from the pages of the database ({@code
 *       secure_delete}) and from its write-ahead log, within a second while otpost runs. What is
 *       held keeps its content as long as its record. A log that another process keeps from being
 *       cut off is tried again twice a second; mail that comes in does not wait for that.
 *   <li>No room on the disk is {@link dev.otpost.spool.StorageFullException}; every other failure
 *       of the disk is an {@code IOException}. After either the database is opened anew before the
 *       next write.
 * </ul>
 *
 * <p>A database that is deleted or replaced while it is open gets no mail any more: SQLite would go
 * on in a file that nobody finds again. What was promised before is still posted from there.
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
 *
 * <p>SQLite takes the first wrong bit of its write-ahead log for the end of it. {@link
 * dev.otpost.spool.WriteAheadLog} looks before, and what is behind is kept and told of, not read:
 * it cannot be told from what was rolled back when a disk failed.
 *
 * <p>Copies that are not erased: a damaged file that was set aside ({@code spool.damaged-*.db}),
 * for only the operator knows when he has seen that nothing is missing; and whatever a file system
 * or its medium keeps of blocks that are free again. Bodies on their way in lie in files without a
 * name, and SQLite's temporary tables in memory.
 *
 * <p>Since when an entry is on the disk is remembered in memory and written with its first attempt,
 * for a sync of its own would cost more than it is worth. Of mail by {@code otpost ingest}, and
 * after a restart, it is therefore not known.
 *
 * <p>An entry that gets a new life keeps its origin, and with that its place in the lane; how long
 * it had to live at first is kept too, so that a second new life is no longer than the first.
 *
 * <p>When the clock is set, {@link dev.otpost.spool.Spool#shift} puts right what is noted of
 * pending entries that came in since the spool was opened. Their origin is when they came in; of a
 * mail that lay in a mailbox another clock said when that was, and it stays. What has ended is
 * history and is left as it was noted.
 *
 * <p>A mail of another UIDVALIDITY than that of its folder's bookmark is not kept: its UID would
 * move the bookmark to a place that means another mail, and mails would be skipped. That cannot
 * happen but by a fault of ours (a folder is looked through by one watch, which begins anew when
 * the UIDVALIDITY changes), hence the unchecked exception and no "try later": the same mail tried
 * again would fail for ever, while a watch that starts over finds the right place. The mail is
 * still in its mailbox, so nothing is lost. A folder without a bookmark is another case: a damaged
 * database may have cost it. Whoever commits a mail of it has looked at all that lay before, so the
 * bookmark is set there. To refuse it, or to begin at the end of the folder, would lose mail; what
 * is looked at twice is recognised.
 *
 * <p>Of mail that was looked at and not kept there is a row in a table of its own, not an entry
 * without a mail: a whole inbox passes by, and the operator's list is for what concerns him.
 *
 * <p>What the operator was told of, and in which channel, is kept here too, so that a restart
 * neither repeats nor forgets an alert. It is no part of any mail, and goes when it is over.
 *
 * <p>Runs that fetch are known by route, identifier and site, each with its first question, so that
 * what one Skyvern's key asks cannot change what another's gets. When a mail came is its origin, as
 * everywhere: a mailbox that was not watched for a while does not make its mail new. What is being
 * posted when it is fetched is let end, and is {@code delivered} if Skyvern took it, with the
 * serving on record; what a run was handed comes first, and Skyvern's list second.
 *
 * <p>How the watches stand is written into the spool as well, for {@code otpost status} asks no
 * daemon. Rows of folders that are not watched any more stay: with the bookmark, a folder that is
 * watched again goes on where it was.
 */
@NullMarked
package dev.otpost.spool;

import org.jspecify.annotations.NullMarked;
