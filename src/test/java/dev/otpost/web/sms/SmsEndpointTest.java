package dev.otpost.web.sms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Reply;
import dev.otpost.message.Secret;
import dev.otpost.message.Source;
import dev.otpost.parsing.MessageParser;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsEndpointTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String TOKEN = "sms-token-Zq7w";
  private static final String AUTH_TOKEN = "twilio-token-Kp3N";
  private static final String TEXT = "Your code is 471108";

  /** What Twilio sends with a text message, the rest of it made short. */
  private static final Map<String, String> FORM =
      Map.of(
          "ToCountry", "DE",
          "MessageSid", "SM0123456789abcdef0123456789abcdef",
          "AccountSid", "AC0123456789abcdef0123456789abcdef",
          "NumMedia", "0",
          "FromCity", "",
          "From", "+16285550100",
          "To", "+4915112345678",
          "Body", "Your code is 471108 – straße & co+1 🔑");

  private record Received(Envelope envelope, Letter letter) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Received> received = new ArrayList<>();
  private final AtomicReference<SmsSettings> settings =
      new AtomicReference<>(new SmsSettings(new Secret(TOKEN), new Secret(AUTH_TOKEN)));
  private Reply reply = new Reply.Accepted(List.of(7L));

  @AfterEach
  void closeTheClient() {
    client.shutdownNow();
  }

  private WebServer start(String publicUrl) throws Exception {
    return WebServer.start(
        new HttpSettings("127.0.0.1", 0),
        SmsEndpoint.resources(
            settings::get,
            publicUrl.isEmpty() ? Optional.empty() : Optional.of(URI.create(publicUrl)),
            (envelope, raw) -> {
              received.add(new Received(envelope, new MessageParser().parse(raw)));
              return reply;
            },
            InstantSource.fixed(NOW)));
  }

  @Test
  void takesATextMessageFromAProgram() throws Exception {
    try (var web = start("")) {
      var answer =
          json(
              web,
              "{\"id\":\"a-1\",\"from\":\"GOOGLE\",\"to\":\"+49 151 12345678\",\"body\":\"%s\"}"
                  .formatted(TEXT));
      assertEquals(200, answer.statusCode());
      assertEquals("{\"id\":7}", answer.body());
    }
    var text = received.getFirst();
    assertEquals(Source.SMS, text.envelope().source());
    assertEquals(NOW, text.envelope().receivedAt());
    assertEquals("+4915112345678", text.envelope().rcptTo().getFirst().local());
    var letter = text.letter();
    assertEquals(TEXT, letter.content());
    assertEquals("a-1@sms.invalid", letter.messageId());
  }

  @Test
  void takesATextMessageFromTwilio() throws Exception {
    try (var web = start("https://otpost.example.com")) {
      var answer = twilio(web, FORM, signature("https://otpost.example.com/sms/twilio", FORM));
      assertEquals(200, answer.statusCode());
      assertEquals("text/xml", answer.headers().firstValue("Content-Type").orElse(""));
      assertTrue(answer.body().endsWith("<Response></Response>"), answer.body());
    }
    assertEquals(FORM.get("Body"), received.getFirst().letter().content());
  }

  /** The example of Twilio's documentation, as its libraries have it in their tests. */
  @Test
  void signsLikeTwilio() {
    var form =
        Form.parse(
                "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309"
                    + "&To=%2B18005551212&Caller=%2B14158675309")
            .orElseThrow();
    assertEquals(
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        new TwilioSignature(new Secret("12345"))
            .of("https://mycompany.com/myapp.php?foo=1&bar=2", form));
  }

  @ParameterizedTest
  @CsvSource({
    // what the outside calls otpost | what Twilio signed
    "https://otpost.example.com, https://otpost.example.com/sms/twilio",
    "https://otpost.example.com/, https://otpost.example.com/sms/twilio",
    "https://otpost.example.com/gate, https://otpost.example.com/gate/sms/twilio",
    "https://otpost.example.com, https://otpost.example.com:443/sms/twilio",
    "https://otpost.example.com:8443, https://otpost.example.com:8443/sms/twilio",
    "https://otpost.example.com:8443, https://otpost.example.com/sms/twilio",
    "http://otpost.example.com, http://otpost.example.com:80/sms/twilio",
  })
  void takesTheSignatureWithAndWithoutThePort(String publicUrl, String signed) throws Exception {
    try (var web = start(publicUrl)) {
      assertEquals(200, twilio(web, FORM, signature(signed, FORM)).statusCode());
    }
  }

  @Test
  void takesTheSignatureOfTheHostThatWasAskedFor() throws Exception {
    try (var web = start("")) {
      var url = "http://127.0.0.1:%d/sms/twilio".formatted(web.address().getPort());
      assertEquals(200, twilio(web, FORM, signature(url, FORM)).statusCode());
    }
  }

  /** Octet by octet as it stands in the URL that Twilio was told, however that was written. */
  @ParameterizedTest
  @ValueSource(strings = {"b=1+2&a=%2F", "a=b%20c", "x=~1,2:3", "flag", "b=1&a=2&b=3", "k=%e4"})
  void takesTheSignatureOfAUrlWithAQuery(String query) throws Exception {
    try (var web = start("https://otpost.example.com")) {
      var signed = signature("https://otpost.example.com/sms/twilio?" + query, FORM);
      var path = "/sms/twilio?" + query;
      assertEquals(200, send(web, path, "X-Twilio-Signature", signed, encoded(FORM)).statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/sms/twilio",
        "http://otpost.example.com/sms/twilio",
        "https://otpost.example.com/sms/twilio?x=1",
        "https://otpost.example.com/sms",
      })
  void turnsAwayASignatureOfAnotherUrl(String signed) throws Exception {
    try (var web = start("https://otpost.example.com")) {
      assertEquals(403, twilio(web, FORM, signature(signed, FORM)).statusCode());
    }
    assertEquals(List.of(), received);
  }

  @ParameterizedTest
  @ValueSource(strings = {"From", "To", "Body", "MessageSid", "NumMedia"})
  void turnsAwayAFormThatWasChangedOnTheWay(String field) throws Exception {
    var changed = new TreeMap<>(FORM);
    changed.put(field, "+4915112345679");
    var signed = signature("https://otpost.example.com/sms/twilio", FORM);
    try (var web = start("https://otpost.example.com")) {
      assertEquals(403, twilio(web, changed, signed).statusCode());
      var more = new TreeMap<>(FORM);
      more.put("More", "");
      assertEquals(403, twilio(web, more, signed).statusCode());
    }
    assertEquals(List.of(), received);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "=", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="})
  void turnsAwayWhoCannotSign(String signature) throws Exception {
    try (var web = start("https://otpost.example.com")) {
      var answer = twilio(web, FORM, signature);
      assertEquals(403, answer.statusCode());
      assertFalse(answer.body().contains(AUTH_TOKEN));
    }
    assertEquals(List.of(), received);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic " + TOKEN,
        TOKEN,
        "Bearer " + TOKEN + "x"
      })
  void turnsAwayWhoShowsNoToken(String authorization) throws Exception {
    try (var web = start("")) {
      var answer =
          send(
              web,
              "/sms",
              "Authorization",
              authorization,
              "{\"from\":\"x\",\"to\":\"+4915112345678\",\"body\":\"x\"}");
      assertEquals(401, answer.statusCode());
      assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
    }
    assertEquals(List.of(), received);
  }

  @Test
  void isNotThereForWhoeverHasNotConfiguredIt() throws Exception {
    settings.set(SmsSettings.NONE);
    try (var web = start("")) {
      assertEquals(404, json(web, "{}").statusCode());
      assertEquals(404, twilio(web, FORM, signature("http://x/sms/twilio", FORM)).statusCode());
    }
  }

  @Test
  void usesANewTokenAtOnce() throws Exception {
    try (var web = start("")) {
      settings.set(new SmsSettings(new Secret("another"), Secret.NONE));
      assertEquals(401, json(web, "{}").statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the body is no JSON",
        "[] | the body is no JSON object",
        "\"x\" | the body is no JSON object",
        "{\"to\": | the body is no JSON",
        "{} | to is missing",
        "{\"to\":\"+4915112345678\"} | body is missing",
        "{\"to\":\"\",\"body\":\"x\"} | to is missing",
        "{\"to\":\"GOOGLE\",\"body\":\"x\"} | to is no number",
        "{\"to\":4915112345678,\"body\":\"x\"} | to is no string",
        "{\"to\":\"110\",\"body\":{}} | body is no string",
        "{\"to\":\"110\",\"body\":\"x\",\"id\":1} | id is no string",
        "{\"to\":\"110\",\"to\":\"112\",\"body\":\"x\"} | the body is no JSON",
        "{\"to\":\"110\",\"body\":\"x\",\"received_at\":\"now\"} | received_at is no time",
        "{\"to\":\"110\",\"body\":\"x\",\"received_at\":\"+99999-01-01T00:00:00Z\"} | is no time",
      })
  void saysWhatIsWrongWithAMessage(String body, String because) throws Exception {
    try (var web = start("")) {
      var answer = json(web, body);
      assertEquals(400, answer.statusCode());
      assertEquals(
          "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
      assertTrue(answer.body().contains(because), answer.body());
    }
    assertEquals(List.of(), received);
  }

  @Test
  void saysWhatIsMissingToTwilio() throws Exception {
    var form = Map.of("MessageSid", "SM1", "To", "rcs:agent_1");
    try (var web = start("https://otpost.example.com")) {
      var answer = twilio(web, form, signature("https://otpost.example.com/sms/twilio", form));
      assertEquals(400, answer.statusCode());
    }
  }

  @Test
  void saysNoYesWhenItWasNotKept() throws Exception {
    try (var web = start("")) {
      for (var no : List.of(new Reply.StorageFull(), new Reply.TryLater())) {
        reply = no;
        var answer = json(web, "{\"to\":\"110\",\"body\":\"x\"}");
        assertEquals(503, answer.statusCode());
        assertEquals("30", answer.headers().firstValue("Retry-After").orElse(""));
      }
    }
  }

  @Test
  void takesATextAsLongAsAMessageMayBeAndNoLongerOne() throws Exception {
    var frame = "{\"to\":\"110\",\"body\":\"%s\"}";
    int most = (64 << 10) - frame.length() + 2;
    try (var web = start("")) {
      assertEquals(200, json(web, frame.formatted("x".repeat(most))).statusCode());
      assertEquals(413, json(web, frame.formatted("x".repeat(most + 1))).statusCode());
    }
  }

  private HttpResponse<String> json(WebServer web, String body) throws Exception {
    return send(web, "/sms", "Authorization", "Bearer " + TOKEN, body);
  }

  private HttpResponse<String> twilio(WebServer web, Map<String, String> form, String signature)
      throws Exception {
    return send(web, "/sms/twilio", "X-Twilio-Signature", signature, encoded(form));
  }

  private HttpResponse<String> send(
      WebServer web, String path, String field, String value, String body) throws Exception {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(web.address().getPort(), path));
    return client.send(
        HttpRequest.newBuilder(uri)
            .header(field, value)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Written apart from what it tests. */
  private static String signature(String url, Map<String, String> form) throws Exception {
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(AUTH_TOKEN.getBytes(UTF_8), "HmacSHA1"));
    mac.update(url.getBytes(UTF_8));
    new TreeMap<>(form).forEach((name, value) -> mac.update((name + value).getBytes(UTF_8)));
    return Base64.getEncoder().encodeToString(mac.doFinal());
  }
}
