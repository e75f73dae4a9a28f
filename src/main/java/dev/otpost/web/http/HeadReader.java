package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads request line and header strictly (RFC 9112): where two readers could understand two things,
 * a proxy in front of us may be one of them, so it is refused.
 */
final class HeadReader {

  /** Fields of one header. A browser sends some twenty. */
  static final int MOST_FIELDS = 100;

  /**
   * What says who asks, from where, and what he sends. Such a field is no list (RFC 9110 5.3): of
   * two a proxy may have looked at the other one. A cookie may come in several lines.
   */
  private static final List<String> ONCE =
      List.of("authorization", "content-type", "origin", "sec-fetch-site", "x-csrf-token");

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern TARGET = Pattern.compile("[\\x21-\\x7e&&[^#\"<>\\\\^`{|}]]+");
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i:https?)://(?<authority>[^/?]*)(?<rest>.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{0,5})?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");

  private final Input in;
  private int left;

  private HeadReader(Input in, int most) {
    this.in = in;
    this.left = most;
  }

  /**
   * The head of the next request.
   *
   * @param most octets that it may have
   * @throws Refused if it is none; nothing that follows can be understood then
   */
  static Head read(Input in, int most) throws IOException, Refused {
    return new HeadReader(in, most).read();
  }

  private Head read() throws IOException, Refused {
    var line = line();
    if (line.isEmpty()) {
      line = line(); // RFC 9112 2.2: one empty line in front is forgiven.
    }
    var parts = line.split(" ", -1);
    if (parts.length != 3 || !TOKEN.matcher(parts[0]).matches()) {
      throw bad("the first line is no request");
    }
    boolean old = parts[2].equals("HTTP/1.0");
    if (!old && !parts[2].equals("HTTP/1.1")) {
      throw parts[2].matches("HTTP/[0-9]\\.[0-9]")
          ? new Refused(505, "HTTP version not supported", "ask with HTTP/1.1")
          : bad("the first line is no request");
    }
    var target = parts[1];
    if (!TARGET.matcher(target).matches()) {
      throw bad("what is asked for is no path");
    }
    var fields = fields();
    checkOnce(fields);
    var authority = host(fields, old);
    var absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) {
      authority = authority(absolute.group("authority"));
      target = absolute.group("rest").startsWith("/") ? absolute.group("rest") : "/";
    } else if (!target.startsWith("/") && !target.equals("*")) {
      throw bad("what is asked for is no path");
    }
    int question = target.indexOf('?');
    return new Head(
        parts[0],
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        authority,
        Map.copyOf(fields),
        length(fields, old),
        old,
        !old && keepAlive(fields));
  }

  private Map<String, List<String>> fields() throws IOException, Refused {
    var fields = new HashMap<String, List<String>>();
    int count = 0;
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      // A line that goes on the one before begins with a blank, and is no token either.
      if (colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
        throw bad("a line of the header is no field");
      }
      if (++count > MOST_FIELDS) {
        throw tooLarge();
      }
      fields
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return fields;
  }

  private static void checkOnce(Map<String, List<String>> fields) throws Refused {
    for (var name : ONCE) {
      if (fields.getOrDefault(name, List.of()).size() > 1) {
        throw bad("there may be one field " + name);
      }
    }
  }

  /** Without its end, which is CR LF: a lone one of them is no end to some, and one to others. */
  private String line() throws IOException, Refused {
    var line = new ByteArrayOutputStream(80);
    while (true) {
      int octet = octet();
      if (octet == '\r') {
        if (octet() != '\n') {
          throw bad("a carriage return stands alone");
        }
        return line.toString(ISO_8859_1);
      }
      if ((octet < ' ' && octet != '\t') || octet == 0x7f) {
        throw bad("there is a control character in the header");
      }
      line.write(octet);
    }
  }

  private int octet() throws IOException, Refused {
    if (left-- == 0) {
      throw tooLarge();
    }
    return in.read();
  }

  private static String host(Map<String, List<String>> fields, boolean old) throws Refused {
    var hosts = fields.getOrDefault("host", List.of());
    if (hosts.isEmpty() && old) {
      return "";
    }
    if (hosts.size() != 1) {
      throw bad("there must be one Host"); // RFC 9112 3.2
    }
    return hosts.getFirst().isEmpty() ? "" : authority(hosts.getFirst());
  }

  private static String authority(String text) throws Refused {
    if (!AUTHORITY.matcher(text).matches()) {
      throw bad("the name of the host is none");
    }
    return text;
  }

  /** RFC 9112 6.3, but what is doubtful is refused. */
  private static long length(Map<String, List<String>> fields, boolean old) throws Refused {
    var lengths = fields.getOrDefault("content-length", List.of());
    var codings = fields.getOrDefault("transfer-encoding", List.of());
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty() || old) {
        throw bad("the length of the body is doubtful");
      }
      if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
        throw new Refused(501, "Not implemented", "send the body as it is, or chunked");
      }
      return Head.CHUNKED;
    }
    if (lengths.isEmpty()) {
      return 0;
    }
    if (lengths.size() != 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
      throw bad("the length of the body is doubtful");
    }
    return Long.parseLong(lengths.getFirst());
  }

  /** Not for HTTP/1.0: its clients and proxies mean different things by it (RFC 9112 C.2.2). */
  private static boolean keepAlive(Map<String, List<String>> fields) {
    return fields.getOrDefault("connection", List.of()).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .noneMatch(option -> option.strip().equalsIgnoreCase("close"));
  }

  private static Refused bad(String why) {
    return new Refused(400, "Bad request", why);
  }

  private static Refused tooLarge() {
    return new Refused(431, "Header too large", "send a shorter header");
  }
}
