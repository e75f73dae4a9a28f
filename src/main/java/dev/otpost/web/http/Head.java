package dev.otpost.web.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands before the body of a request.
 *
 * @param path as it was sent, not decoded, without the query
 * @param query likewise, without the question mark; empty if there is none
 * @param authority what it calls us: of the request line, else of {@code Host}; empty if it does
 *     not say
 * @param fields of the header, names in lower case
 * @param length of the body in octets; {@link #CHUNKED} if it says so at its end
 * @param old whether it is HTTP/1.0, which knows no chunks
 * @param keepAlive whether more is to come
 */
record Head(
    String method,
    String path,
    String query,
    String authority,
    Map<String, List<String>> fields,
    long length,
    boolean old,
    boolean keepAlive) {

  /** The length of a body of which it is not told. */
  static final long CHUNKED = -1;

  /** The first value of a field. */
  Optional<String> field(String name) {
    return fields.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Path and query as they were sent. */
  String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether it asks for something to be changed (RFC 9110 9.2.1). */
  boolean changes() {
    return !method.equals("GET") && !isHead();
  }

  /** Whether the body is held back until it is asked for (RFC 9110 10.1.1). */
  boolean expectsContinue() {
    return !old && field("expect").filter("100-continue"::equalsIgnoreCase).isPresent();
  }

  /** Whether somebody looks at the answer. */
  boolean isByPerson() {
    return field("accept").filter(it -> it.contains("text/html")).isPresent();
  }

  /** Whether it is a page that he asks for. */
  boolean wantsPage() {
    return !changes() && isByPerson();
  }

  /** The method only: paths and fields may hold anything. */
  @Override
  public String toString() {
    return "Head[" + method + "]";
  }
}
