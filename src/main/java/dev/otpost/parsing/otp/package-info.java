/**
 * Which number in a mail is the code, or which link signs in, and how long it is good.
 *
 * <p>{@link dev.otpost.parsing.otp.OtpReader} is the way in: pure, deterministic, thread-safe, in
 * time linear in the length of the text and without regular expressions over it. Nothing is ever
 * fetched.
 *
 * <p>The way of a mail: {@code Page} lays it out ({@code Lines}, {@code Links}, {@code Sentences})
 * and finds the words of {@code words.txt}, the one table of all languages, which {@code Lexicon}
 * holds; those within the {@code Names} of firms mean nothing, and two that stand together may mean
 * more ({@code Compounds}). {@code Candidates} finds what may be a code as it is written ({@code
 * Cluster}, {@code DigitRow}, {@code Writing}) and is no part of a date, amount or phone number
 * ({@code Neighbours}). {@code CodeLadder} weighs for each where it stands ({@code Spot}), what
 * calls it a code ({@code Naming}) or tells to type it ({@code Instruction}), at once or not
 * ({@code Urgency}), how it is written ({@code ShapeEvidence}), and what says that it is something
 * else ({@code Label}, {@code Belonging}, {@code Trade}, {@code Quotation}); {@code Rivals} lets
 * those that are left speak of each other, of which {@code Attributions} tells those that an answer
 * quotes. Without a code {@code LinkLadder} weighs the text of links and their addresses ({@code
 * LinkAddress}). In both, {@code Evidence} is counted and {@code Ranking} decides. {@code Validity}
 * reads the time, of which {@code Stretches} and {@code Counts} find the lengths. Of a mail too
 * long to be read whole {@code Highlights} says what is to be kept.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Words, not patterns.</b> A language is a few lines of words. A word for a code beside
 *       one for signing in is as good as "one-time password", so compounds need no entries of their
 *       own; words of trade in the mail take the weight off a mere "code", and off a check code for
 *       which nobody is asked.
 *   <li><b>What one is told to type is the code</b>, named so or not, where the mail is about
 *       signing in: "Use 482913 to …" is how half of the sites say it.
 *   <li><b>Haste tells codes apart.</b> Shops, banks and carriers write of payments and parcels in
 *       mails with one-time codes too; but what must be typed within the hour is hardly ever a
 *       discount or the code of a locker, and what is a code "of" something, an office, a meeting,
 *       a class, is never in such a hurry.
 *   <li><b>A name is no word.</b> What a site or firm is called, by its address or by a capital in
 *       its midst, says nothing of what its mail is about.
 *   <li><b>What is quoted is not meant</b>: a code within the same quotation marks as the word for
 *       it is an example, one below an answer is an old one.
 *   <li><b>The subject says what a mail is about</b>: a shop's footer does not hide its code, and a
 *       code in the text of a booking is that of the booking.
 *   <li><b>Shapes that other numbers have too</b> (years, names such as {@code SAVE20}, groups of
 *       several lengths, capitals without a digit, small words) are codes only where a word that
 *       means nothing else calls them so.
 *   <li><b>No guess.</b> Where two numbers are about as likely the answer is {@code Ambiguous}, and
 *       where nothing says "code" it is {@code None}: what is posted then is the text.
 *   <li><b>{@code G-123456} is {@code 123456}</b>: Google's field takes the digits. Hyphens in a
 *       code with letters stay, since nobody but the site knows whether they belong to it.
 *   <li><b>All languages at once.</b> The language of a mail is not guessed: short mails mix theirs
 *       with English, and a wrong guess would hide the code.
 *   <li>A link needs a token in it beside words that say what it does: "Sign in" in a newsletter
 *       leads to a page for everybody.
 * </ul>
 */
@NullMarked
package dev.otpost.parsing.otp;

import org.jspecify.annotations.NullMarked;
