package dev.otpost.intake.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/**
 * What a {@link ScriptedServer} hears and says on one connection, step by step. In what it says
 * {@code {tag}} stands for the tag of the client's last command. When the script is over, the
 * server says nothing more but what is said {@link #always}, and leaves the connection open.
 */
final class Script {

  /** One step. */
  sealed interface Step {

    /** The client's next line, without its tag; one that is answered {@link #always} aside. */
    record Hear(Pattern line) implements Step {}

    /** Exactly these octets. */
    record Say(String text) implements Step {}

    /** Nothing, until a test says so. */
    record Wait(CountDownLatch until) implements Step {}

    /** The server's side of a TLS handshake. */
    record Secure(SSLSocketFactory with) implements Step {}

    /** The connection is closed. */
    record HangUp() implements Step {}
  }

  /** A command that may come at any time, and its answer. */
  record Always(Pattern line, String answer) {}

  private final List<Step> steps = new ArrayList<>();
  private final List<Always> always = new ArrayList<>();

  /** Begins with the greeting {@code * OK ready}. */
  static Script greeting() {
    return new Script().says("* OK ready");
  }

  /** Hears a line that matches this whole regular expression, upper or lower case. */
  Script hears(String line) {
    return with(new Step.Hear(Pattern.compile(line, Pattern.CASE_INSENSITIVE)));
  }

  /** Says these lines. */
  Script says(String... lines) {
    return sends(String.join("\r\n", lines) + "\r\n");
  }

  /** Says exactly this, in Latin-1. */
  Script sends(String text) {
    return with(new Step.Say(text));
  }

  /** Answers the last command with OK. */
  Script ok() {
    return says("{tag} OK done");
  }

  /** Hears a line, says these and OK. */
  Script answers(String line, String... lines) {
    hears(line);
    return lines.length == 0 ? ok() : says(lines).ok();
  }

  /** Goes on when the test says so. */
  Script waitsFor(CountDownLatch until) {
    return with(new Step.Wait(until));
  }

  /** From now on in TLS. */
  Script secures(SSLSocketFactory with) {
    return with(new Step.Secure(with));
  }

  Script hangsUp() {
    return with(new Step.HangUp());
  }

  /** Whenever this line comes out of turn, it is answered with these lines. */
  Script always(String line, String... lines) {
    always.add(
        new Always(
            Pattern.compile(line, Pattern.CASE_INSENSITIVE), String.join("\r\n", lines) + "\r\n"));
    return this;
  }

  /** A string as a literal (RFC 3501 4.3), to be put into a line. */
  static String literal(String text) {
    return "{%d}\r\n%s".formatted(text.length(), text);
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  List<Always> always() {
    return List.copyOf(always);
  }

  private Script with(Step step) {
    steps.add(step);
    return this;
  }
}
