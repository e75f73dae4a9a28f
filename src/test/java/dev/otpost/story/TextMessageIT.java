package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Post;
import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Text messages come in and reach Skyvern. */
class TextMessageIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOKEN = "sms-token-Zq7wKp3NvX9t";
  private static final String NUMBER = "+4915112345678";

  @RegisterExtension final Stage stage = new Stage();

  TextMessageIT() throws IOException {}

  @Test
  void ofTwilioIsPostedOnceThoughItComesTwice() throws Exception {
    var daemon = stage.daemon("OTPOST_SMS_TWILIO_TOKEN", TOKEN);
    var form =
        new TreeMap<>(
            Map.of(
                "MessageSid", "SM0123456789abcdef0123456789abcdef",
                "From", "GOOGLE",
                "To", NUMBER,
                "Body", "Your Google verification code is 471108"));
    var url = "http://127.0.0.1:%d/sms/twilio".formatted(daemon.httpPort());
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    mac.update(url.getBytes(StandardCharsets.UTF_8));
    form.forEach((name, value) -> mac.update((name + value).getBytes(StandardCharsets.UTF_8)));
    var signature = Base64.getEncoder().encodeToString(mac.doFinal());
    var body =
        form.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));

    assertEquals(200, send(url, "X-Twilio-Signature", signature, body).statusCode());
    assertEquals(200, send(url, "X-Twilio-Signature", signature, body).statusCode());
    mail("john@example.com").send("127.0.0.1", daemon.smtpPort());

    var posts = stage.skyvern().awaitPosts(2, SOON);
    assertEquals(
        List.of(NUMBER + " phone", "john@example.com email"),
        posts.stream().map(it -> it.identifier() + " " + it.source()).sorted().toList());
    assertEquals(
        List.of("Your Google verification code is 471108"),
        posts.stream().filter(it -> it.source().equals("phone")).map(Post::content).toList());
  }

  @Test
  void ofAProgramIsKeptOverAKillAndWaitsForSkyvern() throws Exception {
    stage.skyvern().goDown();
    var daemon = stage.daemon("OTPOST_SMS_TOKEN", TOKEN);
    assertEquals(200, json(daemon, TOKEN).statusCode());
    daemon.kill();
    stage.skyvern().comeBack();
    daemon.restart();

    var post = stage.skyvern().awaitPosts(1, SOON).getFirst();
    assertEquals(NUMBER, post.identifier());
    assertEquals("phone", post.source());
  }

  @Test
  void isTakenByANewTokenAfterAHangUp() throws Exception {
    var file = stage.folder().resolve("sms.token");
    Files.writeString(file, TOKEN);
    var daemon = stage.daemon("OTPOST_SMS_TOKEN_FILE", file.toString());
    assertEquals(401, json(daemon, "another").statusCode());

    Files.writeString(file, "another");
    daemon.hangUp();
    assertTrue(daemon.awaitLine(line -> line.contains("reloaded"), SOON).isPresent());
    assertEquals(200, json(daemon, "another").statusCode());
  }

  @Test
  void noMailPassesForOne() throws Exception {
    var recipient = NUMBER + "@sms.invalid";
    var daemon =
        stage.daemon("OTPOST_SMTP_RECIPIENTS", recipient, "OTPOST_IDENTIFIERS_ALLOW", "*@*");
    SampleMail.forwarded(new Address(recipient), new Address(recipient), Instant.now())
        .send("127.0.0.1", daemon.smtpPort());

    assertEquals("email", stage.skyvern().awaitPosts(1, SOON).getFirst().source());
  }

  private static HttpResponse<String> json(Daemon daemon, String token) throws Exception {
    return send(
        "http://127.0.0.1:%d/sms".formatted(daemon.httpPort()),
        "Authorization",
        "Bearer " + token,
        "{\"from\":\"32665\",\"to\":\"%s\",\"body\":\"Your code is 471108\"}".formatted(NUMBER));
  }

  private static HttpResponse<String> send(String url, String field, String value, String body)
      throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(url))
              .header(field, value)
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static SampleMail mail(String recipient) {
    return SampleMail.forwarded(new Address(recipient), new Address(Stage.GATEWAY), Instant.now());
  }
}
