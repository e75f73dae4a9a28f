package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Tag.link;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Checkup;
import dev.otpost.spool.Queue.Moved;
import dev.otpost.spool.Traffic;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.desk.Operator;
import dev.otpost.web.desk.Story;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.Endpoint;
import dev.otpost.web.http.Request;
import dev.otpost.web.http.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of the dashboard, and what their buttons do. */
public final class Dashboard {

  private static final Logger log = LoggerFactory.getLogger(Dashboard.class);

  private static final int MINUTES = 60;
  private static final int HALF_HOURS = 48;

  private final Desk desk;
  private final InstantSource clock;
  private final Recent<String> notices = new Recent<>();
  private final Recent<Checkup> checkups = new Recent<>();

  /** With 100,000 mails in it, most of the time that the page takes. */
  private final Kept<Traffic> day;

  private Dashboard(Desk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
    this.day = new Kept<>(() -> desk.traffic(Duration.ofDays(1), HALF_HOURS));
  }

  /** What can be asked for. */
  public static List<Resource> resources(Desk desk, InstantSource clock) {
    var dashboard = new Dashboard(desk, clock);
    var pulse = new Pulse(desk);
    return Stream.concat(
            Stream.of(Asset.values()).map(Asset::resource),
            Stream.of(
                get("/", dashboard::overview),
                get("/messages/{id}", dashboard::message),
                post("/messages/{id}/retry", dashboard.moving((its, id) -> its.retry(id, false))),
                post("/messages/{id}/post", dashboard.moving((its, id) -> its.retry(id, true))),
                post("/messages/{id}/drop", dashboard.moving(Desk::drop)),
                post("/messages/{id}/reveal", dashboard::reveal),
                get("/test", dashboard::test),
                post("/test", dashboard::sendTest),
                Resource.get("/events", Audience.OPERATOR, _ -> pulse.answer()),
                Resource.get("/login", Audience.ANYBODY, LoginPage::of)))
        .toList();
  }

  /**
   * A page that says why there is none, or why not now.
   *
   * @param detail what to do, in a sentence
   */
  public static Answer.Whole fault(int status, String title, String detail) {
    return Frame.plain(
        status,
        title,
        tag("section", "fault panel")
            .of(
                tag("p", "crumb").of(String.valueOf(status)),
                tag("h1").of(title),
                tag("p").of(detail),
                tag("p").of(link("/").of("To the overview"))));
  }

  private Answer overview(Request request) throws IOException {
    var situation = desk.situation();
    return Frame.page(
        200,
        "Overview",
        request,
        new StandingPart(situation, clock.instant()).html(),
        new ConfirmationsPart(desk.confirmations(), request).html(),
        new ChecklistPart(desk.checklist()).html(),
        new TrafficPart(desk.traffic(Duration.ofHours(1), MINUTES), day.get()).html(),
        MailsPart.of(desk, Filter.of(request), situation.counts()).html());
  }

  private Answer message(Request request) throws IOException {
    return story(request)
        .map(it -> page(it, request, notice(request), Html.nothing()))
        .orElseGet(() -> noMessage());
  }

  private Answer reveal(Request request) throws IOException {
    var story = story(request);
    if (story.isEmpty()) {
      return noMessage();
    }
    var text = deskOf(request).reveal(story.get().entry().id());
    return text.isPresent()
        ? page(story.get(), request, Html.nothing(), new RevealedPart(text.get()).html())
        : page(story.get(), request, said("Its text has been erased."), Html.nothing());
  }

  private static Answer page(Story story, Request request, Html above, Html text) {
    return Frame.page(
        200,
        MailPage.title(story.entry()),
        request,
        new MailPage(story, request).html(above, text));
  }

  private interface Move {
    Moved make(Desk desk, long id) throws IOException;
  }

  private Endpoint moving(Move move) {
    return request -> move(request, move);
  }

  private Answer move(Request request, Move move) throws IOException {
    var id = id(request);
    if (id.isEmpty()) {
      return noMessage();
    }
    return switch (move.make(deskOf(request), id.get())) {
      case Moved.Done(var caveat) -> told(id.get(), caveat.map(Words::here).orElse("Done."));
      case Moved.No(var because) -> told(id.get(), "Not done: " + Words.here(because));
      case Moved.Unknown() -> noMessage();
    };
  }

  private Answer told(long id, String notice) {
    return Answer.seeOther("/messages/" + id + "?notice=" + notices.keep(notice));
  }

  private Html notice(Request request) {
    return request
        .parameter("notice")
        .flatMap(notices::find)
        .map(Dashboard::said)
        .orElse(Html.nothing());
  }

  private static Html said(String notice) {
    return tag("p", "notice").with("role", "status").of(Words.theirs(notice));
  }

  private Answer test(Request request) {
    var result = request.parameter("result").flatMap(checkups::find);
    return Frame.page(200, "Test", request, new TestPage(request, result).html());
  }

  private Answer sendTest(Request request) throws InterruptedException {
    return Answer.seeOther("/test?result=" + checkups.keep(deskOf(request).test()));
  }

  /** The log names who does something. */
  private Desk deskOf(Request request) {
    return desk.by(new Operator("dashboard", request.caller().address()));
  }

  private Optional<Story> story(Request request) throws IOException {
    var id = id(request);
    return id.isPresent() ? desk.message(id.get()) : Optional.empty();
  }

  private static Optional<Long> id(Request request) {
    var digits = request.variable("id");
    return digits.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }

  private static Answer noMessage() {
    return fault(404, "No such mail", "It may have been removed after its time.");
  }

  private static Resource get(String template, Endpoint endpoint) {
    return Resource.get(template, Audience.OPERATOR, dressed(endpoint));
  }

  private static Resource post(String template, Endpoint endpoint) {
    return Resource.post(template, Audience.OPERATOR, dressed(endpoint));
  }

  /** A spool that cannot be read is told on a page, too. */
  private static Endpoint dressed(Endpoint endpoint) {
    return request -> {
      try {
        return endpoint.answer(request);
      } catch (IOException e) {
        log.atError().addKeyValue("because", e.getMessage()).log("http_unanswered");
        return fault(503, "Not now", "otpost cannot tell just now; its log says why. Try again.");
      }
    };
  }
}
