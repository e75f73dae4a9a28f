package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Post;
import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator sees and does, beside a daemon that runs. */
class OperatorIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern FIRST_ID = Pattern.compile("(?m)^ *(\\d+) .*pending");
  private static final Pattern HELD_ID = Pattern.compile("(?m)^ *(\\d+) .*held");

  @RegisterExtension final Stage stage = new Stage();

  OperatorIT() throws IOException {}

  @Test
  void dropsAMailThatWaitsAndTakesItBack() throws Exception {
    stage.skyvern().goDown();
    var daemon = stage.daemon();
    var dropped = mail("john@example.com");
    var other = mail("jane@example.com");
    dropped.send("127.0.0.1", daemon.smtpPort());

    var list = queue("list");
    assertTrue(list.contains("john@example.com"), list);
    assertFalse(list.contains(dropped.code()), list);
    var found = FIRST_ID.matcher(list);
    assertTrue(found.find(), list);
    var id = found.group(1);
    assertFalse(queue("show", id).contains(dropped.code()));
    assertTrue(queue("show", id, "--content").contains(dropped.code()));
    queue("drop", id);

    stage.skyvern().comeBack();
    other.send("127.0.0.1", daemon.smtpPort());
    stage.skyvern().awaitCodes(1, SOON);
    queue("retry", id);
    var posts = stage.skyvern().awaitPosts(2, SOON);
    assertEquals(
        List.of("jane@example.com", "john@example.com"),
        posts.stream().map(Post::identifier).toList());
  }

  @Test
  void asksByHttpHowItStandsAndWhatBecameOfAMail() throws Exception {
    var daemon = stage.daemon();
    mail("john@example.com").send("127.0.0.1", daemon.smtpPort());
    stage.skyvern().awaitCodes(1, SOON);
    var api = "http://127.0.0.1:%d/api/v1/".formatted(daemon.httpPort());
    try (var http = HttpClient.newHttpClient()) {
      Until.holds(
          "the mail is delivered",
          SOON,
          () -> text(http, api + "messages?state=delivered").contains("\"john@example.com\""));
      var status = text(http, api + "status");
      assertTrue(status.contains("\"name\":\"smtp\""), status);
      assertTrue(status.contains("\"port\":" + daemon.smtpPort()), status);
      assertTrue(status.contains("\"name\":\"http\""), status);
      var checklist = text(http, api + "checklist");
      assertTrue(
          checklist.contains("\"title\":\"First code at Skyvern\",\"done\":true"), checklist);
    }
  }

  private static String text(HttpClient http, String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void letsThroughAMailThatWasHeldForWhomItIs() throws Exception {
    var daemon = stage.daemon("OTPOST_IDENTIFIERS_ALLOW", "*@example.com");
    mail("mallory@example.net").send("127.0.0.1", daemon.smtpPort());
    mail("john@example.com").send("127.0.0.1", daemon.smtpPort());
    stage.skyvern().awaitCodes(1, SOON);

    var list = queue("list", "--state", "held");
    assertTrue(list.contains("mallory@example.net"), list);
    assertFalse(list.contains("john@example.com"), list);
    var found = HELD_ID.matcher(list);
    assertTrue(found.find(), list);
    assertTrue(queue("show", found.group(1)).contains("identifiers.allow"));

    queue("retry", found.group(1));
    var posts = stage.skyvern().awaitPosts(2, SOON);
    assertEquals(
        List.of("john@example.com", "mallory@example.net"),
        posts.stream().map(Post::identifier).toList());
  }

  @Test
  void asksOverHttpWhetherItIsReady() throws Exception {
    var health = URI.create("http://127.0.0.1:%d/readyz".formatted(stage.daemon().httpPort()));
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding());
      assertEquals(200, answer.statusCode());
    }
  }

  @Test
  void seesWhetherItRuns() throws Exception {
    var daemon = stage.daemon();
    var running = Product.run(stage.environment(), "status");
    assertEquals(0, running.exit(), running::toString);
    assertTrue(running.out().contains("running since"), running::toString);

    daemon.kill();
    var killed = Product.run(stage.environment(), "status");
    assertEquals(69, killed.exit(), killed::toString);
    assertTrue(killed.out().contains("NOT RUNNING"), killed::toString);
  }

  @Test
  void triesAMailWithoutTouchingAnything() throws Exception {
    var mail = mail("john@example.com");
    var file = Files.write(stage.folder().resolve("mail.eml"), mail.bytes());
    var environment = stage.environment("SKYVERN_API_KEY", "");

    var tried = Product.run(environment, "try", "--json", file.toString());
    assertEquals(0, tried.exit(), tried::toString);
    assertTrue(tried.out().contains("john@example.com"), tried::toString);
    assertTrue(tried.out().contains(mail.code()), tried::toString);
    assertEquals(List.of(), stage.skyvern().posts());
    assertFalse(Files.exists(stage.folder().resolve("spool")));

    assertEquals(66, Product.run(environment, "try", file + ".not").exit());
  }

  private static SampleMail mail(String recipient) {
    return SampleMail.forwarded(new Address(recipient), new Address(Stage.GATEWAY), Instant.now());
  }

  private String queue(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("queue"));
    all.addAll(List.of(arguments));
    var ended = Product.run(stage.environment(), all.toArray(String[]::new));
    assertEquals(0, ended.exit(), ended::toString);
    return ended.out();
  }
}
