package dev.otpost.web.api;

import static dev.otpost.web.http.Audience.OPERATOR;

import dev.otpost.spool.Queue.Moved;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.desk.Operator;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Body;
import dev.otpost.web.http.Endpoint;
import dev.otpost.web.http.Request;
import dev.otpost.web.http.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What can be asked for under {@code /api/v1}. Safe for any number of threads. */
public final class Api {

  private static final String HERE = "/api/v1/";

  private final Desk desk;
  private final Body document;

  private Api(Desk desk, Body document) {
    this.desk = desk;
    this.document = document;
  }

  public static List<Resource> resources(Desk desk) throws IOException {
    try (var document = Api.class.getResourceAsStream("openapi.json")) {
      if (document == null) {
        throw new IOException("openapi.json is missing: this otpost is not whole");
      }
      return new Api(desk, Body.of(document.readAllBytes())).resources();
    }
  }

  private List<Resource> resources() {
    return List.of(
        get("messages", this::messages),
        get("messages/{id}", this::message),
        get("messages/{id}/content", this::content),
        post("deliveries/{id}/retry", this::retry),
        post("deliveries/{id}/drop", this::drop),
        get("confirmations", this::confirmations),
        get("status", this::status),
        get("traffic", this::traffic),
        get("checklist", this::checklist),
        post("test", this::test),
        get("openapi.json", this::document));
  }

  /** What is answered to a request that may be mistaken. */
  private interface Asked {
    Answer answer(Request request) throws Mistake, IOException, InterruptedException;
  }

  private static Resource get(String template, Asked asked) {
    return Resource.get(HERE + template, OPERATOR, telling(asked));
  }

  private static Resource post(String template, Asked asked) {
    return Resource.post(HERE + template, OPERATOR, telling(asked));
  }

  private static Endpoint telling(Asked asked) {
    return request -> {
      try {
        return asked.answer(request);
      } catch (Mistake mistake) {
        return mistake.answer();
      }
    };
  }

  private Answer messages(Request request) throws Mistake, IOException {
    var parameters = new Parameters(request);
    parameters.expectOnly(
        "state",
        "kind",
        "source",
        "identifier",
        "site",
        "since",
        "until",
        "search",
        "limit",
        "before");
    var listing = desk.messages(parameters.selection(), parameters.before(), parameters.limit());
    var object =
        Objects.listed("messages", listing.entries().stream().map(Objects::entry).toList());
    object.put("next", listing.more() ? parameters.next(listing.entries().getLast().id()) : null);
    return Json.answer(object);
  }

  private Answer message(Request request) throws Mistake, IOException {
    var parameters = new Parameters(request);
    parameters.expectOnly();
    long id = parameters.id();
    return Json.answer(Objects.story(desk.message(id).orElseThrow(() -> unknown(id))));
  }

  private Answer content(Request request) throws Mistake, IOException {
    var parameters = new Parameters(request);
    parameters.expectOnly();
    long id = parameters.id();
    var content = as(request).reveal(id);
    if (content.isPresent()) {
      return Json.answer(Objects.content(id, content.get()));
    }
    throw desk.message(id).isEmpty()
        ? unknown(id)
        : new Mistake(
            410,
            "Erased",
            "the content of %d has been erased; retention.content says when".formatted(id));
  }

  private Answer retry(Request request) throws Mistake, IOException {
    var parameters = new Parameters(request);
    parameters.expectOnly();
    long id = parameters.id();
    return moved(id, as(request).retry(id, Wishes.flag(request, "force")));
  }

  private Answer drop(Request request) throws Mistake, IOException {
    var parameters = new Parameters(request);
    parameters.expectOnly();
    long id = parameters.id();
    Wishes.expectNone(request);
    return moved(id, as(request).drop(id));
  }

  private Answer moved(long id, Moved moved) throws Mistake, IOException {
    return switch (moved) {
      case Moved.Done(var caveat) ->
          Json.answer(Objects.moved(desk.message(id).orElseThrow(() -> unknown(id)), caveat));
      case Moved.Unknown() -> throw unknown(id);
      case Moved.No(var because) -> throw new Mistake(409, "Left as it is", because);
    };
  }

  private Answer confirmations(Request request) throws Mistake, IOException {
    new Parameters(request).expectOnly();
    return Json.answer(
        Objects.listed(
            "confirmations", desk.confirmations().stream().map(Objects::confirmation).toList()));
  }

  private Answer status(Request request) throws Mistake, IOException {
    new Parameters(request).expectOnly();
    return Json.answer(Objects.situation(desk.situation()));
  }

  /**
   * The spans that can be asked for.
   *
   * @param steps how many it is told in
   */
  private record Span(String word, Duration length, int steps) {
    static final Span HOUR = new Span("hour", Duration.ofHours(1), 60);
    static final Span DAY = new Span("day", Duration.ofDays(1), 48);
  }

  private Answer traffic(Request request) throws Mistake, IOException {
    var parameters = new Parameters(request);
    parameters.expectOnly("span");
    var span =
        parameters.word("span", new Span[] {Span.HOUR, Span.DAY}, Span::word).orElse(Span.HOUR);
    return Json.answer(Objects.traffic(span.word(), desk.traffic(span.length(), span.steps())));
  }

  private Answer checklist(Request request) throws Mistake, IOException {
    new Parameters(request).expectOnly();
    return Json.answer(
        Objects.listed("tasks", desk.checklist().stream().map(Objects::task).toList()));
  }

  private Answer test(Request request) throws Mistake, InterruptedException {
    new Parameters(request).expectOnly();
    Wishes.expectNone(request);
    return Json.answer(Objects.checkup(desk.test()));
  }

  private Answer document(Request request) throws Mistake {
    new Parameters(request).expectOnly();
    return new Answer.Whole(200, "application/json", document, Map.of());
  }

  private Desk as(Request request) {
    return desk.by(new Operator("api", request.caller().address()));
  }

  private static Mistake unknown(long id) {
    return new Mistake(
        404, "No such message", "there is no message %d; ask for a list of them".formatted(id));
  }
}
