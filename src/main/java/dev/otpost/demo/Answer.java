package dev.otpost.demo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How the stand-in answers one request. Start from one of the static methods and bend it:
 *
 * {@snippet :
 * skyvern.answerNext(Answer.status(503).retryAfter(Duration.ofSeconds(2)), Answer.cut());
 * skyvern.answerNext(Answer.contract().cutAfter(0)); // stored, but the sender never hears of it
 * }
 *
 * <p>Nothing is stored but by {@link #contract()}.
 */
public sealed interface Answer {

  /** What the contract says: the only answer that stores anything. */
  record ByContract() implements Answer {}

  /** A plain answer; {@code Date} and {@code Content-Length} are added. */
  record Says(int status, Map<String, String> headers, String body) implements Answer {
    public Says {
      headers = Map.copyOf(headers);
    }

    /** With a header {@code Retry-After}, in whole seconds. */
    public Says retryAfter(Duration pause) {
      return with("Retry-After", Long.toString(pause.toSeconds()));
    }

    /** With one header more. */
    public Says with(String name, String value) {
      var all = new HashMap<>(headers);
      all.put(name, value);
      return new Says(status, all, body);
    }

    @Override
    public String toString() {
      return "Says[%d, body of %d characters]".formatted(status, body.length());
    }
  }

  /** Octets that are no HTTP (ISO-8859-1), then the end of the connection. */
  record Garbage(String octets) implements Answer {}

  /**
   * The request is read, and nothing is ever answered; ends when either side gives up the
   * connection.
   */
  record Silence() implements Answer {}

  /** Answered (and stored, if at all) that much later. */
  record After(Duration delay, Answer answer) implements Answer {}

  /** Answered with another {@code Date} than that of the stand-in's clock. */
  record Dated(Instant date, Answer answer) implements Answer {}

  /**
   * Only the first octets of the answer are sent, then the connection is closed; with 0 none at
   * all.
   */
  record CutOff(int octets, Answer answer) implements Answer {}

  /** As the contract says. */
  static Answer contract() {
    return new ByContract();
  }

  /** This status, with a body as the framework of Skyvern words it. */
  static Says status(int status) {
    return json(status, "{\"detail\":\"" + Wire.reason(status) + "\"}");
  }

  /** This status and JSON body. */
  static Says json(int status, String body) {
    return new Says(status, Map.of("Content-Type", "application/json"), body);
  }

  /** A page for people with status 200, as a wrong base URL or a login wall gives it. */
  static Says html() {
    return new Says(
        200,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Sign in</body></html>");
  }

  /** A 307 to somewhere else, which keeps method and body: the key must not go there. */
  static Says redirect(URI elsewhere) {
    return new Says(307, Map.of("Location", elsewhere.toString()), "");
  }

  /** Something that is no HTTP at all. */
  static Answer garbage() {
    return new Garbage("\u0000\u0001SSH-2.0-stand_in\r\n\u00ff\u00fe\r\n");
  }

  /** Nothing, for ever. */
  static Answer silence() {
    return new Silence();
  }

  /** The connection is closed without a byte of an answer, and nothing is stored. */
  static Answer cut() {
    return status(500).cutAfter(0);
  }

  /** This answer, that much later; what it stores is stored then. */
  default Answer after(Duration delay) {
    return new After(delay, this);
  }

  /** This answer with its own {@code Date}: a Skyvern whose clock is wrong. */
  default Answer dated(Instant date) {
    return new Dated(date, this);
  }

  /** This answer, of which only so many octets arrive before the connection is closed. */
  default Answer cutAfter(int octets) {
    return new CutOff(octets, this);
  }
}
