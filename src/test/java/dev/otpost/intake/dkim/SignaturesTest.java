package dev.otpost.intake.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.otpost.message.Dkim;
import dev.otpost.message.Dkim.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignaturesTest {

  private static final String MAIL =
      """
      From: GitHub <noreply@github.com>
      To: john@example.com
      Subject: Your  code\s
      Date: Sun, 22 Nov 2026 10:00:00 +0000
      Message-ID: <1@github.com>
      Content-Type: text/plain

      Your code is  123456\s

      Bye


      """
          .replace("\n", "\r\n");

  private static final Signer GITHUB = Signer.rsa("github.com");

  private final Map<String, List<String>> zone = new HashMap<>(GITHUB.zone());
  private final List<String> asked = new ArrayList<>();

  private Dkim check(String mail) {
    return new Signatures(
            (name, _) -> {
              asked.add(name);
              var texts = zone.getOrDefault(name, List.of());
              if (texts.contains("SERVFAIL")) {
                throw new IOException("a test");
              }
              return texts;
            })
        .check(mail.getBytes(ISO_8859_1));
  }

  private static Verdict verdict(Dkim dkim) {
    return dkim.verdict();
  }

  private void assertVerdict(Verdict verdict, String because, String mail) {
    var dkim = check(mail);
    assertEquals(verdict, dkim.verdict(), dkim::toString);
    assertEquals(because, dkim.because());
  }

  private void assertPasses(String mail) {
    assertEquals(new Dkim(Verdict.PASS, "github.com", "signed by github.com"), check(mail));
  }

  /** RFC 8463 A: signed by others, with a key of either kind. */
  private static final String[] RFC_8463 = {
    """
    DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
     d=football.example.com; i=@football.example.com;
     q=dns/txt; s=brisbane; t=1528637909; h=from : to :
     subject : date : message-id : from : subject : date;
     bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
     b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
     Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
    """,
    """
    DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
     d=football.example.com; i=@football.example.com;
     q=dns/txt; s=test; t=1528637909; h=from : to : subject :
     date : message-id : from : subject : date;
     bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
     b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
     DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
     dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
    """
  };

  private static final String RFC_8463_MAIL =
      """
      From: Joe SixPack <joe@football.example.com>
      To: Suzie Q <suzie@shopping.example.net>
      Subject: Is dinner ready?
      Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
      Message-ID: <20030712040037.46341.5F8J@football.example.com>

      Hi.

      We lost the game.  Are you hungry yet?

      Joe.
      """;

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void passesTheMailsOfTheStandard(int which) {
    zone.put(
        "brisbane._domainkey.football.example.com",
        List.of("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
    zone.put(
        "test._domainkey.football.example.com",
        List.of(
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
                + "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
                + "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
                + "Ip3G+2kryOTIKT+l/K4w3QIDAQAB"));
    var mail = RFC_8463[which] + RFC_8463_MAIL;
    var pass = new Dkim(Verdict.PASS, "football.example.com", "signed by football.example.com");
    assertEquals(pass, check(mail.replace("\n", "\r\n")));
    assertEquals(pass, check(mail), "with the line ends of a pipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relaxed/relaxed", "simple/simple", "relaxed/simple", "simple/relaxed"})
  void passesEveryFormOfBothAlgorithms(String form) {
    assertPasses(GITHUB.in(form).sign(MAIL));
    var ed25519 = Signer.ed25519("github.com").in(form);
    zone.putAll(ed25519.zone());
    assertPasses(ed25519.sign(MAIL));
  }

  @Test
  void passesAMailThatGmailForwarded() {
    assertPasses(
        """
        Return-Path: <john+caf_=otp=gw.example.com@gmail.com>
        Received: from mail-sor-f41.google.com by gw.example.com
        X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=1e100.net; s=x;
         h=from; bh=AAAA; b=BBBB
        X-Forwarded-To: otp@gw.example.com
        Delivered-To: john@gmail.com
        ARC-Seal: i=1; a=rsa-sha256
        """
                .replace("\n", "\r\n")
            + GITHUB.sign(MAIL));
  }

  @Test
  void passesAMailWhoseLinesEndInLf() {
    assertPasses(GITHUB.sign(MAIL).replace("\r\n", "\n"));
    assertPasses("From x@y Sun Nov 22 10:00:00 2026\n" + GITHUB.sign(MAIL).replace("\r\n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relaxed/relaxed", "simple/simple"})
  void passesAMailWithoutABody(String form) {
    var header = MAIL.substring(0, MAIL.indexOf("\r\n\r\n") + 4);
    assertPasses(GITHUB.in(form).sign(header));
    assertPasses(GITHUB.in(form).sign(header + "\r\n\r\n"));
  }

  @Test
  void passesBytesThatAreNoUtf8() {
    assertPasses(GITHUB.sign(MAIL.replace("Your", "D\u00e9\u00ff\u0080").replace("Bye", "\u00fc")));
  }

  @Test
  void passesBodiesOfAllShapes() {
    var random = new Random(7);
    for (int i = 0; i < 300; i++) {
      var body = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        body.append(List.of(" ", "\t", "\r\n", "a", "bc", "  ", "\r\n\r\n").get(random.nextInt(7)));
      }
      var form = List.of("relaxed/relaxed", "simple/simple").get(i % 2);
      var mail = MAIL.substring(0, MAIL.indexOf("\r\n\r\n") + 4) + body + "\r\n";
      assertPasses(GITHUB.in(form).sign(mail));
    }
  }

  @Test
  void passesLongFieldsAndLines() {
    assertPasses(GITHUB.sign("X-Long: " + "a".repeat(100_000) + "\r\n" + MAIL));
    assertPasses(GITHUB.sign(MAIL + "b".repeat(1_000_000) + "\r\n"));
    assertPasses(
        GITHUB.signing("from:subject:x").sign("X:" + " y\r\n".repeat(20_000) + " z\r\n" + MAIL));
  }

  @Test
  void isSaidOfADomainAboveTheAuthors() {
    var mail = MAIL.replace("noreply@github.com", "noreply@mail.github.com");
    assertPasses(GITHUB.sign(mail));
    assertPasses(GITHUB.sign(mail.replace("noreply@mail.github.com", "NOREPLY@Mail.GitHub.COM")));
  }

  @Test
  void saysNoneOfAMailThatIsNotSigned() {
    assertVerdict(Verdict.NONE, "it is not signed", MAIL);
    assertVerdict(Verdict.NONE, "it is not signed", "");
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @CsvSource({
    "123456, 654321",
    "Your  code, My code",
    "noreply@github.com, evil@github.com",
    "john@example.com, john@evil.example",
    "Bye, Bye. P.S.",
  })
  void failsWhatWasChanged(String from, String to) {
    assertVerdict(
        Verdict.FAIL, "the mail is not what was signed", GITHUB.sign(MAIL).replace(from, to));
  }

  @Test
  void failsAWrongKey() {
    zone.putAll(GITHUB.with(Signer.keys("RSA", 1024)).zone());
    assertVerdict(Verdict.FAIL, "the mail is not what was signed", GITHUB.sign(MAIL));
  }

  @Test
  void failsARevokedKey() {
    zone.put(GITHUB.name(), List.of("v=DKIM1; k=rsa; p="));
    assertVerdict(Verdict.FAIL, "the key is revoked", GITHUB.sign(MAIL));
  }

  @ParameterizedTest
  @CsvSource({
    "From: x@github.com, from",
    "from : GitHub <noreply@github.com>, from",
    "Subject: Your code is 999999, subject",
    "To: eve@example.com, to",
    "Content-Type: text/html, content-type",
  })
  void failsAFieldThatStandsThereTwice(String field, String name) {
    var mail = GITHUB.sign(MAIL);
    assertVerdict(Verdict.FAIL, "it has more than one " + name, field + "\r\n" + mail);
    assertVerdict(
        Verdict.FAIL, "it has more than one " + name, mail.replace("To:", field + "\r\nTo:"));
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@github.com, b@github.com",
        "<a@github.com>b@evil.example",
        "<a@github.com> <b@github.com>",
        "GitHub: a@github.com;",
        "<@evil.example:a@github.com>",
        "nobody",
        "",
      })
  void failsAFromThatIsNotOneMailbox(String from) {
    var mail = MAIL.replace("GitHub <noreply@github.com>", from);
    assertVerdict(Verdict.FAIL, "its From is not one mailbox", GITHUB.sign(mail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil-github.com", "com", "notgithub.com", "a.github.com"})
  void takesNoSignatureOfAnotherDomainAndDoesNotAskForItsKey(String domain) {
    var other = Signer.rsa(domain);
    zone.putAll(other.zone());
    assertVerdict(Verdict.POLICY, "the signature is not of the domain in From", other.sign(MAIL));
    assertEquals(List.of(), asked);
  }

  @Test
  void takesNoSha1() {
    assertVerdict(
        Verdict.POLICY,
        "signed with a hash that is not trusted any more",
        GITHUB.by("rsa-sha1").sign(MAIL));
  }

  @ParameterizedTest
  @CsvSource({"1016, POLICY", "1024, PASS", "8192, PASS", "8200, POLICY"})
  void takesKeysOfSoManyBitsOnly(int bits, Verdict verdict) {
    // To make one of 8192 bits takes seconds; what its length is shows before it is used.
    var large = bits > 4096;
    var signer = GITHUB.with(large ? ofModulus(bits) : Signer.keys("RSA", bits));
    zone.putAll(signer.zone());
    var mail = large ? GITHUB.sign(MAIL) : signer.sign(MAIL);
    var expected = large && verdict == Verdict.PASS ? Verdict.FAIL : verdict;
    assertEquals(expected, verdict(check(mail)));
  }

  private static java.security.KeyPair ofModulus(int bits) {
    try {
      var modulus =
          java.math.BigInteger.ONE.shiftLeft(bits - 1).add(java.math.BigInteger.valueOf(12345));
      var spec =
          new java.security.spec.RSAPublicKeySpec(modulus, java.math.BigInteger.valueOf(65537));
      return new java.security.KeyPair(
          java.security.KeyFactory.getInstance("RSA").generatePublic(spec),
          GITHUB.keys().getPrivate());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesNoSignatureOfAPartOfTheBody() {
    var signed = GITHUB.saying(" l=1000;").sign(MAIL);
    assertVerdict(Verdict.POLICY, "only a part of the body is signed", signed + "more");
    assertVerdict(Verdict.POLICY, "only a part of the body is signed", signed);
  }

  @Test
  void wantsTheSubjectToBeSigned() {
    var without = GITHUB.signing("from:to:date");
    assertVerdict(Verdict.POLICY, "the Subject is not signed", without.sign(MAIL));
    assertPasses(without.sign(MAIL.replace("Subject: Your  code \r\n", "")));
  }

  @Test
  void saysPermerrorWhereThereIsNoKey() {
    zone.clear();
    assertVerdict(Verdict.PERMERROR, "there is no key for the signature", GITHUB.sign(MAIL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 -all",
        "garbage",
        "",
        "v=DKIM1; k=rsa; p=!!!",
        "v=DKIM1; k=rsa; p=AAAA",
        "v=DKIM1; k=ed25519; p=AAAA",
        "v=DKIM1; k=what; p=AAAA",
        "v=DKIM1; h=sha1; k=rsa; p=AAAA",
        "v=DKIM2; p=AAAA",
      })
  void saysPermerrorOfAKeyThatIsNone(String record) {
    zone.put(GITHUB.name(), List.of(record));
    assertEquals(Verdict.PERMERROR, verdict(check(GITHUB.sign(MAIL))));
  }

  @Test
  void findsTheKeyAmongOtherTexts() {
    zone.put(GITHUB.name(), List.of("v=spf1 -all", GITHUB.record()));
    assertPasses(GITHUB.sign(MAIL));
  }

  @Test
  void saysTemperrorWhereTheDnsDoesNotAnswer() {
    zone.put(GITHUB.name(), List.of("SERVFAIL"));
    assertVerdict(Verdict.TEMPERROR, "its key cannot be looked up just now", GITHUB.sign(MAIL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t=99999999999;",
        "t=never;",
        "t=0; t=1;",
        "x=1;",
        "x=99999999999999999999999;",
        "l=-1;",
        "v=2;",
        "q=http;",
        "i=@evil.example;",
        "c=what/ever;",
        "=;",
        ";;;;",
      })
  void goesOnToAGoodSignatureBelowAnyOther(String tags) {
    var strange = GITHUB.saying(" " + tags).sign(MAIL);
    var mail = GITHUB.sign(MAIL);
    var first = strange.substring(0, strange.length() - MAIL.length());
    assertPasses(first + mail);
    assertPasses(mail.substring(0, mail.length() - MAIL.length()) + first + MAIL);
  }

  @Test
  void doesNotMindWhenItWasSigned() {
    assertPasses(GITHUB.saying(" t=99999999999;").sign(MAIL));
    assertVerdict(Verdict.FAIL, "a signature has expired", GITHUB.saying(" t=1; x=2;").sign(MAIL));
  }

  @Test
  void goesOnToAGoodSignatureBelowOneWhoseKeyIsNotKnownNow() {
    var other =
        new Signer(
            "rsa-sha256", GITHUB.keys(), "mail.github.com", "relaxed/relaxed", Signer.FIELDS, "");
    zone.put(other.name(), List.of("SERVFAIL"));
    var mail = MAIL.replace("noreply@github.com", "noreply@mail.github.com");
    assertPasses(other.sign(GITHUB.sign(mail)));
    zone.clear();
    zone.put(other.name(), List.of("SERVFAIL"));
    assertEquals(Verdict.TEMPERROR, verdict(check(GITHUB.sign(other.sign(mail)))));
  }

  @Test
  void looksAtSoManySignaturesAndNoMore() {
    var bad = "DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from; bh=AA; b=BB\r\n";
    assertPasses(bad.repeat(Signatures.MOST - 1) + GITHUB.sign(MAIL));
    assertEquals(Verdict.POLICY, verdict(check(bad.repeat(Signatures.MOST) + GITHUB.sign(MAIL))));
  }

  @Test
  void looksAtSoLongASignatureAndNoLonger() {
    var bare = GITHUB.saying(" z=;").sign(MAIL);
    int length = bare.indexOf("\r\nFrom:");
    int room = SignatureCheck.LONGEST - length;
    assertPasses(GITHUB.saying(" z=" + "z".repeat(room) + ";").sign(MAIL));
    assertVerdict(
        Verdict.PERMERROR,
        "a signature is too long",
        GITHUB.saying(" z=" + "z".repeat(room + 1) + ";").sign(MAIL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a ", "a\r\n ", "=", ";", "a=b;", "\"", ":", "h=from:", "b="})
  void isDoneWithAnySignatureThatSomebodyMakesUp(String piece) {
    var garbage = "DKIM-Signature: " + piece.repeat(16_000 / piece.length());
    assertNotEquals(Verdict.PASS, verdict(check(garbage + "\r\n" + MAIL)));
    assertPasses(garbage.replaceAll("\\s+$", "") + "\r\n" + GITHUB.sign(MAIL));
  }

  @Test
  void readsHeadersOfSoManyFieldsAndNoMore() {
    var mail = GITHUB.sign(MAIL);
    int there = 7;
    assertPasses("X: y\r\n".repeat(Header.MOST_FIELDS - there) + mail);
    assertVerdict(
        Verdict.PERMERROR,
        "its header is too large or not well-formed",
        "X: y\r\n".repeat(Header.MOST_FIELDS - there + 1) + mail);
  }

  @Test
  void readsHeadersOfSoManyBytesAndNoMore() {
    var mail = GITHUB.sign(MAIL);
    int room = Header.LONGEST - (mail.indexOf("\r\n\r\n") + 2) - "X:\r\n".length();
    assertPasses("X:" + "y".repeat(room) + "\r\n" + mail);
    assertEquals(Verdict.PERMERROR, verdict(check("X:" + "y".repeat(room + 1) + "\r\n" + mail)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y\nSubject: Your code is 999999\r\n",
        "X: y\rSubject: Your code is 999999\r\n",
        "X: y\n\nnot a field\r\n",
        "not a field\r\n",
        ": y\r\n",
        " goes on from nowhere\r\n",
        "X\0: y\r\n",
      })
  void takesNoHeaderThatCanBeReadInTwoWays(String first) {
    // Below a field that is one, so that CRLF ends the lines of the mail.
    var mail = "A: b\r\n" + GITHUB.sign(MAIL);
    assertPasses(mail);
    var spoilt = first.startsWith(" ") ? first + mail : mail.replaceFirst("From:", first + "From:");
    assertEquals(Verdict.PERMERROR, verdict(check(spoilt)));
  }

  @Test
  void saysPermerrorOfASignatureThatNamesNoDomain() {
    for (var domain : List.of("github.com.", "a b.com", "gith\u00fcb.com", "..", "*.github.com")) {
      assertEquals(Verdict.PERMERROR, verdict(check(Signer.rsa(domain).sign(MAIL))), domain);
    }
    assertEquals(List.of(), asked);
  }
}
