package dev.otpost.demo;

import static dev.otpost.demo.StoredCode.Kind.MAGIC_LINK;
import static dev.otpost.demo.StoredCode.Kind.RAW;
import static dev.otpost.demo.StoredCode.Kind.TOTP;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.jr.ob.JSON;

/**
 * The rules of Skyvern's TOTP receiver, each at one place. What they store goes into the ledger;
 * otherwise they are functions of the request, the key, the quirks and the time.
 */
final class Contract {

  /** The most characters of a text that is kept although nothing was found in it. */
  static final int LONGEST_RAW = 65_536;

  /** A run takes no code that was stored longer ago. */
  static final Duration FRESH = Duration.ofMinutes(10);

  private static final int MOST_LISTED = 200;
  private static final String USUALLY_LISTED = "50";

  /** What is folded like an address of mail; everything else is compared as it is. */
  private static final Pattern LIKE_MAIL =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+");

  private final Ledger ledger;
  private final Set<String> knownIds;

  /**
   * Empty at first.
   *
   * @param knownIds of tasks, workflows and runs; whichever else is named is one too many
   */
  Contract(Ledger ledger, Set<String> knownIds) {
    this.ledger = ledger;
    this.knownIds = knownIds;
  }

  /** The path of the receiver, without the slash that may follow it. */
  static String path(Set<Quirk> quirks) {
    return quirks.contains(Quirk.OLD_SERVER) ? "/api/v1/totp" : "/v1/credentials/totp";
  }

  /** The identifier as it is compared. */
  static String fold(String identifier) {
    var trimmed = identifier.strip();
    return LIKE_MAIL.matcher(trimmed).matches() ? trimmed.toLowerCase(Locale.ROOT) : identifier;
  }

  /** Why this request gets no further than the door; empty if it does. */
  Optional<Answer.Says> refusal(Wire.Request request, String apiKey, Set<Quirk> quirks) {
    var path = request.path();
    var bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!bare.equals(path(quirks))) {
      return Optional.of(Answer.status(404));
    }
    if (!request.method().equals("POST") && !request.method().equals("GET")) {
      return Optional.of(Answer.status(405));
    }
    var key = request.header("x-api-key");
    if (!key.equals(apiKey)) {
      return Optional.of(Answer.json(key.isEmpty() ? 401 : 403, detail("Invalid credentials")));
    }
    return Optional.empty();
  }

  /** What a POST comes to. */
  Answer.Says post(Post post, Set<Quirk> quirks, Instant now) {
    var body = Body.of(post.headers().getOrDefault("content-type", ""), post.body());
    if (!body.faults().isEmpty()) {
      return Answer.json(422, json(Map.of("detail", body.faults())));
    }
    for (var named : List.of("task", "workflow", "workflow_run")) {
      var id = body.textIfAny(named + "_id");
      if (id.isPresent() && !knownIds.contains(id.get())) {
        var what = named.replace('_', ' ');
        return Answer.json(400, detail("Invalid %s id: %s".formatted(what, id.get())));
      }
    }
    if (body.expiry().filter(Body.Expiry::hasOffset).isPresent()
        && !quirks.contains(Quirk.TAKES_OFFSETS)) {
      return new Answer.Says(500, Map.of("Content-Type", "text/plain"), "Internal Server Error");
    }
    return read(post, body, quirks, now);
  }

  private Answer.Says read(Post post, Body body, Set<Quirk> quirks, Instant now) {
    var text = Reading.trim(body.text("content"));
    boolean tooLongToKeep = text.codePointCount(0, text.length()) > LONGEST_RAW;
    var bareCode = Reading.asBareCode(text);
    if (bareCode.isPresent()) {
      return stored(post, body, bareCode, now);
    }
    if (quirks.contains(Quirk.OUT_OF_CREDITS)) {
      return tooLongToKeep
          ? Answer.json(402, detail("No credits left"))
          : stored(post, body, Optional.empty(), now);
    }
    var bareLink = Reading.asBareLink(text);
    if (bareLink.isPresent()) {
      return stored(post, body, bareLink, now);
    }
    if (quirks.contains(Quirk.LANGUAGE_MODEL_DOWN)) {
      return Answer.json(502, detail("OTP extraction is temporarily unavailable"));
    }
    var found = Reading.byModel(text);
    return found.isEmpty() && (tooLongToKeep || text.isEmpty())
        ? Answer.json(400, detail("Failed to parse otp login"))
        : stored(post, body, found, now);
  }

  private Answer.Says stored(Post post, Body body, Optional<Reading> found, Instant now) {
    var kind =
        switch (found.orElse(null)) {
          case Reading.Code code -> TOTP;
          case Reading.MagicLink link -> MAGIC_LINK;
          case null -> RAW;
        };
    var row =
        ledger.store(
            number ->
                new StoredCode(
                    "totp_" + number,
                    post.number(),
                    fold(body.text("totp_identifier")),
                    body.text("content"),
                    kind,
                    found.map(Reading::value).orElse(""),
                    body.text("source"),
                    body.textIfAny("workflow_run_id"),
                    now,
                    body.expiry().map(Body.Expiry::at)));
    return Answer.json(200, json(shown(row)));
  }

  /** The list that a GET asks for, newest first. */
  Answer.Says list(Wire.Request request, Instant now) {
    var query = query(request.query());
    int limit = limit(query.getOrDefault("limit", USUALLY_LISTED));
    if (limit < 1 || limit > MOST_LISTED) {
      return Answer.json(
          422,
          json(
              Map.of(
                  "detail",
                  List.of(
                      Map.of(
                          "type",
                          "less_than_equal",
                          "loc",
                          List.of("query", "limit"),
                          "msg",
                          "Input should be a number from 1 to " + MOST_LISTED)))));
    }
    var listed =
        ledger.codes().reversed().stream()
            .filter(row -> row.isUsable(now))
            .filter(row -> matches(row, query))
            .limit(limit)
            .map(Contract::shown)
            .toList();
    return Answer.json(200, json(listed));
  }

  /** What a run that polls at {@code now} is given. */
  Optional<StoredCode> forRun(String identifier, Instant now) {
    return ledger.codes().reversed().stream()
        .filter(row -> row.isUsable(now))
        .filter(row -> row.identifier().equals(fold(identifier)))
        .filter(row -> !row.createdAt().isBefore(now.minus(FRESH)))
        .findFirst();
  }

  private static boolean matches(StoredCode row, Map<String, String> query) {
    var identifier = query.get("totp_identifier");
    var type = query.get("otp_type");
    var run = query.get("workflow_run_id");
    return (identifier == null || row.identifier().equals(fold(identifier)))
        && (run == null || row.run().equals(Optional.of(run)))
        && (type == null || word(row.kind()).equals(type));
  }

  private static Map<String, String> query(String query) {
    var parameters = new HashMap<String, String>();
    for (var pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static int limit(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Map<String, Object> shown(StoredCode row) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("totp_code_id", row.id());
    shown.put("organization_id", "o_stand_in");
    shown.put("totp_identifier", row.identifier());
    shown.put("content", row.content());
    shown.put("code", row.code());
    if (row.kind() == RAW) {
      shown.put("status", "raw_pending");
    } else {
      shown.put("otp_type", word(row.kind()));
    }
    shown.put("source", row.source());
    row.run().ifPresent(run -> shown.put("workflow_run_id", run));
    shown.put("created_at", withoutOffset(row.createdAt()));
    row.expiredAt().ifPresent(at -> shown.put("expired_at", withoutOffset(at)));
    return shown;
  }

  private static String word(StoredCode.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String withoutOffset(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
  }

  private static String detail(String message) {
    return json(Map.of("detail", message));
  }

  private static String json(Object value) {
    return JSON.std.asString(value);
  }
}
