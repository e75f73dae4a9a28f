package dev.otpost.web.http;

import dev.otpost.web.http.Gate.Guest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked for at one port, and how it comes to an answer. Immutable. */
final class Face {

  private static final Logger log = LoggerFactory.getLogger(Face.class);

  private final Resources resources;
  private final Gate gate;
  private final Faults faults;
  private final boolean outside;

  /**
   * @param outside whether it is the port for those outside
   */
  Face(Resources resources, Gate gate, Faults faults, boolean outside) {
    this.resources = resources;
    this.gate = gate;
    this.faults = faults;
    this.outside = outside;
  }

  Answer answer(Exchange exchange) throws IOException, InterruptedException {
    try {
      var head = exchange.head();
      return switch (resources.find(head.method(), head.path())) {
        case Resources.Found.Here(var resource, var variables) ->
            answer(exchange, resource, variables);
        case Resources.Found.OtherMethod(var methods) -> {
          checkHost(exchange);
          yield tell(
              exchange,
              new Problem(405, "Method not allowed", "ask with " + methods).with("Allow", methods));
        }
        case Resources.Found.Nothing _ -> {
          checkHost(exchange);
          yield tell(exchange, new Problem(404, "Not found", "there is nothing here"));
        }
      };
    } catch (Refused e) {
      return e.answer(problem -> tell(exchange, problem));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("http_failed");
      return tell(
          exchange, new Problem(500, "A fault of otpost", "otpost failed; its log says where"));
    }
  }

  /** Who is outside sees no page of ours in any case. */
  private Answer.Whole tell(Exchange exchange, Problem problem) {
    return outside || !exchange.head().isByPerson() ? problem.answer() : problem.answer(faults);
  }

  /** Those outside are told nothing, by whatever name they call. */
  private void checkHost(Exchange exchange) throws Refused {
    if (!outside) {
      gate.checkHost(exchange);
    }
  }

  private Answer answer(Exchange exchange, Resource resource, Map<String, String> variables)
      throws IOException, InterruptedException, Refused {
    var head = exchange.head();
    var guest = gate.admit(exchange, resource.audience(), outside);
    var request =
        new Request(
            head.method(),
            head.path(),
            variables,
            head.target(),
            parameters(head.query()),
            head.fields(),
            exchange.body(resource.largest()),
            guest.caller());
    gate.checkChange(guest, request);
    exchange.letListenWhile(() -> gate.isStillIn(guest));
    return withCookie(ask(resource, request), guest);
  }

  /** The world may fail him, which is not the same as the connection that failed. */
  private static Answer ask(Resource resource, Request request) throws InterruptedException {
    try {
      return resource.endpoint().answer(request);
    } catch (IOException e) {
      log.atError().addKeyValue("because", e.getMessage()).log("http_unanswered");
      return Answer.problem(503, "Not now", "otpost cannot tell just now; its log says why");
    }
  }

  private static Answer withCookie(Answer answer, Guest guest) {
    return switch (answer) {
      case Answer.Whole whole
          when guest.cookie().isPresent() && !whole.fields().containsKey("Set-Cookie") ->
          whole.with("Set-Cookie", guest.cookie().get());
      case Answer.Whole whole -> whole;
      case Answer.Events events -> events;
    };
  }

  /** Of a query or of a form; what is no pair is left out. */
  static Map<String, List<String>> parameters(String raw) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = Resources.decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = Resources.decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (!pair.isEmpty() && name.isPresent() && value.isPresent()) {
        parameters.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
      }
    }
    return parameters;
  }
}
