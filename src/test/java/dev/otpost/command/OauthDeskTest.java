package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.otpost.intake.oauth.Logins.Way;
import dev.otpost.intake.oauth.OAuthSettings;
import dev.otpost.intake.oauth.Person;
import dev.otpost.intake.oauth.StandInProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OauthDeskTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final String CODE =
      """
      {"device_code": "device-1", "user_code": "ABCD", "verification_uri": "https://x.example/d"}
      """;

  @TempDir private Path spool;
  private final StringWriter out = new StringWriter();
  private final StringWriter heard = new StringWriter();
  private StandInProvider provider;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields.
  OauthDeskTest() {}

  @BeforeEach
  void open() throws IOException {
    provider = new StandInProvider();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void logsInByDeviceWhereThatIsPossibleAndSaysWhereTheTokenIs() throws Exception {
    assertEquals(ExitCode.OK, login(Optional.empty()));
    assertTrue(heard.toString().contains("type ABCD"), heard::toString);
    assertTrue(out.toString().contains("stored in " + file()), out::toString);
    assertTrue(Files.exists(file()));
    assertFalse((out.toString() + heard).contains("refresh-1"));
  }

  @Test
  void showsSinceWhenAndFromWhereThereIsARefreshToken() throws Exception {
    login(Optional.of(Way.DEVICE));
    out.getBuffer().setLength(0);
    assertEquals(ExitCode.UNAVAILABLE, desk().status(false));
    assertEquals(
        """
        ok    conf           from the configuration
        WRONG none           none: run otpost oauth login none
        ok    work           stored %s in %s
        """
            .formatted(QueueCommand.local(NOW), file()),
        out.toString());
    assertEquals(2, provider.asked().size(), "only the login has asked");
  }

  @Test
  void asksForAnAccessTokenIfItIsToldTo() throws Exception {
    provider.gives("access-1", "").refuses("invalid_grant");
    assertEquals(ExitCode.UNAVAILABLE, desk("conf", "more").status(true));
    var shown = out.toString();
    assertTrue(shown.contains("ok    conf           from the configuration; it gives"), shown);
    assertTrue(shown.contains("WRONG more           127.0.0.1 gives no token"), shown);
    assertTrue(shown.contains("run \"otpost oauth login more\""), shown);
    assertFalse(shown.contains("access-1"), shown);
  }

  @Test
  void isContentWhenAllIsWell() throws Exception {
    assertEquals(ExitCode.OK, desk("conf").status(false));
    assertEquals(ExitCode.OK, desk(new String[0]).status(true));
    assertTrue(out.toString().contains("No account"), out::toString);
  }

  @Test
  void throwsAwayOnlyWhatLoginHasStored() throws Exception {
    login(Optional.empty());
    assertEquals(ExitCode.OK, desk().logout("work"));
    assertFalse(Files.exists(file()));
    assertTrue(out.toString().contains(file() + " is deleted."), out::toString);
    assertEquals(ExitCode.OK, desk().logout("work"));
    assertTrue(out.toString().contains("There is no " + file()), out::toString);
  }

  @Test
  void namesTheAccountsThereAre() {
    var failure = assertThrows(CommandFailure.class, () -> desk().logout("wrk"));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("there are conf, none, work"),
        failure::getMessage);
  }

  @Test
  void warnsSomebodyWhomTheSpoolDoesNotBelongToBeforeHeLogsIn() throws Exception {
    spoolBelongsTo("nobody");
    login(Optional.empty());
    var said = heard.toString();
    assertTrue(said.contains("runuser -u nobody -- otpost oauth login work"), said);
    assertTrue(said.indexOf("runuser") < said.indexOf("type ABCD"), said);
  }

  @Test
  void storesNothingInPassingForSomebodyWhomTheSpoolDoesNotBelongTo() throws Exception {
    spoolBelongsTo("nobody");
    var failure = assertThrows(CommandFailure.class, () -> desk("conf").status(true));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("runuser -u nobody -- "),
        failure::getMessage);
    assertEquals(0, provider.asked().size());
    assertEquals(ExitCode.OK, desk("conf").status(false), "looking alone does no harm");
  }

  @Test
  void saysThatNothingCanBeStoredBeforeAnybodyLogsIn() throws Exception {
    Files.writeString(spool.resolve("oauth"), "no directory");
    var failure = assertThrows(IOException.class, () -> login(Optional.empty()));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("you may not write in"), failure::getMessage);
    assertEquals("", heard.toString());
  }

  private void spoolBelongsTo(String user) throws IOException {
    UserPrincipal principal =
        spool.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
    assumeTrue(Files.getOwner(spool).getName().equals("root"), "only root gives files away");
    Files.setOwner(spool, principal);
  }

  private int login(Optional<Way> way) throws Exception {
    provider.answers(200, CODE).gives("access-1", "refresh-1");
    return desk()
        .login(
            "work",
            way,
            0,
            new Person() {
              @Override
              public void hear(String line) {
                heard.append(line).append('\n');
              }

              @Override
              public Optional<String> answer() {
                return Optional.empty();
              }
            });
  }

  private Path file() {
    return spool.resolve("oauth/work.json");
  }

  private OauthDesk desk() {
    return desk("conf", "none", "work");
  }

  private OauthDesk desk(String... accounts) {
    var clients = new HashMap<String, OAuthSettings.Client>();
    for (var account : accounts) {
      clients.put(
          account,
          provider.client(account.equals("none") || account.equals("work") ? "" : "configured"));
    }
    return new OauthDesk(
        new OAuthSettings(spool.resolve("oauth"), clients),
        () -> NOW,
        _ -> {},
        new PrintWriter(out, true));
  }
}
