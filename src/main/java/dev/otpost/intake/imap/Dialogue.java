package dev.otpost.intake.imap;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * Commands and answers over one {@link Link} (RFC 3501). Writing and reading the protocol is left
 * to Angus; what is done here itself is what its own commands do badly: an answer that cannot be
 * understood is dropped there without a word, a refused IDLE is waited for without end, and the
 * reason for a refused token is lost.
 *
 * <p>For one thread at a time, but for {@link #leave}.
 */
final class Dialogue extends IMAPProtocol {

  /** The most characters of a server's words that are shown. */
  private static final int SHOWN = 200;

  private static final Pattern CODE = Pattern.compile("^\\[([A-Za-z0-9.-]+)[^\\]]*]\\s*");

  private static final Pattern UIDVALIDITY =
      Pattern.compile("^\\[UIDVALIDITY (\\d{1,10})]", Pattern.CASE_INSENSITIVE);

  /** In the JSON with which a refused token is answered. */
  private static final Pattern STATUS =
      Pattern.compile("\"(?:status|error)\"\\s*:\\s*\"([^\"]+)\"");

  private final Link link;
  private final PrintStream out;
  private final AtomicBoolean idling = new AtomicBoolean();
  private volatile boolean leaving;

  /** How often the server said that there are mails (EXISTS); RFC 3501 7.3.1: with any answer. */
  private long news;

  /** Of the folder that is open; 0 as long as none is. */
  private long uidValidity;

  /** What no server is to repeat in our log. */
  private final Set<String> secrets = new HashSet<>();

  private Dialogue(Link link, PrintStream out) throws IOException {
    super(link.input(), out, new Properties(), false);
    this.link = link;
    this.out = out;
  }

  /**
   * Hears the greeting and asks what the server can do.
   *
   * @throws IOException if it does not want to talk to us
   */
  static Dialogue begin(Link link) throws IOException {
    var dialogue =
        new Dialogue(link, new PrintStream(link.output(), false, StandardCharsets.US_ASCII));
    var greeting = dialogue.hear();
    if (!greeting.isUnTagged() || !greeting.isOK()) {
      throw new IOException(
          greeting instanceof IMAPResponse untagged && untagged.keyEquals("PREAUTH")
              ? "it lets everybody in without a password (PREAUTH)"
              : "its greeting is none of an IMAP server");
    }
    dialogue.askCapabilities();
    return dialogue;
  }

  /** What the server can do changes with the login. */
  void askCapabilities() throws IOException {
    handleCapabilityResponse(collect("CAPABILITY", null).toArray(Response[]::new));
  }

  /**
   * From now on a folder with another UIDVALIDITY is another one, and the connection at its end.
   */
  void holdTo(long expected) {
    uidValidity = expected;
  }

  /** From now on this is not shown, though the server should say it. */
  void keepSecret(String secret) {
    if (!secret.isEmpty()) {
      secrets.add(secret);
      secrets.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    }
  }

  /** Changes whenever the server has spoken of mails. */
  long news() {
    return news;
  }

  /**
   * Gives a command and hears its answers out.
   *
   * @throws Denied if the server says no
   * @throws IOException if the connection is lost, or the server ends it
   */
  void ask(String command, @Nullable Argument arguments, Consumer<Response> untagged)
      throws IOException {
    try (var _ = link.expectEnd()) {
      var tag = say(command, arguments);
      for (var answer = hear(); !isEnd(answer, tag); answer = hear()) {
        untagged.accept(answer);
      }
    }
  }

  /** The same; all its answers together. */
  List<Response> collect(String command, @Nullable Argument arguments) throws IOException {
    var answers = new ArrayList<Response>();
    ask(command, arguments, answers::add);
    return answers;
  }

  /** The same, for a command without answers of its own. */
  void tell(String command, @Nullable Argument arguments) throws IOException {
    ask(command, arguments, _ -> {});
  }

  /** What an answer of the server's is made into. */
  interface Parsing<T> {
    T parse() throws ProtocolException;
  }

  /**
   * Makes something of an answer.
   *
   * @throws IOException if it cannot be understood
   */
  <T> T understand(Parsing<T> parsing) throws IOException {
    try {
      return parsing.parse();
    } catch (ProtocolException | RuntimeException | StackOverflowError e) {
      throw new IOException("its answer cannot be understood", e);
    }
  }

  /** RFC 4616: also for names and passwords that LOGIN has no way to say. */
  void authenticatePlain(String username, String password) throws IOException {
    keepSecret(password);
    authenticate("PLAIN", "\0" + username + "\0" + password);
  }

  /** Google's and Microsoft's SASL mechanism for access tokens. */
  void authenticateWithToken(String username, String token) throws IOException {
    keepSecret(token);
    authenticate("XOAUTH2", "user=" + username + "\u0001auth=Bearer " + token + "\u0001\u0001");
  }

  /**
   * RFC 3501 6.2.2, RFC 4959. A challenge behind what we said is why it is refused; an empty line
   * has the server say so.
   */
  private void authenticate(String mechanism, String initial) throws IOException {
    var encoded = Base64.getEncoder().encodeToString(initial.getBytes(StandardCharsets.UTF_8));
    keepSecret(encoded);
    boolean said = hasCapability("SASL-IR");
    var tag = say("AUTHENTICATE " + mechanism + (said ? " " + encoded : ""), null);
    var reason = "";
    try (var _ = link.expectEnd()) {
      for (var answer = hear(); !isEnd(answer, tag); answer = hear()) {
        if (answer.isContinuation()) {
          if (said) {
            reason = reason(answer);
          }
          write(said ? "" : encoded);
          said = true;
        }
      }
    } catch (Denied denied) {
      throw reason.isEmpty() ? denied : denied.with(reason);
    }
  }

  private String reason(Response challenge) {
    try {
      var json =
          new String(Base64.getMimeDecoder().decode(text(challenge)), StandardCharsets.UTF_8);
      var status = STATUS.matcher(json);
      return status.find() ? shown(status.group(1)) : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * Waits until the server speaks of mail, or {@link #leave} is called (IDLE, RFC 2177).
   *
   * @param renew the server may take so long before it is woken, and then its usual time to answer
   * @return false if the server ended it before it was asked to
   * @throws Denied if the server does not do that
   */
  boolean idle(Duration renew) throws IOException {
    long before = news;
    String tag;
    Response answer;
    try (var _ = link.expectAnswer()) {
      tag = writeTagged("IDLE", null);
      answer = read();
      while (!answer.isContinuation() && !isEnd(answer, tag)) {
        answer = read();
      }
    }
    if (!answer.isContinuation()) {
      return news != before;
    }
    idling.set(true);
    try (var _ = link.in(renew, this::wake);
        var _ = link.expectAnswerAfter(renew)) {
      do {
        if (leaving || news != before) {
          wake();
        }
        answer = idling.get() ? read() : hear();
      } while (!isEnd(answer, tag));
      return !idling.getAndSet(false);
    } finally {
      idling.set(false);
    }
  }

  /**
   * Ends the IDLE that is under way; without one, nothing happens. Whoever comes first says DONE,
   * and nobody says it twice, which would be a command of its own.
   */
  private void wake() {
    if (idling.compareAndSet(true, false)) {
      try {
        write("DONE");
      } catch (IOException e) {
        link.cut();
      }
    }
  }

  /** Ends the IDLE that is under way, and every later one as soon as it begins. For any thread. */
  void leave() {
    leaving = true;
    wake();
  }

  private String say(String command, @Nullable Argument arguments) throws IOException {
    try (var _ = link.expectAnswer()) {
      return writeTagged(command, arguments);
    }
  }

  private String writeTagged(String command, @Nullable Argument arguments) throws IOException {
    try {
      var tag = writeCommand(command, arguments);
      expectWritten();
      return tag;
    } catch (ProtocolException e) {
      // A literal that the server did not want.
      throw denied(e.getResponse());
    } catch (IOException e) {
      throw link.because(e);
    }
  }

  private void write(String line) throws IOException {
    var buffered = getOutputStream();
    buffered.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    buffered.flush();
    expectWritten();
  }

  /** The stream that the library wants keeps its failures to itself. */
  private void expectWritten() throws IOException {
    if (out.checkError()) {
      throw link.because(new IOException("it does not take what is said to it"));
    }
  }

  /** The next answer, in time. */
  private Response hear() throws IOException {
    try (var _ = link.expectAnswer()) {
      return read();
    }
  }

  /** The next answer that can be understood. */
  private Response read() throws IOException {
    while (true) {
      try {
        var answer = readResponse();
        if (answer.isUnTagged() && answer.isBYE()) {
          throw new IOException("it ended the connection: " + said(answer));
        }
        return answer;
      } catch (ProtocolException | RuntimeException | StackOverflowError e) {
        // Of a FETCH, say, and the library trips over some of them. It has been read to its end;
        // who misses it asks again.
      } catch (IOException e) {
        throw link.because(e);
      }
    }
  }

  /** Also those that the library hears itself, while it waits until it may send a literal. */
  @Override
  public Response readResponse() throws IOException, ProtocolException {
    var answer = super.readResponse();
    if (answer instanceof IMAPResponse untagged && untagged.keyEquals("EXISTS")) {
      news++;
    }
    if (uidValidity > 0 && answer.isUnTagged() && answer.isOK()) {
      var other = UIDVALIDITY.matcher(text(answer));
      if (other.find() && Long.parseLong(other.group(1)) != uidValidity) {
        throw new IOException("the folder was made anew (UIDVALIDITY)");
      }
    }
    return answer;
  }

  private boolean isEnd(Response answer, String tag) throws Denied {
    if (!answer.isTagged() || !tag.equals(answer.getTag())) {
      return false;
    }
    if (!answer.isOK()) {
      throw denied(answer);
    }
    return true;
  }

  private Denied denied(Response answer) {
    var text = text(answer);
    var code = CODE.matcher(text);
    return new Denied(code.find() ? code.group(1).toUpperCase(Locale.ROOT) : "", said(answer));
  }

  /** Its words without the code in front, as they may be shown: nothing secret is in them. */
  private String said(Response answer) {
    return shown(CODE.matcher(text(answer)).replaceFirst(""));
  }

  private static String text(Response answer) {
    var rest = answer.getRest();
    return rest == null ? "" : rest.strip();
  }

  private String shown(String words) {
    var kept = words;
    for (var secret : secrets) {
      kept = kept.replace(secret, "(secret)");
    }
    // The sentence goes on behind it.
    var plain = kept.replaceAll("\\p{Cntrl}+", " ").strip().replaceFirst("[.!]+$", "");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
  }
}
