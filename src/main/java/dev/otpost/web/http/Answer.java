package dev.otpost.web.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What is answered to a request. */
public sealed interface Answer {

  /**
   * All of it at once.
   *
   * @param type of the body; empty if there is none
   * @param fields more of the header
   */
  record Whole(int status, String type, Body body, Map<String, String> fields) implements Answer {
    public Whole {
      fields = Map.copyOf(fields);
    }

    /** The same with one more field. */
    public Whole with(String name, String value) {
      var more = new HashMap<>(fields);
      more.put(name, value);
      return new Whole(status, type, body, more);
    }

    @Override
    public String toString() {
      return "Whole[%d, %s, %d bytes]".formatted(status, type, body.length());
    }
  }

  /** Server-sent events (WHATWG HTML 9.2), until the feed or the listener ends. */
  record Events(Feed feed) implements Answer {}

  /** Tells a listener what happens, until it returns. In a thread of its own. */
  interface Feed extends AutoCloseable {
    /**
     * Returns when there is nothing more to tell.
     *
     * @throws IOException thrown by the listener when nobody listens any more: to be let through
     */
    void tell(Listener listener) throws IOException, InterruptedException;

    /**
     * Once, when it is told no more, also if nobody ever was: to give back what was held for it.
     */
    @Override
    default void close() {}
  }

  /** Who is told. */
  interface Listener {
    /**
     * One has happened.
     *
     * @param name of the event, a word
     * @param data in one line
     */
    void event(String name, String data) throws IOException;
  }

  /** JSON (RFC 8259). */
  static Whole json(int status, String json) {
    return new Whole(status, "application/json", Body.of(json), Map.of());
  }

  static Whole html(int status, String html) {
    return new Whole(status, "text/html; charset=utf-8", Body.of(html), Map.of());
  }

  static Whole text(int status, String text) {
    return new Whole(status, "text/plain; charset=utf-8", Body.of(text), Map.of());
  }

  /** No body. */
  static Whole empty(int status) {
    return new Whole(status, "", Body.EMPTY, Map.of());
  }

  /**
   * To be asked for with GET (RFC 9110 15.4.4), so that a reload does not change things twice.
   *
   * @param location a path of ours, nothing that a stranger wrote
   */
  static Whole seeOther(String location) {
    return empty(303).with("Location", location);
  }

  /**
   * What is wrong, for programs and people (RFC 9457).
   *
   * @param detail a sentence that says what to do, without a double quote, backslash or anything
   *     that the caller wrote
   */
  static Whole problem(int status, String title, String detail) {
    return new Whole(
        status,
        "application/problem+json",
        Body.of(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(title, status, detail)),
        Map.of());
  }
}
