package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Network;
import dev.otpost.web.http.HttpSettings.Access;
import dev.otpost.web.http.access.Cookie;
import dev.otpost.web.http.access.Hosts;
import dev.otpost.web.http.access.Keyring;
import dev.otpost.web.http.access.Proxies;
import dev.otpost.web.http.access.Proxies.Whence;
import dev.otpost.web.http.access.Sessions;
import java.net.URI;
import java.net.URLEncoder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out who asks, and says who may. Safe for any number of threads. */
final class Gate {

  /** The field of a form with what {@link Request.Caller#session} is. */
  private static final String FORM_FIELD = "csrf";

  private static final String HEADER_FIELD = "x-csrf-token";
  private static final String BEARER = "bearer ";

  /** Fields that programs which pass requests on add to them. */
  private static final List<String> PROXIES_SAY =
      List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via");

  private static final String FORM = "application/x-www-form-urlencoded";

  private final Hosts hosts;
  private final Proxies proxies;
  private volatile Keys keys;

  Gate(HttpSettings settings) {
    var names = new HashSet<>(settings.names());
    names.add(settings.host());
    settings.publicUrl().map(URI::getHost).ifPresent(names::add);
    hosts = new Hosts(names);
    proxies = new Proxies(settings.proxies());
    keys = Keys.of(settings.access());
  }

  /**
   * What opens, and who has come in by it: who begins with one that is changed meanwhile is let in
   * to nothing.
   */
  record Keys(Access access, Keyring ring, Sessions sessions) {

    static Keys of(Access access) {
      return new Keys(access, new Keyring(access.password(), access.tokens()), new Sessions());
    }

    /** Whether everybody on this machine is the operator. */
    boolean areNone() {
      return ring.isEmpty();
    }
  }

  /**
   * Who has been let in.
   *
   * @param audience to which he was let in
   * @param id of his browser; empty if it is none
   * @param byToken whether he showed a token, which no page can have a browser send
   * @param cookie to be set; empty if he has one, or needs none
   * @param keys by which he was let in
   */
  record Guest(
      Request.Caller caller,
      Audience audience,
      Optional<String> id,
      boolean byToken,
      Optional<String> cookie,
      Keys keys) {

    /** Not the cookie. */
    @Override
    public String toString() {
      return "Guest[" + caller + "]";
    }
  }

  Keys keys() {
    return keys;
  }

  /** Whether he would still be let in, as far as time, logging out and other keys go. */
  boolean isStillIn(Guest guest) {
    return guest.keys().equals(keys)
        && (guest.id().isEmpty()
            || !guest.caller().loggedIn()
            || guest.keys().sessions().lasts(guest.id().get()));
  }

  /** Other keys from now on; all are logged out if they are others. */
  void use(Access other) {
    if (!other.equals(keys.access())) {
      keys = Keys.of(other);
    }
  }

  Whence whence(Exchange exchange) {
    var head = exchange.head();
    return proxies.behind(
        new Whence(exchange.peer(), exchange.secure(), head.authority()), head.fields());
  }

  /**
   * Whether it means us.
   *
   * @throws Refused if it calls us by a name of somebody else
   */
  void checkHost(Exchange exchange) throws Refused {
    if (!isOurs(exchange)) {
      throw new Refused(
          421,
          "Not this host",
          "otpost does not know itself by this name; write it into http.names, or use the IP"
              + " address");
    }
  }

  /** Both names: what a proxy says of it may be what the client said. */
  private boolean isOurs(Exchange exchange) {
    return hosts.allow(exchange.head().authority()) && hosts.allow(whence(exchange).host());
  }

  /**
   * Lets him in.
   *
   * @param outside whether he came to the port for those outside
   * @throws Refused if he may not
   */
  Guest admit(Exchange exchange, Audience audience, boolean outside) throws Refused {
    var whence = whence(exchange);
    var shown = keys;
    return switch (audience) {
      // No cookie is heard there: each proves himself in each request, whatever he calls us.
      case OUTSIDE ->
          new Guest(
              caller(whence, Optional.empty(), false, !outside && isOperators(exchange, shown)),
              audience,
              Optional.empty(),
              false,
              Optional.empty(),
              shown);
      case ANYBODY, OPERATOR -> {
        checkHost(exchange);
        yield admitInside(exchange.head(), whence, audience, shown);
      }
    };
  }

  private static Guest admitInside(Head head, Whence whence, Audience audience, Keys keys)
      throws Refused {
    if (keys.areNone() && isPassedOn(head)) {
      throw new Refused(
          403,
          "Not through a proxy",
          "set http.password-file or http.token-file: without, otpost is for this machine only, and"
              + " a proxy may ask for anybody");
    }
    if (!keys.areNone() && isByToken(head, keys)) {
      return new Guest(
          caller(whence, Optional.empty(), false, true),
          audience,
          Optional.empty(),
          true,
          Optional.empty(),
          keys);
    }
    var sessions = keys.sessions();
    var id = Cookie.id(head.fields().getOrDefault("cookie", List.of()), whence.secure());
    if (id.isEmpty() && head.wantsPage() && comesFromElsewhere(head)) {
      throw new Refused(again(head));
    }
    boolean loggedIn = id.filter(sessions::isOpen).isPresent();
    if (audience == Audience.OPERATOR && !loggedIn && !keys.areNone()) {
      throw notLoggedIn(head);
    }
    var given = id.or(() -> head.wantsPage() ? Optional.of(Sessions.newId()) : Optional.empty());
    return new Guest(
        caller(whence, given.map(sessions::csrf), loggedIn, loggedIn || keys.areNone()),
        audience,
        given,
        false,
        id.isPresent() ? Optional.empty() : given.map(it -> Cookie.set(it, whence.secure())),
        keys);
  }

  /** A proxy says so, unless it was told not to. */
  private static boolean isPassedOn(Head head) {
    return PROXIES_SAY.stream().anyMatch(head.fields()::containsKey);
  }

  private static boolean isByToken(Head head, Keys keys) throws Refused {
    var shown = token(head);
    if (shown.isPresent() && !keys.ring().isToken(shown.get())) {
      throw new Refused(
          new Problem(401, "Wrong token", "show a token that stands in http.token")
              .with("WWW-Authenticate", "Bearer realm=\"otpost\", error=\"invalid_token\""));
    }
    return shown.isPresent();
  }

  /**
   * Whether he shows a token, or need show none: then a page of a stranger whose name was led here
   * could ask as well. A token of another kind is not for us, and no fault.
   */
  private boolean isOperators(Exchange exchange, Keys keys) {
    return keys.areNone()
        ? isOurs(exchange) && !isPassedOn(exchange.head())
        : token(exchange.head()).filter(keys.ring()::isToken).isPresent();
  }

  private static Optional<String> token(Head head) {
    return head.field("authorization")
        .filter(it -> it.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(it -> it.substring(BEARER.length()).strip());
  }

  /** A browser follows a link of another site without a cookie that is for this one only. */
  private static boolean comesFromElsewhere(Head head) {
    return head.field("sec-fetch-site")
        .filter(it -> it.equals("cross-site") || it.equals("same-site"))
        .isPresent();
  }

  /** A page of ours that asks for the same: with the cookie, if there is one. */
  private static Answer.Whole again(Head head) {
    // Where the path is no local one, as //elsewhere.example, the start page does.
    var to = escaped(isLocal(head.path()) ? head.target() : "/");
    return Answer.html(
        200,
        "<!doctype html><html lang=\"en\"><title>otpost</title>"
            + "<meta http-equiv=\"refresh\" content=\"0; url="
            + to
            + "\"><p><a href=\""
            + to
            + "\">otpost</a></p></html>");
  }

  private static Refused notLoggedIn(Head head) {
    return head.wantsPage()
        ? new Refused(Answer.seeOther("/login?to=" + URLEncoder.encode(head.target(), UTF_8)))
        : new Refused(
            new Problem(
                    401,
                    "Not logged in",
                    "log in and do it again; a program shows a token: Authorization: Bearer TOKEN")
                .with("WWW-Authenticate", "Bearer realm=\"otpost\""));
  }

  /** What may stand in a path and means something in HTML. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("'", "&#39;");
  }

  /** Whether it is a path here, and no way out: browsers take a backslash for a slash. */
  static boolean isLocal(String path) {
    return path.matches("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");
  }

  /**
   * Whether it comes from a page of ours, if it comes from a browser and changes something.
   *
   * @throws Refused if it does not
   */
  void checkChange(Guest guest, Request request) throws Refused {
    boolean changes = !request.method().equals("GET") && !request.method().equals("HEAD");
    if (!changes || guest.byToken() || guest.audience() == Audience.OUTSIDE) {
      return;
    }
    // The form last: to read a large one takes longer than all else, and anybody can send it.
    if (guest.id().isPresent() && !isFromHere(request)) {
      throw new Refused(
          403,
          "Not from a page of otpost",
          "behind a proxy, write its network into http.proxies, and have it hand on the host with"
              + " its port");
    }
    if (guest.id().filter(id -> showsCsrf(guest, id, request)).isEmpty()) {
      throw new Refused(
          403,
          "Not from a page of otpost",
          "load the page again; a program shows a token: Authorization: Bearer TOKEN");
    }
  }

  private static boolean showsCsrf(Guest guest, String id, Request request) {
    var shown = request.field(HEADER_FIELD).or(() -> formField(request)).orElse("");
    return guest.keys().sessions().isCsrf(id, shown);
  }

  /** By what no page can forge: the browser says where the request was made. */
  private static boolean isFromHere(Request request) {
    return request
        .field("sec-fetch-site")
        .map(it -> it.equals("same-origin"))
        .orElseGet(
            () -> request.field("origin").filter(request.caller().origin()::equals).isPresent());
  }

  private static Optional<String> formField(Request request) {
    return form(request).getOrDefault(FORM_FIELD, List.of()).stream().findFirst();
  }

  /** The fields of a form; none if it is not one. */
  static Map<String, List<String>> form(Request request) {
    return request
            .field("content-type")
            .filter(it -> it.regionMatches(true, 0, FORM, 0, FORM.length()))
            .isPresent()
        ? Face.parameters(request.body().text())
        : Map.of();
  }

  private static Request.Caller caller(
      Whence whence, Optional<String> session, boolean loggedIn, boolean operator) {
    return new Request.Caller(
        Network.alone(whence.address()).toString(), // Without a zone.
        whence.secure(),
        (whence.secure() ? "https://" : "http://") + whence.host(),
        session,
        loggedIn,
        operator);
  }
}
