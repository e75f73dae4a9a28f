/**
 * From bytes to a {@link dev.otpost.message.Letter}: what a person would read, and whom the mail
 * was written to.
 *
 * <p>{@link dev.otpost.parsing.MessageParser} is the way in, and total: any bytes give a letter, in
 * time and memory that are linear in their number and bounded by {@link dev.otpost.parsing.Limits}.
 * It is pure: no I/O, no clock, no system property, no network, and it never fetches a link or a
 * picture. Everything here is stateless, or lives for one mail only.
 *
 * <p>Standards: RFC 5322 and 6532 (fields, addresses, dates), 2045–2047 and 2231 (MIME, encoded
 * words), 2387 (related), 3676 (flowed text), the WHATWG HTML and Encoding standards.
 *
 * <p>The way of a mail: {@code HeaderSection} and {@code MimeTree} find its parts, {@code BodyText}
 * chooses those that are shown, {@code Alternatives} the better of two versions, {@code
 * TransferDecoding} and {@code Charsets} make characters of them, {@code HtmlText} (which asks
 * {@code Visibility} what is seen) and {@code PlainText} put these into a {@code TextLayout}, where
 * {@code ForwardReader} reads the blocks that mail programs write, and {@code ForwardBlock} judges
 * which of them says that the mail was forwarded by hand, and whose it is.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>MIME is read here, not by jakarta.mail.</b> Measured with angus-mail 2.0.5: a million
 *       empty parts (7 MB) take its {@code MimeMultipart} 89 seconds and gigabytes, since it makes
 *       an object with forty header slots of each and can be given no limit; its search for a
 *       boundary takes time proportional to size times boundary length on each level; a last part
 *       without an empty line is lost; its leniency hangs on system properties, which are
 *       everybody's; and its transfer decoding works byte by byte, which alone takes as long as all
 *       of this package. What is left when that is replaced is the splitting of lines, and that is
 *       shorter than its taming.
 *   <li><b>Addresses</b> are read by {@code AddressList} rather than {@code InternetAddress}, which
 *       throws away the whole list at the first oddity, or, when told not to, takes {@code
 *       <a@b>c@d} and display names for addresses. An identifier hangs on this.
 *   <li><b>HTML</b> is parsed by jsoup, whose tree is what a browser would build, and walked
 *       iteratively. jsoup's own {@code text()} knows neither hidden elements nor rows nor link
 *       targets.
 *   <li><b>Elements are counted while the tree grows</b> ({@code HtmlTree}): formatting that is not
 *       closed is built anew in each paragraph, so that counting tags bounds nothing.
 *   <li><b>What is not shown</b>, by attribute, by {@code style} rules for an element, class or id
 *       alone, or by text in the colour of its background, is left out, unless what is shown gives
 *       neither code nor link, and something hidden is called a code. Backgrounds that may be set
 *       by rules not read here are unknown, and text on them is shown: rather a word too many than
 *       a code too few.
 *   <li><b>Scattered codes</b> are joined by {@code Scattered}, single characters only; {@code 482
 *       913} stays, for Skyvern reads it.
 *   <li><b>Digits</b> of other scripts and of full width are written as ASCII, in the subject and
 *       the text ({@code ٤٨٢٩١٣} is {@code 482913}, dates and amounts included): the text is copied
 *       from by a language model, the code is typed into a web form, and forms take nothing else. A
 *       link is left as it is.
 *   <li><b>Too long a text</b> keeps what matters to somebody who looks for the code, wherever it
 *       stands ({@code Excerpt}); what that is the room that finds codes says, by the words and
 *       shapes that it goes by itself.
 *   <li><b>Links</b> stand behind their text as {@code text <https://…>}: changed in nothing but
 *       the characters that would end them there ({@code <}, {@code >}, space), written as a
 *       browser would send them. {@code &amp;} is decoded in HTML only: in plain text it stands for
 *       itself.
 *   <li><b>Charsets</b> beyond the usual live in the module jdk.charsets (ISO-2022-JP,
 *       windows-949): a runtime made without it reads such mail as something else, silently.
 *   <li><b>Undeclared charsets</b> are guessed by juniversalchardet ({@code CharsetGuess}),
 *       Mozilla's detector kept alive by A. Fernández: 245 KB, no dependencies, its classes loaded
 *       by the first mail that needs it. Measured on texts of this project's corpus put into
 *       another charset: right for all Russian in KOI8-R and ISO-8859-5, Hebrew, Thai, Japanese,
 *       Korean and Chinese bodies, for all Russian in windows-1251 when its "MacCyrillic" is read
 *       as that; of subjects for four in five or more. It knows no Arabic, and tells no Western
 *       languages apart.
 *   <li>A defect in here, or in jsoup, is an exception to the gateway, which keeps the mail and
 *       holds it for the operator.
 * </ul>
 */
@NullMarked
package dev.otpost.parsing;

import org.jspecify.annotations.NullMarked;
