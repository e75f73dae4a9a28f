package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.intake.imap.ImapSettings.Login;
import dev.otpost.message.Reply;
import dev.otpost.message.Secret;
import dev.otpost.message.Stored.Extent;
import dev.otpost.message.Watch.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mailbox is watched: what is done with the mail in it. */
@Beside
class WatchersTest {

  private final GreenServer server = new GreenServer();
  private final Desk desk = new Desk();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void takesInAMailThatComes() {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      var before = Instant.now();
      long uid = server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);

      var mail = desk.mails().getFirst();
      assertTrue(mail.text().contains("\r\n\r\nYour code is 123456.\r\n"), mail.text());
      var stored = mail.envelope().stored().orElseThrow();
      assertEquals(uid, stored.place().uid());
      assertEquals("INBOX of work", stored.place().folder().toString());
      assertEquals(Extent.WHOLE, stored.extent());
      assertFalse(stored.since().isBefore(before.minusSeconds(1)), stored.since().toString());
      assertEquals(List.of(GreenServer.USER), addresses(mail));
      assertEquals("127.0.0.1", mail.envelope().peer());
    }
  }

  @Test
  void leavesWhatWasThereBefore() {
    server.deliver(GreenServer.mail("old"));
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("new"));
      desk.awaitMails(1);
      assertEquals(List.of("new"), subjects());
    }
  }

  @Test
  void looksBackAsFarAsItIsTold() {
    server.deliver("INBOX", GreenServer.mail("yesterday"), ago(Duration.ofHours(20)));
    server.deliver("INBOX", GreenServer.mail("an hour ago"), ago(Duration.ofHours(1)));
    server.deliver("INBOX", GreenServer.mail("just now"), ago(Duration.ofMinutes(5)));
    try (var _ = Station.at(server.port()).since(Duration.ofMinutes(10)).watch(desk)) {
      desk.awaitState(State.WATCHING);
      assertEquals(List.of("just now"), subjects());
    }
  }

  @Test
  void goesOnWhereItWasWhenItStartsAgain() {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("before"));
      desk.awaitMails(1);
    }
    server.deliver(GreenServer.mail("while nobody watched"));
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitMails(2);
      server.deliver(GreenServer.mail("after"));
      desk.awaitMails(3);
    }
    assertEquals(List.of("before", "while nobody watched", "after"), subjects());
  }

  @Test
  void takesInEachOfVeryManyThatComeAtOnceOnce() {
    var folders = IntStream.range(0, 8).mapToObj(i -> "F" + i).toArray(String[]::new);
    List.of(folders).forEach(server::folder);
    try (var _ = Station.at(server.port()).folders(folders).watch(desk)) {
      desk.await("all", () -> List.of(folders).stream().allMatch(this::watching));
      IntStream.range(0, 50)
          .parallel()
          .forEach(
              i -> server.deliver(folders[i % 8], GreenServer.mail("mail " + i), Instant.now()));
      desk.awaitMails(50);
    }
    assertEquals(50, subjects().size());
    assertEquals(50, subjects().stream().distinct().count());
  }

  @Test
  void leavesTheMailUnreadByLooking() {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      long uid = server.deliver(GreenServer.mail("first"));
      desk.awaitMails(1);
      assertFalse(server.isSeen("INBOX", uid));
    }
  }

  @Test
  void watchesSeveralFoldersAtOnce() {
    server.folder("Codes & Links");
    try (var _ = Station.at(server.port()).folders("INBOX", "Codes & Links").watch(desk)) {
      desk.await("both", () -> watching("INBOX") && watching("Codes & Links"));
      server.deliver("Codes & Links", GreenServer.mail("in a folder"), Instant.now());
      server.deliver(GreenServer.mail("in the inbox"));
      desk.awaitMails(2);
    }
    assertEquals(List.of("in a folder", "in the inbox"), subjects().stream().sorted().toList());
  }

  @Test
  void passesOverWhatIsNotWantedAndFetchesNoBodyOfIt() {
    desk.objecting(
        header ->
            header.contains("Subject: news") ? Optional.of("not of interest") : Optional.empty());
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("news"));
      server.deliver(GreenServer.mail("code"));
      desk.awaitMails(1);
      assertEquals(List.of("code"), subjects());
      assertEquals("not of interest", desk.passed().getFirst().because());
    }
  }

  @Test
  void passesOverWhatTheGatewayDoesNotWant() {
    desk.then(new Reply.Refused("no code or link in it"));
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("newsletter"));
      server.deliver(GreenServer.mail("code"));
      desk.awaitMails(1);
      assertEquals(List.of("code"), subjects());
      assertEquals("no code or link in it", desk.passed().getFirst().because());
    }
  }

  @Test
  void keepsTheMailForLaterWhileTheSpoolIsFull() {
    desk.then(new Reply.StorageFull()).then(new Reply.TryLater());
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("first"));
      server.deliver(GreenServer.mail("second"));
      desk.awaitMails(2);
    }
    assertEquals(List.of("first", "second"), subjects());
    assertTrue(desk.reports().stream().anyMatch(it -> it.state() == State.STALLED));
  }

  @Test
  void saysThatItIsStalledAndGoesOnByItself() {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      desk.then(new Reply.StorageFull());
      for (int i = 0; i < 4; i++) {
        desk.then(new Reply.StorageFull());
      }
      server.deliver(GreenServer.mail("first"));
      desk.awaitState(State.STALLED);
      assertTrue(desk.watch("INBOX").trouble().contains("no room"), desk.watch("INBOX").trouble());
      desk.awaitMails(1);
      desk.awaitState(State.WATCHING);
    }
  }

  @Test
  void asksAgainWhetherAMailIsWantedAndThenKeepsItForTheOperator() {
    desk.then(new Reply.Undecided("the DNS is silent"))
        .then(new Reply.Undecided("the DNS is silent"))
        .then(new Reply.Undecided("the DNS is silent"));
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("first"));
      server.deliver(GreenServer.mail("second"));
      desk.awaitMails(2);
    }
    assertEquals(List.of("first", "second"), subjects());
    assertEquals(Optional.of("the DNS is silent"), desk.mails().getFirst().heldBecause());
    assertEquals(Optional.empty(), desk.mails().getLast().heldBecause());
  }

  @Test
  void looksThroughAFolderThatWasMadeAnew() {
    server.folder("Codes");
    try (var _ = Station.at(server.port()).folders("Codes").watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver("Codes", GreenServer.mail("before"), Instant.now());
      desk.awaitMails(1);
    }
    server.makeAnew("Codes");
    server.deliver("Codes", GreenServer.mail("long ago"), ago(Duration.ofDays(3)));
    server.deliver("Codes", GreenServer.mail("before"), Instant.now());
    server.deliver("Codes", GreenServer.mail("meanwhile"), Instant.now());
    try (var _ = Station.at(server.port()).folders("Codes").watch(desk)) {
      desk.awaitMails(3);
      server.deliver("Codes", GreenServer.mail("after"), Instant.now());
      desk.awaitMails(4);
    }
    // That "before" was there before is for the spool to see: it knows its fingerprint.
    assertEquals(List.of("before", "before", "meanwhile", "after"), subjects());
    assertEquals(
        List.of(false, true, true, false),
        desk.mails().stream()
            .map(it -> it.envelope().stored().orElseThrow().renumbered())
            .toList());
  }

  @Test
  void saysThatThereIsNoSuchFolderAndLooksAgain() {
    var station = Station.at(server.port()).folders("Codes");
    try (var _ = station.watch(desk)) {
      desk.awaitState(State.MISSING);
      assertTrue(desk.watch("Codes").trouble().contains("Codes"), desk.watch("Codes").trouble());
      server.folder("Codes");
      desk.awaitState(State.WATCHING);
    }
  }

  @Test
  void saysThatThePasswordIsWrongAndTakesANewOneAtOnce() {
    var wrong = new Login.Password(new Secret("wrong"));
    var station = Station.at(server.port()).login(wrong);
    try (var watchers = station.watch(desk)) {
      desk.awaitState(State.REFUSED);
      var trouble = desk.watch("INBOX").trouble();
      assertTrue(trouble.contains("app password"), trouble);
      assertFalse(trouble.contains("wrong"), trouble);
      watchers.useLoginsOf(Station.at(server.port()).settings());
      desk.awaitState(State.WATCHING);
    }
  }

  @Test
  void triesAWrongPasswordOnceAndNotOnceForEachFolder() throws Exception {
    var folders = new String[] {"A", "B", "C", "D", "E", "F", "G", "H"};
    var slow = Station.at(0).limits().times();
    var limits =
        new ImapSettings.Limits(
            8,
            100_000,
            1000,
            new ImapSettings.Times(
                slow.connect(),
                slow.answer(),
                slow.renew(),
                slow.retry(),
                slow.retryAtMost(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60)));
    try (var cable = Cable.to(server.port());
        var watchers =
            Station.at(cable.port())
                .limits(limits)
                .login(new Login.Password(new Secret("wrong")))
                .folders(folders)
                .watch(desk)) {
      desk.await("all refused", () -> areAll(State.REFUSED, folders));
      assertEquals(1, cable.connections());

      for (var folder : folders) {
        server.folder(folder);
      }
      watchers.useLoginsOf(Station.at(server.port()).settings());
      desk.await("all watching", () -> areAll(State.WATCHING, folders));
    }
  }

  private boolean areAll(State state, String... folders) {
    return List.of(folders).stream()
        .allMatch(
            name ->
                desk.reports().stream()
                    .filter(it -> it.folder().name().equals(name))
                    .reduce((_, last) -> last)
                    .filter(it -> it.state() == state)
                    .isPresent());
  }

  @Test
  void logsInWithAToken() {
    var tokens = new ListOfTokens(GreenServer.PASSWORD);
    try (var _ = Station.at(server.port()).tokens(tokens).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    assertEquals(List.of(), tokens.refused());
  }

  @Test
  void asksForAnotherTokenOnceWhenOneIsRefused() {
    var tokens = new ListOfTokens("stale", GreenServer.PASSWORD);
    try (var _ = Station.at(server.port()).tokens(tokens).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    assertEquals(List.of("stale"), tokens.refused());
    assertTrue(desk.reports().stream().noneMatch(it -> it.state() == State.REFUSED));
  }

  @Test
  void marksAMailAsReadWhenItIsKept() {
    try (var _ = Station.at(server.port()).after(new After.Seen()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      long uid = server.deliver(GreenServer.mail("first"));
      desk.await("a mail that is seen", () -> server.isSeen("INBOX", uid));
      desk.await("no errand", () -> desk.errandsLeft().isEmpty());
    }
  }

  @Test
  void movesAMailIntoAFolderThatIsMadeForIt() {
    try (var _ = Station.at(server.port()).after(new After.Move("Done")).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("first"));
      desk.await(
          "a mail in Done",
          () -> server.hasFolder("Done") && server.subjects("Done").equals(List.of("first")));
      assertEquals(List.of(), server.subjects("INBOX"));
    }
  }

  @Test
  void deletesAMailAndNoOther() {
    server.deliver(GreenServer.mail("another"));
    try (var _ = Station.at(server.port()).after(new After.Delete()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("first"));
      desk.await("one mail", () -> server.subjects("INBOX").equals(List.of("another")));
    }
  }

  @Test
  void leavesAMailThatIsNotForSkyvernWhereItIs() {
    desk.then(new Reply.Refused("no code or link in it"));
    try (var _ = Station.at(server.port()).after(new After.Delete()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(GreenServer.mail("newsletter"));
      server.deliver(GreenServer.mail("code"));
      desk.await("one mail", () -> server.subjects("INBOX").equals(List.of("newsletter")));
    }
  }

  @Test
  void doesNotFetchTheOldestOfVeryMany() {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    IntStream.range(0, 30)
        .forEach(
            i ->
                server.deliver(
                    "INBOX", GreenServer.mail("old " + i), ago(Duration.ofDays(2 + 30 - i))));
    server.deliver(GreenServer.mail("new"));
    var limits = new ImapSettings.Limits(8, 100_000, 10, Station.TIMES);
    try (var _ = Station.at(server.port()).limits(limits).watch(desk)) {
      desk.await("the new one", () -> subjects().contains("new"));
    }
    assertEquals(21, desk.passed().size());
    assertEquals("old 21", subjects().getFirst());
    assertEquals(10, subjects().size());
  }

  @Test
  void passesOverTheOldestOfVeryManyInTheirOrderSoThatNoneIsSkipped() {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    var uids =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    server.deliver(
                        "INBOX",
                        GreenServer.mail("mail " + i),
                        ago(i == 4 ? Duration.ofMinutes(5) : Duration.ofDays(2))))
            .toList();
    // The fresh one among the old ones cannot be kept just now.
    desk.then(new Reply.StorageFull());
    var limits = new ImapSettings.Limits(8, 100_000, 10, Station.TIMES);
    try (var _ = Station.at(server.port()).limits(limits).watch(desk)) {
      desk.awaitState(State.STALLED);
      assertEquals(
          List.copyOf(uids.subList(0, 4)),
          desk.passed().stream().map(it -> it.place().uid()).toList());
      desk.await("the fresh one", () -> subjects().contains("mail 4"));
      desk.awaitMails(11);
    }
    assertEquals("mail 4", subjects().getFirst());
  }

  @Test
  void fetchesSmallMailsTogether() throws Exception {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
    }
    IntStream.range(0, 40).forEach(i -> server.deliver(GreenServer.mail("mail " + i)));
    try (var cable = Cable.to(server.port());
        var _ = Station.at(cable.port()).watch(desk)) {
      desk.awaitMails(40);
      assertEquals(2, cable.said().lines().filter(line -> line.contains("UID FETCH")).count());
    }
    assertEquals(IntStream.range(0, 40).mapToObj(i -> "mail " + i).toList(), subjects());
  }

  @Test
  void fetchesTheTextOfAMailThatIsTooLarge() {
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitState(State.WATCHING);
      server.deliver(withAttachment("large", 200_000));
      server.deliver(GreenServer.mail("next"));
      desk.awaitMails(2);
    }
    var large = desk.mails().getFirst();
    assertEquals(Extent.TEXT, large.envelope().stored().orElseThrow().extent());
    assertTrue(large.text().contains("Your code is 123456."), large.text());
    assertTrue(large.text().contains("Subject: large\r\n"), large.text());
    assertTrue(large.raw().length < 2_000, large.raw().length + " bytes");
  }

  @Test
  void endsWithinSecondsAndSaysSo() {
    var watchers = Station.at(server.port()).folders("INBOX").watch(desk);
    desk.awaitState(State.WATCHING);
    watchers.close();
    watchers.close();
    assertEquals(State.STOPPED, desk.watch("INBOX").state());
  }

  private static String withAttachment(String subject, int size) {
    return """
    From: noreply@github.com
    To: john@example.com
    Subject: %s
    Message-ID: <%s@github.com>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="b"

    --b
    Content-Type: text/plain; charset=utf-8

    Your code is 123456.
    --b
    Content-Type: application/pdf
    Content-Disposition: attachment; filename="terms.pdf"
    Content-Transfer-Encoding: base64

    %s
    --b--
    """
        .formatted(subject, subject, ("A".repeat(76) + "\n").repeat(size / 77))
        .replace("\n", "\r\n");
  }

  private boolean watching(String folder) {
    return desk.reports().stream()
        .anyMatch(it -> it.folder().name().equals(folder) && it.state() == State.WATCHING);
  }

  private List<String> subjects() {
    return desk.mails().stream()
        .map(mail -> mail.text().lines().filter(it -> it.startsWith("Subject: ")).findFirst())
        .map(line -> line.orElseThrow().substring("Subject: ".length()))
        .toList();
  }

  private static List<String> addresses(Desk.Mail mail) {
    return mail.envelope().rcptTo().stream().map(it -> it.value()).toList();
  }

  private static Instant ago(Duration time) {
    return Instant.now().minus(time);
  }
}
