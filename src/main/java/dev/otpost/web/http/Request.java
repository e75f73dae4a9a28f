package dev.otpost.web.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read to its end.
 *
 * @param method in capitals, such as {@code GET}
 * @param path as it was sent, not decoded, without the query
 * @param variables what stands in the path where the template of the {@link Resource} has a name,
 *     decoded
 * @param target path and query as they were sent, not decoded: what is signed
 * @param query the parameters of the query, decoded; those that are given twice have two values
 * @param fields the header, names in lower case
 * @param body as it came; empty if there was none
 * @param caller who asks
 */
public record Request(
    String method,
    String path,
    Map<String, String> variables,
    String target,
    Map<String, List<String>> query,
    Map<String, List<String>> fields,
    Body body,
    Caller caller) {

  /**
   * Who asks.
   *
   * @param address of the network, behind proxies that are trusted; never empty
   * @param secure whether he reads and writes by TLS, as far as that is known
   * @param origin as in {@code https://otpost.example.com}: what he calls this server
   * @param session what a page of ours must show to change something, in the field {@code csrf} of
   *     a form or the header {@code X-CSRF-Token}; a browser has one before it has logged in, too.
   *     Empty if it is no browser, or the {@link Resource} is for those outside
   * @param loggedIn whether there is somebody who can log out
   * @param operator whether he has shown that he is the operator, or need not show it; of a {@link
   *     Resource} for those outside only a token shows it, and only on the operator's port
   */
  public record Caller(
      String address,
      boolean secure,
      String origin,
      Optional<String> session,
      boolean loggedIn,
      boolean operator) {
    @Override
    public String toString() {
      return "Caller[" + address + "]";
    }
  }

  /** The part of the path that the template calls {@code name}; empty if there is none. */
  public String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /** The first value of a parameter of the query; empty if it is missing or blank. */
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst().filter(it -> !it.isBlank());
  }

  /**
   * The value of a field of the header that is no list; empty if it is missing, or said twice, for
   * then nobody knows which one holds.
   */
  public Optional<String> field(String name) {
    var values = fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** Whether it may be told what is not for everybody. */
  public boolean isByOperator() {
    return caller.operator();
  }

  /** Paths and queries may name identifiers. */
  @Override
  public String toString() {
    return "Request[" + method + "]";
  }
}
