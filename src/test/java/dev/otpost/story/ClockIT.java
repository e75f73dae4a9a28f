package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.SampleMail;
import dev.otpost.demo.StoredCode;
import dev.otpost.message.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The clock of the machine is set, and names come and go, while mail waits. */
class ClockIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Address JOHN = new Address("john@example.com");
  private static final Address JANE = new Address("jane@example.com");

  @RegisterExtension final Stage stage = new Stage();

  private record Sent(Address to, String code) {}

  private final List<Sent> sent = new ArrayList<>();

  ClockIT() throws IOException {}

  @Tag("system")
  @Test
  void nothingExpiresOrIsOvertakenWhenTheClockIsSetBackAndAheadByAnHour() throws Exception {
    var library = Needs.library("libfaketimeMT.so.1", "faketime");
    var clock = stage.folder().resolve("clock");
    set(clock, "+0");
    stage.skyvern().goDown();
    var daemon =
        stage.daemon(
            "LD_PRELOAD",
            library.toString(),
            "FAKETIME_TIMESTAMP_FILE",
            clock.toString(),
            "FAKETIME_CACHE_DURATION",
            "1",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1",
            "FAKETIME_FORCE_MONOTONIC_FIX", // or the library makes every wait of Java a long one
            "0",
            "NO_FAKE_STAT",
            "1");
    send(daemon, JOHN, JOHN, JANE);
    set(clock, "-3600");
    assertTrue(daemon.awaitLine(it -> wasSet(it, "-3"), SOON).isPresent());
    send(daemon, JANE, JOHN);
    set(clock, "+3600");
    assertTrue(daemon.awaitLine(it -> wasSet(it, "7"), SOON).isPresent());
    send(daemon, JOHN, JANE);

    stage.skyvern().comeBack();
    stage.skyvern().awaitCodes(sent.size(), SOON);
    for (var whose : List.of(JOHN, JANE)) {
      var codes = sent.stream().filter(it -> it.to().equals(whose)).map(Sent::code).toList();
      assertEquals(codes, stored(whose));
      assertEquals(
          Optional.of(codes.getLast()),
          stage.skyvern().codeForRun(whose.value()).map(StoredCode::code));
    }
    assertTrue(daemon.log().stream().noneMatch(it -> it.contains(" expired ")));
    assertEquals(0, daemon.terminate());
  }

  @Test
  void aDestinationWhoseNameIsBackIsPostedToWithinTwoSeconds() throws Exception {
    var names = Files.writeString(stage.folder().resolve("hosts"), "127.0.0.1 localhost\n");
    var daemon =
        stage.daemon(
            "OTPOST_JAVA_OPTS",
            "-Djdk.net.hosts.file=" + names,
            "SKYVERN_BASE_URL",
            "http://skyvern.test:" + stage.skyvern().uri().getPort());
    send(daemon, JOHN);
    assertTrue(daemon.awaitLine(it -> it.contains(" unanswered "), SOON).isPresent());
    Files.writeString(names, "127.0.0.1 localhost skyvern.test\n");
    assertEquals(1, stage.skyvern().awaitPosts(1, Duration.ofSeconds(2)).size());
  }

  private void send(Daemon daemon, Address... recipients) throws Exception {
    for (var recipient : recipients) {
      var mail = SampleMail.forwarded(recipient, new Address(Stage.GATEWAY), Instant.now());
      mail.send("127.0.0.1", daemon.smtpPort());
      sent.add(new Sent(recipient, mail.code()));
    }
  }

  private List<String> stored(Address whose) {
    return stage.skyvern().codes().stream()
        .filter(it -> it.identifier().equals(whose.value()))
        .map(StoredCode::code)
        .toList();
  }

  private static boolean wasSet(String line, String secondsBeginWith) {
    return line.contains("clock_was_set by_s=" + secondsBeginWith);
  }

  private static void set(Path clock, String offset) throws IOException {
    Files.writeString(clock, offset + "\n");
  }
}
