package dev.otpost.web.pull;

import dev.otpost.message.Identifier;
import dev.otpost.message.Secret;
import dev.otpost.spool.Question;
import dev.otpost.spool.Served;
import dev.otpost.spool.Spool;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.Request;
import dev.otpost.web.http.Resource;
import dev.otpost.web.http.Seldom;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.jr.ob.JSON;

/**
 * {@code POST /totp/{identifier}} and {@code POST /totp?identifier=}: a run of Skyvern fetches its
 * code. Whoever does not sign is told nothing, not even whether there is such an identifier; who
 * does gets 200 whatever he sends, for anything else is a broken contract to Skyvern.
 */
public final class PullEndpoint {

  private static final Logger log = LoggerFactory.getLogger(PullEndpoint.class);

  private static final String IDENTIFIER = "identifier";

  /** Of a mail address (RFC 5321 4.5.3.1); nothing longer is anybody's. */
  private static final int LONGEST_IDENTIFIER = 320;

  private static final Pattern SITE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");

  private final PullSettings settings;
  private final Supplier<Map<Secret, SortedSet<String>>> keys;
  private final UnaryOperator<Identifier> known;
  private final Waiters waiters;
  private final Turns turns;
  private final Seldom refusals = new Seldom();

  private PullEndpoint(
      PullSettings settings,
      Waiters waiters,
      Supplier<Map<Secret, SortedSet<String>>> keys,
      UnaryOperator<Identifier> known) {
    this.settings = settings;
    this.waiters = waiters;
    this.turns = new Turns(settings.questions());
    this.keys = keys;
    this.known = known;
  }

  /**
   * What can be asked for.
   *
   * @param keys with which may be signed just now, and the routes of each; asked at every request
   * @param known what Skyvern waits for under this name
   */
  public static List<Resource> resources(
      PullSettings settings,
      Spool spool,
      Supplier<Map<Secret, SortedSet<String>>> keys,
      UnaryOperator<Identifier> known,
      InstantSource clock) {
    var waiters = new Waiters(spool, settings.waiting(), clock);
    spool.listen(waiters);
    var endpoint = new PullEndpoint(settings, waiters, keys, known);
    return List.of(
        Resource.post("/totp/{" + IDENTIFIER + "}", Audience.OUTSIDE, endpoint::answer),
        Resource.post("/totp", Audience.OUTSIDE, endpoint::answer));
  }

  private Answer answer(Request request) throws IOException, InterruptedException {
    var routes =
        Signature.routes(
            keys.get(), request.body().octets(), request.field("x-skyvern-signature").orElse(""));
    if (routes.isEmpty()) {
      refused(request);
      return Answer.problem(401, "Unauthorized", "the signature is missing or wrong")
          .with("WWW-Authenticate", "X-Skyvern-Signature");
    }
    var poll = Poll.of(request.body().text());
    var identifier = identifier(request);
    var from = request.parameter("from").map(it -> it.strip().toLowerCase(Locale.ROOT));
    if (poll.isEmpty()
        || identifier.isEmpty()
        || from.filter(it -> !SITE.matcher(it).matches()).isPresent()) {
      return code(poll.flatMap(Poll::task), "");
    }
    var question =
        new Question(
            routes,
            known.apply(identifier.get()),
            from,
            poll.get().run(),
            poll.get().task().orElse(""),
            settings.grace());
    long began = System.nanoTime();
    var turn = turns.ask(question.identifier(), question.run(), began);
    if (turn.isEmpty()) {
      return Answer.problem(429, "Too many requests", "ask every 10 seconds")
          .with("Retry-After", "10");
    }
    var served = waiters.serve(question, turn.getAsLong(), settings.patience());
    served.ifPresent(it -> report(question, it, Duration.ofNanos(System.nanoTime() - began)));
    return code(poll.get().task(), served.map(Served::value).orElse(""));
  }

  private static Optional<Identifier> identifier(Request request) {
    var named = request.variable(IDENTIFIER);
    var text =
        named.isEmpty()
            ? request.parameter(IDENTIFIER).map(PullEndpoint::withPlus).orElse("")
            : named;
    return text.isBlank() || text.length() > LONGEST_IDENTIFIER
        ? Optional.empty()
        : Optional.of(new Identifier(text));
  }

  /** A query has blanks for every + that was not encoded; where none can be, it was one. */
  private static String withPlus(String parameter) {
    return parameter.startsWith(" ") || parameter.indexOf('@') > 0
        ? parameter.stripTrailing().replace(' ', '+')
        : parameter;
  }

  private static Answer code(Optional<String> task, String code) {
    var object = new LinkedHashMap<String, String>();
    task.ifPresent(it -> object.put("task_id", it));
    object.put("verification_code", code);
    return Answer.json(200, JSON.std.asString(object));
  }

  private static void report(Question question, Served served, Duration waited) {
    log.atInfo()
        .addKeyValue("id", served.id())
        .addKeyValue("identifier", question.identifier())
        .addKeyValue("route", served.route())
        .addKeyValue("kind", served.kind().word())
        .addKeyValue("run", question.run().isEmpty() ? "none" : question.run())
        .addKeyValue("again", served.again())
        .addKeyValue("waited_ms", waited.toMillis())
        .log("served");
  }

  /** Anybody can call: the log is not to be filled by it. */
  private void refused(Request request) {
    if (refusals.isTime()) {
      log.atWarn()
          .addKeyValue("peer", request.caller().address())
          .addKeyValue(
              "because", "the signature of a request for a code is missing, or of another key")
          .log("pull_refused");
    }
  }
}
