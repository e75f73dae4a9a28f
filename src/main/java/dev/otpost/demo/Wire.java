package dev.otpost.demo;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** HTTP/1.1 on the wire (RFC 9112), as much of it as any client of a JSON API needs. */
final class Wire {

  /** The most octets of a line of the head. */
  private static final int MAX_LINE = 16 * 1024;

  /** The most octets of a body. */
  private static final int MAX_BODY = 16 * 1024 * 1024;

  /** IMF-fixdate, RFC 9110 5.6.7. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private Wire() {}

  /**
   * A request.
   *
   * @param target path and query, as sent
   * @param headers names in lower case; of a repeated one the last
   * @param body may be empty
   */
  record Request(String method, String target, Map<String, String> headers, String body) {

    /** The target without its query. */
    String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    /** What stands behind the question mark; may be empty. */
    String query() {
      int query = target.indexOf('?');
      return query < 0 ? "" : target.substring(query + 1);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** Whether the client wants no further request on this connection. */
    boolean isLast() {
      return header("connection").equalsIgnoreCase("close");
    }

    @Override
    public String toString() {
      return "Request[%s, body of %d characters]".formatted(method, body.length());
    }
  }

  /**
   * The next request; empty if the client closed the connection instead.
   *
   * @throws IOException if the connection breaks off within a request, or what comes is no HTTP
   */
  static Optional<Request> read(InputStream in, OutputStream out) throws IOException {
    var first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    var start = first.get().split(" ", 3);
    if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
      throw new IOException("not a request line");
    }
    var headers = headers(in);
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    var body =
        "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
            ? chunks(in)
            : octets(in, length(headers.getOrDefault("content-length", "0"), 10));
    return Optional.of(
        new Request(start[0], start[1], headers, new String(body, StandardCharsets.UTF_8)));
  }

  /** The whole answer, head and body. */
  static byte[] render(Answer.Says answer, Instant date) {
    var head = new StringBuilder(256);
    head.append("HTTP/1.1 %d %s\r\n".formatted(answer.status(), reason(answer.status())));
    head.append("Date: ").append(DATE.format(date)).append("\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    var whole = new ByteArrayOutputStream(head.length() + body.length);
    whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    whole.writeBytes(body);
    return whole.toByteArray();
  }

  /** The customary words for a status. */
  static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 307 -> "Temporary Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 422 -> "Unprocessable Entity";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Status";
    };
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new HashMap<String, String>();
    for (var line = lineWithin(in); !line.isEmpty(); line = lineWithin(in)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int length = length(lineWithin(in).replaceFirst("\\s*;.*", ""), 16);
      if (length == 0) {
        headers(in); // the trailer, which nobody needs
        return body.toByteArray();
      }
      body.writeBytes(octets(in, length));
      if (body.size() > MAX_BODY || !lineWithin(in).isEmpty()) {
        throw new IOException("not a chunk");
      }
    }
  }

  private static int length(String digits, int radix) throws IOException {
    try {
      int length = Integer.parseInt(digits, radix);
      if (length >= 0 && length <= MAX_BODY) {
        return length;
      }
    } catch (NumberFormatException notANumber) {
      // answered below, as one out of range is
    }
    throw new IOException("not a length of a body up to " + MAX_BODY);
  }

  private static byte[] octets(InputStream in, int length) throws IOException {
    var octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException("cut off within a body");
    }
    return octets;
  }

  private static String lineWithin(InputStream in) throws IOException {
    return line(in).orElseThrow(() -> new EOFException("cut off within a request"));
  }

  /** A line without its end; empty at the end of the stream. */
  private static Optional<String> line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      if (octet == '\n') {
        int end = line.length();
        return Optional.of(
            end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString());
      }
      line.append((char) octet);
      if (line.length() > MAX_LINE) {
        throw new IOException("a line longer than " + MAX_LINE);
      }
    }
    return Optional.empty();
  }
}
