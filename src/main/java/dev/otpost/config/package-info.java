/**
 * Text, environment and secret files become each room's settings record.
 *
 * <p>{@link dev.otpost.config.Configuration#load} promises: settings that it hands out are whole
 * and within their limits; otherwise everything that is wrong is said at once, each with key,
 * place, value and what to do. A secret is never shown, nor the value of an unknown key, which may
 * be a secret under a misspelt name.
 *
 * <p>From the top to the bottom, the first that says something is heard, and nothing (an empty
 * value) says nothing:
 *
 * <ol>
 *   <li>{@code OTPOST_<KEY>} in the environment, dots and dashes as underscores;
 *   <li>a file named like the key in {@code $CREDENTIALS_DIRECTORY} (systemd's LoadCredential=),
 *       secrets only;
 *   <li>{@code SKYVERN_API_KEY} and {@code SKYVERN_BASE_URL} in the environment;
 *   <li>the file, which {@link dev.otpost.config.Origin} finds;
 *   <li>the standard that {@code Keys} names.
 * </ol>
 *
 * <p>It never reads the environment of the process or asks for the host name by itself: both are
 * handed in. It never writes, never opens a connection and never asks a name server.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>SmallRye Config decides which source is heard, and no more: {@code Values} says why.
 *   <li>The file is read as nodes of YAML, not as SmallRye's YAML source reads it, which makes
 *       "false" of {@code hostname: no}, lets the second of two equal keys win, and knows no lines.
 *   <li>Paths are absolute: the daemon and a command typed in some directory must mean the same
 *       spool.
 *   <li>A secret and a file with it are two ways to say the same: side by side in one place they
 *       are a fault; in different places the upper one is heard, so that the environment can
 *       replace either.
 *   <li>Names in the middle of a key are of small letters and digits: a variable of the environment
 *       can be taken apart so, and {@code Family} holds such keys.
 *   <li>A route to another Skyvern must have a key of its own: the key at the top is that of its
 *       own base URL, and a forgotten line must not send it elsewhere.
 *   <li>Certificates and keys for a Skyvern are read here and not where they are used: so their
 *       faults come with all others. A proxy is a secret, since a password may stand in its URL;
 *       without one, it does not make the file a file of secrets.
 *   <li>What passwords hold is for others to say: all but control characters is taken, and files
 *       are read as UTF-8. Only at Google's are blanks left out, with which it shows its own.
 *   <li>The address whose mail a mailbox collects is the gateway's own for routing, but no address
 *       for which mail is taken in by SMTP, nor one whose being written to proves anything.
 *   <li>A mailbox in which something is missing is there all the same for whoever only looks.
 *   <li>http to a host elsewhere is a warning and no fault: it may be a network of the operator's
 *       own, which no look at a name can tell.
 *   <li>Variables that Kubernetes sets on its own beside a service named otpost are not taken for
 *       misspelt keys.
 * </ul>
 */
@NullMarked
package dev.otpost.config;

import org.jspecify.annotations.NullMarked;
