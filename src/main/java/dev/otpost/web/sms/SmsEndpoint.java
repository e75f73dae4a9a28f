package dev.otpost.web.sms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Receiver;
import dev.otpost.message.Reply;
import dev.otpost.message.Secret;
import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.Body;
import dev.otpost.web.http.Request;
import dev.otpost.web.http.Resource;
import dev.otpost.web.http.Seldom;
import java.net.URI;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /sms/twilio} and {@code POST /sms}: text messages are handed to the {@link Receiver},
 * and the caller is told yes when they are durable. Who shows no token or signature learns nothing,
 * and nothing that he sent is looked at.
 */
public final class SmsEndpoint {

  private static final Logger log = LoggerFactory.getLogger(SmsEndpoint.class);

  /** After which a caller whose message was not kept may come again, in seconds. */
  private static final String COME_AGAIN_SECONDS = "30";

  private static final String BEARER = "bearer ";

  /** TwiML that sends no answer to whoever wrote. */
  private static final Answer NOTHING_TO_SAY =
      new Answer.Whole(
          200,
          "text/xml",
          Body.of("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>"),
          Map.of());

  private static final Answer UNAUTHORIZED =
      Answer.problem(
              401, "Unauthorized", "show the token of sms.token: Authorization: Bearer <token>")
          .with("WWW-Authenticate", "Bearer");

  private static final Answer FORBIDDEN =
      Answer.problem(
          403,
          "Forbidden",
          "no valid X-Twilio-Signature: sms.twilio-token must be the auth token of the account, and"
              + " http.public-url begin the URL that Twilio calls");

  private final Seldom complaints = new Seldom();
  private final Supplier<SmsSettings> settings;
  private final Optional<URI> publicUrl;
  private final Receiver receiver;
  private final InstantSource clock;

  private SmsEndpoint(
      Supplier<SmsSettings> settings,
      Optional<URI> publicUrl,
      Receiver receiver,
      InstantSource clock) {
    this.settings = settings;
    this.publicUrl = publicUrl;
    this.receiver = receiver;
    this.clock = clock;
  }

  /**
   * What can be asked for.
   *
   * @param settings asked at every request
   * @param publicUrl by which the outside knows this server; empty if as each caller says
   */
  public static List<Resource> resources(
      Supplier<SmsSettings> settings,
      Optional<URI> publicUrl,
      Receiver receiver,
      InstantSource clock) {
    var endpoint = new SmsEndpoint(settings, publicUrl, receiver, clock);
    return List.of(
        Resource.post("/sms", Audience.OUTSIDE, endpoint::json),
        Resource.post("/sms/twilio", Audience.OUTSIDE, endpoint::twilio));
  }

  private Answer json(Request request) {
    var token = settings.get().token();
    if (token.isEmpty()) {
      return nothing();
    }
    if (!shows(token, request.field("Authorization").orElse(""))) {
      complain(request, "it does not show sms.token");
      return UNAUTHORIZED;
    }
    return receive(SmsJson.read(request.body()), request, SmsEndpoint::kept);
  }

  private Answer twilio(Request request) {
    var token = settings.get().twilio();
    if (token.isEmpty()) {
      return nothing();
    }
    var form = Form.parse(request.body().text());
    if (form.isEmpty() || !isTwilios(token, request, form.get())) {
      complain(
          request,
          publicUrl.isPresent()
              ? "its signature is not that of sms.twilio-token and http.public-url"
              : "its signature is not that of sms.twilio-token and the host it asked for; behind a"
                  + " proxy set http.public-url");
      return FORBIDDEN;
    }
    return receive(read(form.get()), request, _ -> NOTHING_TO_SAY);
  }

  private boolean isTwilios(Secret token, Request request, Form form) {
    var url =
        publicUrl
            .map(base -> TwilioSignature.url(base, request.target()))
            .orElseGet(() -> request.caller().origin() + request.target());
    return new TwilioSignature(token)
        .matches(request.field("X-Twilio-Signature").orElse(""), url, form);
  }

  /** What Twilio sends; of what it sends beside that nothing is needed. */
  private static Handed read(Form form) {
    return Handed.of(
        form.first("MessageSid").or(() -> form.first("SmsSid")).orElse(""),
        form.first("From").orElse(""),
        form.first("To").orElse(""),
        form.first("Body"),
        Optional.empty(),
        new Handed.Names("To", "Body"));
  }

  private Answer receive(Handed handed, Request request, Function<Reply.Accepted, Answer> kept) {
    return switch (handed) {
      case Handed.Unreadable(var because) -> Answer.problem(400, "Bad request", because);
      case Handed.Message(var text) ->
          switch (receiver.receive(
              text.envelope(request.caller().address(), clock.instant()), text.raw())) {
            case Reply.Accepted accepted -> kept.apply(accepted);
            case Reply.StorageFull _ -> comeAgain("there is no room on the disk of otpost");
            case Reply.TryLater _, Reply.Undecided _ ->
                comeAgain("otpost cannot keep it just now; its log says why");
            case Reply.Refused _ ->
                Answer.problem(422, "Not wanted", "a rule of this otpost is against it");
          };
    };
  }

  private void complain(Request request, String because) {
    if (complaints.isTime()) {
      log.atWarn()
          .addKeyValue("peer", request.caller().address())
          .addKeyValue("because", because)
          .log("sms_turned_away");
    }
  }

  private static Answer kept(Reply.Accepted accepted) {
    return Answer.json(200, "{\"id\":%d}".formatted(accepted.ids().getFirst()));
  }

  private static Answer comeAgain(String because) {
    return Answer.problem(503, "Not kept", because).with("Retry-After", COME_AGAIN_SECONDS);
  }

  /** As if it were not there at all, which it is not for whoever has not configured it. */
  private static Answer nothing() {
    return Answer.problem(404, "Not found", "there is nothing here");
  }

  private static boolean shows(Secret token, String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    var shown = bearer ? authorization.substring(BEARER.length()).strip() : "";
    return MessageDigest.isEqual(shown.getBytes(UTF_8), token.value().getBytes(UTF_8));
  }
}
