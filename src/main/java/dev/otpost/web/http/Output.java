package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** What goes out on a connection. */
final class Output {

  /**
   * What every answer says: nothing of ours runs, loads, frames or keeps anything that is not from
   * here. No Date, for there is nothing to cache; no Server, for it is nobody's business.
   *
   * <p>The referrer policy is not {@code no-referrer}, with which browsers send forms with {@code
   * Origin: null}.
   */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Cache-Control",
          "no-store",
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

  private static final byte[] CRLF = {'\r', '\n'};

  private final OutputStream out;

  Output(OutputStream out) {
    this.out = out;
  }

  /** Asks for a body that is held back. */
  void goOn() throws IOException {
    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
    out.flush();
  }

  /**
   * A whole answer.
   *
   * @param bodiless whether it answers HEAD
   * @param last whether the connection ends with it
   */
  void send(Answer.Whole answer, boolean bodiless, boolean last) throws IOException {
    var fields = new TreeMap<>(answer.fields());
    if (!answer.type().isEmpty()) {
      fields.put("Content-Type", answer.type());
    }
    if (answer.status() != 204 && answer.status() != 304) {
      fields.put("Content-Length", Integer.toString(answer.body().length()));
    }
    var all = head(answer.status(), fields, last);
    if (!bodiless) {
      answer.body().writeTo(all);
    }
    all.writeTo(out);
    out.flush();
  }

  /** The beginning of a stream of events, which ends with the connection. */
  void begin(boolean chunked, Map<String, String> more) throws IOException {
    var fields = new TreeMap<>(more);
    fields.put("Content-Type", "text/event-stream");
    fields.put("X-Accel-Buffering", "no"); // For nginx, which else keeps events back.
    if (chunked) {
      fields.put("Transfer-Encoding", "chunked");
    }
    head(200, fields, true).writeTo(out);
    out.flush();
  }

  /** One more event, or whatever else belongs into the stream. */
  void send(String event, boolean chunked) throws IOException {
    var text = event.getBytes(UTF_8);
    var all = new ByteArrayOutputStream(text.length + 16);
    if (chunked) {
      all.writeBytes(Integer.toHexString(text.length).getBytes(ISO_8859_1));
      all.writeBytes(CRLF);
    }
    all.writeBytes(text);
    if (chunked) {
      all.writeBytes(CRLF);
    }
    all.writeTo(out);
    out.flush();
  }

  /** The end of a stream in chunks. */
  void end() throws IOException {
    out.write("0\r\n\r\n".getBytes(ISO_8859_1));
    out.flush();
  }

  private static ByteArrayOutputStream head(int status, Map<String, String> fields, boolean last) {
    var head = new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(words(status));
    head.append("\r\n");
    fields.forEach((name, value) -> line(head, name, value));
    ALWAYS.forEach((name, value) -> line(head, name, value));
    if (last) {
      line(head, "Connection", "close");
    }
    var octets = new ByteArrayOutputStream();
    octets.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    return octets;
  }

  private static void line(StringBuilder head, String name, String value) {
    if (!value.chars().allMatch(it -> it >= ' ' && it < 0x7f)) {
      throw new IllegalArgumentException("not to be sent in a header: " + name);
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** For people with curl; programs read the number (RFC 9112 4). */
  private static String words(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 303 -> "See Other";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 421 -> "Misdirected Request";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
