package dev.otpost.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Network;
import dev.otpost.message.Secret;
import dev.otpost.web.http.access.Cookie;
import dev.otpost.web.http.access.Keyring;
import dev.otpost.web.http.access.Sessions;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What logs a browser in and out. The form itself, {@code GET /login}, is somebody else's: it posts
 * {@code password}, {@code csrf} and {@code to}, and is shown again with {@code failed=wrong} or
 * {@code failed=busy}.
 */
final class Login {

  private static final Logger log = LoggerFactory.getLogger(Login.class);

  /**
   * Of a form, in octets: room for a password and for where to go then, which is percent-encoded.
   */
  private static final int LARGEST = 16 << 10;

  private final Gate gate;
  private final Seldom busy = new Seldom();

  private Login(Gate gate) {
    this.gate = gate;
  }

  static List<Resource> resources(Gate gate) {
    var login = new Login(gate);
    return List.of(
        new Resource("POST", "/login", Audience.ANYBODY, LARGEST, login::login),
        new Resource("POST", "/logout", Audience.ANYBODY, LARGEST, login::logout));
  }

  private Answer login(Request request) throws InterruptedException {
    var form = Gate.form(request);
    var to = first(form, "to");
    var target = Gate.isLocal(to) ? to : "/";
    var from = Network.address(request.caller().address()).orElseThrow();
    var keys = gate.keys();
    var verdict = keys.ring().login(from, new Secret(first(form, "password")));
    tell(verdict, request);
    return switch (verdict) {
      case RIGHT -> {
        end(request);
        yield withCookie(Answer.seeOther(target), keys.sessions().begin(), request);
      }
      case WRONG -> again("wrong", target);
      case BUSY -> again("busy", target).with("Retry-After", "60");
    };
  }

  /**
   * Tries that nobody looks at are told once in a while: anybody can make more than the log holds.
   */
  private void tell(Keyring.Verdict verdict, Request request) {
    if (verdict != Keyring.Verdict.BUSY || busy.isTime()) {
      log.atInfo()
          .addKeyValue("peer", request.caller().address())
          .addKeyValue("verdict", verdict.name().toLowerCase(Locale.ROOT))
          .log("login");
    }
  }

  private Answer logout(Request request) {
    end(request);
    if (request.caller().loggedIn()) {
      log.atInfo().addKeyValue("peer", request.caller().address()).log("logout");
    }
    return withCookie(Answer.seeOther("/login"), Sessions.newId(), request);
  }

  private void end(Request request) {
    Cookie.id(request.fields().getOrDefault("cookie", List.of()), request.caller().secure())
        .ifPresent(gate.keys().sessions()::end);
  }

  private static Answer.Whole withCookie(Answer.Whole answer, String id, Request request) {
    return answer.with("Set-Cookie", Cookie.set(id, request.caller().secure()));
  }

  private static Answer.Whole again(String failed, String to) {
    return Answer.seeOther(
        "/login?failed=%s&to=%s".formatted(failed, URLEncoder.encode(to, UTF_8)));
  }

  private static String first(Map<String, List<String>> form, String name) {
    return form.getOrDefault(name, List.of()).stream().findFirst().orElse("");
  }
}
