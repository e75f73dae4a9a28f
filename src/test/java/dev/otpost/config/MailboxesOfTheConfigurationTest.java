package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.intake.imap.ImapSettings;
import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.intake.imap.ImapSettings.Limits;
import dev.otpost.intake.imap.ImapSettings.Login;
import dev.otpost.intake.imap.ImapSettings.Server;
import dev.otpost.intake.imap.ImapSettings.Times;
import dev.otpost.intake.imap.ImapSettings.Tls;
import dev.otpost.intake.oauth.OAuthSettings;
import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.PostingSettings.WithoutOtp;
import dev.otpost.routing.RoutingSettings.Mailbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Watched mailboxes as they are written. */
class MailboxesOfTheConfigurationTest {

  /** An account with the least that must be said, to which a test adds a line. */
  private static final String LEAST =
      "imap: {accounts: {a: {host: h.example, username: u, password: p%s}}}";

  @TempDir Path directory;
  private Path file = Path.of("otpost.yaml");

  private final Map<String, String> environment =
      new HashMap<>(Map.of("OTPOST_SMTP_ENABLED", "false", "SKYVERN_API_KEY", "sk"));

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("otpost.yaml");
  }

  @Test
  void readsEveryKeyOfAMailboxWithAPassword() throws IOException {
    write(
        """
        imap:
          accounts:
            work:
              host: mail.example.com
              port: 1143
              tls: starttls
              tls-authorities: /etc/otpost/ca.pem
              username: john
              password-file: %s
              folders: [inbox, "[Gmail]/Spam"]
              after:
                move: Codes
              poll-interval: 5s
              since: 10m
              recipient: Otp@gw.example.com
              from: "*@github.com"
              subject: "*code*, *sign in*"
              to: a@b.example
              without-otp: post
        """
            .formatted(secret("password", "pa ss wörd\n")));

    var settings = settings();

    assertEquals(
        List.of(
            new Account(
                "work",
                new Server(
                    "mail.example.com",
                    1143,
                    Tls.STARTTLS,
                    Optional.of(Path.of("/etc/otpost/ca.pem"))),
                "john",
                new Login.Password(new Secret("pa ss wörd")),
                new Address("Otp@gw.example.com"),
                List.of("INBOX", "[Gmail]/Spam"),
                new After.Move("Codes"),
                Duration.ofSeconds(5),
                Optional.of(Duration.ofMinutes(10)))),
        settings.imap().accounts());
    assertEquals(
        Map.of(
            "work",
            new Mailbox(
                false,
                WithoutOtp.POST,
                new Wildcards(List.of("*@github.com")),
                new Wildcards(List.of("*code*", "*sign in*")),
                new Wildcards(List.of("a@b.example")))),
        settings.routing().mailboxes());
    assertEquals(Map.of(), settings.oauth().accounts());
  }

  @Test
  void needsNoMoreThanAHostAUserAndAPassword() throws IOException {
    write("imap.accounts.home: {host: imap.example.com, username: j@b.example, password: p}");

    var settings = settings();

    assertEquals(
        new ImapSettings(
            List.of(
                new Account(
                    "home",
                    new Server("imap.example.com", 993, Tls.IMPLICIT, Optional.empty()),
                    "j@b.example",
                    new Login.Password(new Secret("p")),
                    new Address("j@b.example"),
                    List.of("INBOX"),
                    new After.Keep(),
                    Duration.ofSeconds(15),
                    Optional.empty())),
            Limits.DEFAULT),
        settings.imap());
    assertEquals(
        Map.of(
            "home",
            new Mailbox(true, WithoutOtp.IGNORE, Wildcards.NONE, Wildcards.NONE, Wildcards.NONE)),
        settings.routing().mailboxes());
  }

  @Test
  void readsEveryKeyOfAnAccountWithTokens() throws IOException {
    write(
        """
        imap:
          accounts:
            work:
              host: mail.example.com
              username: john@example.com
              oauth:
                token-endpoint: https://login.example.com/token
                authorization-endpoint: https://login.example.com/authorize?tenant=1
                device-endpoint: https://login.example.com/device
                scope: mail offline
                client-id: otpost
                client-secret-file: %s
                refresh-token-file: %s
        """
            .formatted(secret("client", "cs"), secret("refresh", "rt")));

    var settings = settings();

    assertEquals(new Login.Token(), account(settings).login());
    assertEquals(
        Map.of(
            "work",
            new OAuthSettings.Client(
                "john@example.com",
                new OAuthSettings.Provider(
                    URI.create("https://login.example.com/token"),
                    Optional.of(URI.create("https://login.example.com/authorize?tenant=1")),
                    Optional.of(URI.create("https://login.example.com/device")),
                    "mail offline"),
                "otpost",
                new Secret("cs"),
                new Secret("rt"))),
        settings.oauth().accounts());
    assertEquals(settings.spool().path().resolve("oauth"), settings.oauth().directory());
  }

  @ParameterizedTest
  @CsvSource({"google, imap.gmail.com", "microsoft, outlook.office365.com"})
  void knowsWhereTheMailOfAPresetIsAndWhoGivesItsTokens(String preset, String host)
      throws IOException {
    write(
        "imap: {accounts: {a: {username: u@b.example, oauth: {preset: %s, client-id: c}}}}"
            .formatted(preset));

    var settings = settings();

    assertEquals(host, account(settings).server().host());
    assertEquals(
        Map.of(
            "a",
            new OAuthSettings.Client(
                "u@b.example",
                preset.equals("google")
                    ? OAuthSettings.Provider.GOOGLE
                    : OAuthSettings.Provider.MICROSOFT,
                "c",
                Secret.NONE,
                Secret.NONE)),
        settings.oauth().accounts());
  }

  @Test
  void takesAnEndpointAndAHostThatAreGivenInsteadOfThoseOfThePreset() throws IOException {
    write(
        "imap: {accounts: {a: {host: h.example, username: u, oauth: {preset: microsoft, client-id:"
            + " c, scope: s, token-endpoint: 'https://b.example/own-tenant'}}}}");

    var settings = settings();

    assertEquals("h.example", account(settings).server().host());
    assertEquals(
        Optional.of(
            new OAuthSettings.Provider(
                URI.create("https://b.example/own-tenant"),
                OAuthSettings.Provider.MICROSOFT.authorization(),
                OAuthSettings.Provider.MICROSOFT.device(),
                "s")),
        Optional.ofNullable(settings.oauth().accounts().get("a"))
            .map(OAuthSettings.Client::provider));
  }

  @Test
  void readsAMailboxFromTheEnvironmentAboveTheFile() throws IOException {
    write(LEAST.formatted(", after: seen"));
    environment.put("OTPOST_IMAP_ACCOUNTS_A_AFTER", "delete");
    environment.put("OTPOST_IMAP_ACCOUNTS_A_POLL_INTERVAL", "1m");
    environment.put("OTPOST_IMAP_ACCOUNTS_SERVICE_HOST", "s.example");
    environment.put("OTPOST_IMAP_ACCOUNTS_SERVICE_USERNAME", "u");
    environment.put("OTPOST_IMAP_ACCOUNTS_SERVICE_OAUTH_PRESET", "google");
    environment.put("OTPOST_IMAP_ACCOUNTS_SERVICE_OAUTH_CLIENT_ID", "c");

    var accounts = settings().imap().accounts();

    assertEquals(List.of("a", "service"), accounts.stream().map(Account::name).toList());
    assertEquals(new After.Delete(), accounts.getFirst().after());
    assertEquals(Duration.ofMinutes(1), accounts.getFirst().pollInterval());
    assertEquals("h.example", accounts.getFirst().server().host());
    assertEquals("s.example", accounts.getLast().server().host());
    assertEquals(new Login.Token(), accounts.getLast().login());
  }

  @Test
  void takesSecretsFromTheCredentialsOfSystemd() throws IOException {
    write(
        """
        imap:
          accounts:
            a: {host: h.example, username: u}
            b: {host: h.example, username: v, oauth: {preset: google, client-id: c}}
        """);
    secret("imap.accounts.a.password", "öffne dich\n");
    secret("imap.accounts.b.oauth.refresh-token", "rt\n");
    environment.put("CREDENTIALS_DIRECTORY", directory.toString());

    var settings = settings();

    assertEquals(new Login.Password(new Secret("öffne dich")), account(settings).login());
    assertEquals(
        Optional.of(new Secret("rt")),
        Optional.ofNullable(settings.oauth().accounts().get("b"))
            .map(OAuthSettings.Client::refreshToken));
  }

  @ParameterizedTest
  @CsvSource({
    "imap.gmail.com, abcdefghijklmnop",
    "IMAP.Googlemail.com, abcdefghijklmnop",
    "imap.notgmail.com, abcd efgh\u00a0ijkl mnop",
  })
  void leavesOutTheBlanksWithWhichGoogleShowsAPassword(String host, String password)
      throws IOException {
    write("imap.accounts.a: {host: %s, username: u}".formatted(host));
    environment.put("OTPOST_IMAP_ACCOUNTS_A_PASSWORD", "abcd efgh\u00a0ijkl mnop");

    assertEquals(new Login.Password(new Secret(password)), account(settings()).login());
  }

  @ParameterizedTest
  @CsvSource({
    "keep, Keep[]",
    "Seen, Seen[]",
    "delete, Delete[]",
    "{move: Codes}, Move[folder=Codes]",
    "{move: '[Gmail]/Codes = x'}, Move[folder=[Gmail]/Codes = x]",
    "move:Codes, Move[folder=Codes]",
    "move=inbox.codes, Move[folder=inbox.codes]",
    "'\"move: My codes\"', Move[folder=My codes]",
  })
  void takesWhatBecomesOfAMailInEveryForm(String written, String after) throws IOException {
    write(LEAST.formatted(", after: " + written));

    assertEquals(after, account(settings()).after().toString());
  }

  @Test
  void makesUpAnAddressForAUserWithoutOne() throws IOException {
    write(LEAST.formatted(""));

    assertEquals(new Address("a@imap.invalid"), account(settings()).address());
  }

  @Test
  void countsTheAddressWhoseMailIsCollectedAsTheGatewaysButTakesNoneForItBySmtp()
      throws IOException {
    write(
        """
        smtp: {enabled: true, recipients: otp@gw.example.com}
        imap:
          accounts:
            a: {host: h.example, username: a@b.example, password: p}
            b: {host: h.example, username: b@b.example, password: p, recipient: c@b.example}
        """);
    environment.remove("OTPOST_SMTP_ENABLED");

    var settings = settings();

    assertEquals(
        List.of("otp@gw.example.com", "c@b.example", "b@b.example"),
        settings.routing().gateway().patterns());
    assertEquals(List.of("otp@gw.example.com"), settings.smtp().recipients().patterns());
    assertEquals(
        List.of("a@b.example", "c@b.example"),
        settings.imap().accounts().stream().map(it -> it.address().value()).toList());
  }

  @Test
  void readsEveryLimit() throws IOException {
    write(
        """
        imap:
          limits:
            connections: 100
            message: 2MiB
            catch-up: 0
            connect-time: 1s
            answer-time: 2s
            renew-time: 3s
            retry-time: 4s
            retry-time-at-most: 4s
            refused-time: 5s
            refused-time-at-most: 5s
        """);
    environment.put("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com");
    environment.put("OTPOST_SMTP_MAX_MESSAGE_SIZE", "1MiB");
    environment.put("OTPOST_SMTP_LIMITS_IN_FLIGHT", "2MiB");

    assertEquals(
        new Limits(
            100,
            2 << 20,
            0,
            new Times(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5))),
        settings().imap().limits());
  }

  /** otpost status calls a folder deaf after three minutes without an answer. */
  @Test
  void asksEveryServerAtLeastOnceAMinuteWhateverIsConfigured() throws IOException {
    environment.put("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com");
    environment.put("OTPOST_IMAP_LIMITS_RENEW_TIME", "1m");
    assertEquals(Duration.ofMinutes(1), settings().imap().limits().times().renew());

    environment.put("OTPOST_IMAP_LIMITS_RENEW_TIME", "1m1ms");
    assertEquals(1, faults().size());
    assertTrue(faults().getFirst().contains("from 100ms to 1m"), () -> faults().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port: 1",
        "port: 65535",
        "poll-interval: 5s",
        "poll-interval: 1m",
        "since: 1s",
        "since: 30d",
        "tls: none, port: 143",
        "tls: implicit, port: 993",
        "host: 192.0.2.1",
        "host: '2001:db8::1'",
        "after: {move: Codes}, folders: [codes, INBOX]",
      })
  void takesWhatIsJustWithinItsLimits(String line) throws IOException {
    write("imap.accounts.a: {%s}".formatted(line));
    environment.put("OTPOST_IMAP_ACCOUNTS_A_HOST", line.startsWith("host") ? "" : "h.example");
    environment.put("OTPOST_IMAP_ACCOUNTS_A_USERNAME", "u");
    environment.put("OTPOST_IMAP_ACCOUNTS_A_PASSWORD", "p");

    assertEquals(1, settings().imap().accounts().size());
  }

  @Test
  void takesNamesOfFoldersUpToTheirLimitAndNotBeyond() throws IOException {
    write(LEAST.formatted(", folders: " + "x".repeat(500)));
    assertEquals(500, account(settings()).folders().getFirst().length());

    write(LEAST.formatted(", folders: " + "x".repeat(501)));
    assertEquals(1, faults().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          , hst: x               | a.hst (LINE): there is no such key; did you mean imap.accounts.a.host?
          , outh: {preset: x}    | a.outh (LINE): there is no such key; did you mean imap.accounts.a.oauth?
          , oauth: x             | a.oauth (LINE): this is a section; write its keys below it, indented
          , oauth.clientid: x    | a.oauth.clientid (LINE): there is no such key; did you mean imap.accounts.a.oauth.client-id?
          , port: 0              | a.port = 0 (LINE): give a whole number from 1 to 65535
          , port: 65536          | a.port = 65536 (LINE): give a whole number from 1 to 65535
          , port: 143            | a.port = 143 (LINE): on this port tls is starttls as a rule, and here it is implicit; leave out one of the two
          , tls: starttls, port: 993 | a.port = 993 (LINE): on this port tls is implicit as a rule, and here it is starttls; leave out one of the two
          , tls: ssl             | a.tls = ssl (LINE): give implicit, starttls or none
          , folders: ','         | a.folders = , (LINE): give FOLDERS
          , folders: 'A, *'      | a.folders = A, * (LINE): number 2 is none; give FOLDERS
          , folders: [inbox, INBOX] | a.folders = inbox,INBOX (LINE): number 2 stands there twice; leave one
          , after: move          | a.after = move (LINE): give keep, seen, delete, or move: and the name of a folder
          , after: {move: A, b: c} | a.after = move=A,b=c (LINE): give keep, seen, delete, or move: and the name of a folder
          , after: {move: Inbox} | a.after = move=Inbox (LINE): this folder is watched itself; name another one
          , poll-interval: 4999ms | a.poll-interval = 4999ms (LINE): give a duration from 5s to 1m, in d, h, m, s or ms, as in 1h30m
          , poll-interval: 1m1ms | a.poll-interval = 1m1ms (LINE): give a duration from 5s to 1m, in d, h, m, s or ms, as in 1h30m
          , since: 31d           | a.since = 31d (LINE): give a duration from 1s to 30d, in d, h, m, s or ms, as in 1h30m
          , recipient: '*@b.example' | a.recipient = *@b.example (LINE): give an address like otp@gw.example.com
          , from: github         | a.from = github (LINE): number 1 is none; give addresses like noreply@github.com, or patterns like *@github.com, separated by commas
          , to: john             | a.to = john (LINE): number 1 is none; give addresses like john@example.com, or patterns like *@example.com, separated by commas
          , without-otp: drop    | a.without-otp = drop (LINE): give post or ignore
          , tls-authorities: ca  | a.tls-authorities = ca (LINE): give an absolute path, like /var/lib/otpost
          , oauth: {preset: google, client-id: c} | a: it has both a password and oauth; leave one of the two
          , password-file: /k    | a.password-file = /k (LINE): imap.accounts.a.password is given as well; leave one of the two
          """)
  void saysWhatIsWrongWithAMailbox(String line, String said) throws IOException {
    write(LEAST.formatted(line));

    assertEquals(
        List.of(
            "imap.accounts."
                + said.replace("LINE", file + ", line 1")
                    .replace("FOLDERS", MailboxWords.folders().unit())),
        faults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          accounts: {a: {username: u, password: p}} | accounts.a.host: say on which server the mailbox is; give a host name like imap.example.com, or an IP address, without a port
          accounts: {a: {host: h.example, password: p}} | accounts.a.username: say as whom otpost logs in, as a rule the whole mail address
          accounts: {a: {host: h.example, username: u}} | accounts.a.password-file: write the password into a file and name it here, or say by oauth how tokens are had
          accounts: {a: {host: h.example, username: u, password-file: /nowhere/p}} | accounts.a.password-file = /nowhere/p (LINE): there is no /nowhere/p; write the password into it, readable for otpost only
          accounts: {a: {host: h.example, username: u, oauth: {preset: google}}} | accounts.a.oauth.client-id: register a client for otpost with the provider of the mailbox, and give its id here
          accounts: {a: {host: h.example, username: u, oauth: {client-id: c}}} | accounts.a.oauth.preset: give google or microsoft, or the endpoints of your provider, token-endpoint at least
          accounts: {a: {username: u, oauth: {preset: yahoo, client-id: c}, host: h.example, oauth.token-endpoint: 'https://a.example'}} | accounts.a.oauth.preset = yahoo (LINE): give google or microsoft
          accounts: {a: {username: u, oauth: {preset: google, client-id: c, device-endpoint: 'ftp://b.example'}}} | accounts.a.oauth.device-endpoint = ftp://b.example (LINE): give a URL like https://login.example.com/oauth2/token
          accounts: {A: {host: x}} | accounts.A (LINE): this can be no name; give a name of small letters a to z and digits
          accounts: {a: x} | accounts.a (LINE): this is a section; write its keys below it, indented
          accounts: {a: {username: U, host: h.example, password: p, folders: A}, b: {username: u, host: H.example, password: q, folders: 'B, A'}} | accounts.b: it watches the same folder of the same mailbox as imap.accounts.a; leave it to one of the two
          limits: {connections: 0} | limits.connections = 0 (LINE): give a whole number from 1 to 100
          limits: {message: 65535} | limits.message = 65535 (LINE): give a size from 64KiB to 100MiB, in KiB, MiB or GiB, or in bytes without a unit
          limits: {retry-time: 61s} | limits.retry-time-at-most = 60s (default): give at least imap.limits.retry-time, which is 61s
          limits: {refused-time-at-most: 59s} | limits.refused-time-at-most = 59s (LINE): give at least imap.limits.refused-time, which is 60s
          limits: {message: 100MiB}, accounts: {a: {host: h.example, username: u, password: p}} | limits.message = 100MiB (LINE): give at most smtp.limits.in-flight, which is 99MiB
          limts: {connections: 5} | limts (LINE): there is no such key; did you mean imap.limits?
          """)
  void saysWhatIsWrongWithMailboxes(String yaml, String said) throws IOException {
    write("imap: {%s}".formatted(yaml));
    environment.put("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com");
    environment.put("OTPOST_SMTP_LIMITS_IN_FLIGHT", "99MiB");

    assertEquals(List.of("imap." + said.replace("LINE", file + ", line 1")), faults());
  }

  @Test
  void takesAsManyFoldersAsThereMayBeConnectionsAndNotOneMore() throws IOException {
    write(LEAST.formatted(", folders: [%s]".formatted(folders(8))));
    assertEquals(8, account(settings()).folders().size());

    write(LEAST.formatted(", folders: [%s]".formatted(folders(9))));
    assertEquals(1, faults().size());
    assertTrue(
        faults()
            .getFirst()
            .endsWith("these are 9, and imap.limits.connections is 8; leave some out, or raise it"),
        () -> faults().toString());
  }

  @Test
  void watchesTwoFoldersOfOneMailboxByTwoAccounts() throws IOException {
    write(
        """
        imap:
          accounts:
            a: {host: h.example, username: u, password: p, folders: A}
            b: {host: h.example, username: u, password: p, folders: a}
            c: {host: i.example, username: u, password: p, folders: A}
            d: {host: h.example, username: v, password: p, folders: A}
        """);

    assertEquals(4, settings().imap().accounts().size());
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() throws IOException {
    write("imap: {accounts: {a: {port: x, tls: y}, b: {oauth: {preset: google, scope: z}}}}");

    assertEquals(
        List.of(
            "imap.accounts.a.host",
            "imap.accounts.a.port",
            "imap.accounts.a.tls",
            "imap.accounts.a.username",
            "imap.accounts.a.password-file",
            "imap.accounts.b.username",
            "imap.accounts.b.oauth.client-id"),
        assertInstanceOf(Faulty.class, load(Purpose.SERVE)).faults().stream()
            .map(Fault::key)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "OTPOST_IMAP_ACCOUNTS_WORK_HOTS, did you mean OTPOST_IMAP_ACCOUNTS_WORK_HOST?",
    "OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_CLIENTID, did you mean"
        + " OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_CLIENT_ID?",
    "OTPOST_IMAP_ACCOUNTS_work_HOST, there is no such key",
    "OTPOST_IMAP_ACCOUNTS_HOST, there is no such key",
    "OTPOST_IMAP_ACOUNTS_WORK_HOST, there is no such key",
    "OTPOST_IMAP_LIMITS_CONECTIONS, did you mean OTPOST_IMAP_LIMITS_CONNECTIONS?",
  })
  void saysWhichVariableIsWrong(String variable, String said) {
    environment.put(variable, "a");
    environment.put("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com");

    assertEquals(1, faults().size());
    assertTrue(faults().getFirst().contains(said), () -> faults().toString());
  }

  @Test
  void takesAPasswordOfAnyLettersUpToItsLimitAndNotBeyond() throws IOException {
    write("imap.accounts.a: {host: h.example, username: u}");
    for (var good : List.of("p", "a b", "pässwörd \uD83D\uDE00", "x".repeat(4096))) {
      environment.put("OTPOST_IMAP_ACCOUNTS_A_PASSWORD", good);
      assertEquals(new Login.Password(new Secret(good)), account(settings()).login());
    }
    for (var bad : List.of("a\nb", "a\tb", "a\u0000b", "a\uFFFD", "\uD83D x", "x".repeat(4097))) {
      environment.put("OTPOST_IMAP_ACCOUNTS_A_PASSWORD", bad);
      assertEquals(1, faults().size());
      assertTrue(faults().getFirst().contains("cannot be"), () -> faults().toString());
    }
  }

  @Test
  void takesNoPasswordFromAFileThatIsNotUtf8OrHasTwoLines() throws IOException {
    var password = secret("password", "");
    write("imap.accounts.a: {host: h.example, username: u, password-file: %s}".formatted(password));

    Files.write(password, new byte[] {'p', (byte) 0xe4});
    assertTrue(faults().getFirst().contains("character 2 cannot"), () -> faults().toString());
    Files.writeString(password, "john\nsesame\n");
    assertTrue(faults().getFirst().contains("character 5 cannot"), () -> faults().toString());
    Files.writeString(password, "\n");
    assertTrue(faults().getFirst().contains("there is nothing in"), () -> faults().toString());
    Files.writeString(password, "\uFEFFsesame\r\n");
    assertEquals(new Login.Password(new Secret("sesame")), account(settings()).login());
  }

  @Test
  void needsNothingToInspectAndReadsNoSecret() throws IOException {
    write(
        """
        imap:
          accounts:
            a: {username: u@b.example, password-file: /nowhere}
            b: {recipient: r@b.example, oauth: {preset: google, refresh-token-file: /nowhere}}
            c: {oauth: {client-secret: s}}
        """);

    var settings = assertInstanceOf(Loaded.class, load(Purpose.INSPECT)).settings();

    assertEquals(
        List.of("u@b.example", "r@b.example", "c@imap.invalid"),
        settings.imap().accounts().stream().map(it -> it.address().value()).toList());
    assertEquals(new Login.Password(Secret.NONE), account(settings).login());
    assertEquals(List.of("b"), List.copyOf(settings.oauth().accounts().keySet()));
  }

  @Test
  void showsNoSecret() throws IOException {
    write(
        """
        imap:
          accounts:
            a: {host: h.example, username: u, password: sesame, passwrd: sesame}
            b: {username: v, oauth: {preset: google, client-id: c, client-secret: sesame,
                refresh-token: sesame, refreshtoken: sesame}}
            c: {host: h.example, username: w, password: "sesame\\nsesame"}
        """);
    assertEquals(3, faults().size());
    assertFalse(load(Purpose.SERVE).toString().contains("sesame"), () -> faults().toString());

    write(Files.readString(file).replaceAll(",\\s+\\w+n?: sesame}", "}").replace("\\n", " "));
    assertFalse(settings().toString().contains("sesame"));
    assertTrue(settings().oauth().accounts().toString().contains("(6 characters)"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false",
    "::1, false",
    "dovecot, false",
    "192.168.1.2, false",
    "mail.example.com, true",
    "2001:db8::1, true",
    "203.0.113.5, true",
  })
  void warnsOfAPasswordThatTravelsInClear(String host, boolean warned) throws IOException {
    write("imap.accounts.a: {host: '%s', username: u, tls: none}".formatted(host));
    environment.put("OTPOST_IMAP_ACCOUNTS_A_PASSWORD", "p");

    var warnings = assertInstanceOf(Loaded.class, load(Purpose.SERVE)).warnings();

    assertEquals(
        warned
            ? List.of(
                "imap.accounts.a.tls is none to another network: the password and the codes can be"
                    + " read on the way; use implicit or starttls")
            : List.of(),
        warnings);
    assertEquals(143, account(settings()).server().port());
  }

  @Test
  void warnsOfTokensThatTravelInClearAndOfAFileThatEverybodyCanRead() throws IOException {
    var token = secret("token", "rt");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    write(
        "imap.accounts.a: {username: u, oauth: {preset: google, client-id: c, refresh-token-file:"
            + " %s, token-endpoint: 'http://b.example/t'}}".formatted(token));

    var warnings = assertInstanceOf(Loaded.class, load(Purpose.SERVE)).warnings();

    assertEquals(
        List.of(
            "imap.accounts.a.oauth.token-endpoint is http to another network: tokens can be read on"
                + " the way; use https",
            "every user of this machine can read the token in %s; chmod 600 it".formatted(token)),
        warnings);
  }

  private static String folders(int count) {
    return IntStream.range(0, count).mapToObj(i -> "F" + i).collect(Collectors.joining(", "));
  }

  private static Account account(Settings settings) {
    return settings.imap().accounts().getFirst();
  }

  private void write(String yaml) throws IOException {
    Files.writeString(file, yaml);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Path secret(String name, String text) throws IOException {
    var secret = directory.resolve(name);
    Files.writeString(secret, text);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    return secret;
  }

  private Configuration load(Purpose purpose) {
    return Configuration.load(Origin.search(file, directory, environment, "mx1"), purpose);
  }

  private Settings settings() {
    var configuration = load(Purpose.SERVE);
    return assertInstanceOf(Loaded.class, configuration, configuration::toString).settings();
  }

  private List<String> faults() {
    var configuration = load(Purpose.SERVE);
    return assertInstanceOf(Faulty.class, configuration, configuration::toString).faults().stream()
        .map(Fault::toString)
        .toList();
  }
}
