package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Headers;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

  private final Router router =
      new Router(new RoutingSettings(Incoming.RECIPIENTS, Incoming.LIFETIME));

  private static List<Address> addresses(String list) {
    return list == null ? List.of() : Incoming.addresses(list);
  }

  private static Letter letter(
      String from, String to, String cc, Headers headers, Optional<Forwarded> forwarded) {
    return Draft.of("Code", "4711")
        .from(from)
        .to(addresses(to))
        .cc(addresses(cc))
        .forwarded(forwarded)
        .headers(headers)
        .letter();
  }

  private Decision.Deliver deliver(Envelope envelope, Letter letter) {
    return assertInstanceOf(Decision.Deliver.class, router.route(envelope, letter).getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // To | Cc | MAIL FROM | fields | identifier | because
        "john@a.example | | | | john@a.example | To of",
        "John@A.example | | | | john@a.example | To of",
        "john@a.example JOHN@A.example | | | | john@a.example | To of",
        "otp@gw.example john@a.example | | | | john@a.example | To of",
        "john@a.example | ann@a.example | | X-Forwarded-For: j@g.example | john@a.example | To of",
        "| john@a.example | | | john@a.example | Cc of",
        "otp@gw.example | john@a.example | | | john@a.example | Cc of",
        "otp+x@gw.example | | | | otp@gw.example | straight",
        "ann@a.example john@a.example | | | | otp@gw.example | UNSURE",
        "| ann@a.example john@a.example | | | otp@gw.example | UNSURE",
        "ann@a.example john@a.example | | | X-Forwarded-For: j@g.example otp@gw.example |"
            + " j@g.example | X-Forwarded-For",
        "| | | X-Forwarded-For: otp@gw.example j@g.example | j@g.example | X-Forwarded-For",
        "| | j.d+caf_=otp=gw.example@g.example | | j.d@g.example | MAIL FROM",
        "| | j+caf_=otp=gw.example@g.example | X-Forwarded-For: k@g.example | j@g.example | MAIL"
            + " FROM",
        "| | j+caf_=otp=gw.example@g.example | Delivered-To: k@g.example | j@g.example | MAIL FROM",
        "| | | Delivered-To: otp@gw.example; Delivered-To: k@g.example; Delivered-To: l@g.example |"
            + " k@g.example | Delivered-To",
        "| | | X-Original-To: o@g.example; Delivered-To: <k@g.example> | o@g.example |"
            + " X-Original-To",
        "| | | X-Original-To: o@g.example | o@g.example | X-Original-To",
        "| | +caf_=otp@g.example | X-Forwarded-For: 192.0.2.7 | otp@gw.example | UNSURE",
        "| | | | otp@gw.example | UNSURE",
      })
  void namesTheAddressThatTheSiteWroteTo(
      String to, String cc, String mailFrom, String fields, String identifier, String because) {
    var headers =
        new Headers(
            fields == null
                ? List.of()
                : Arrays.stream(fields.split("; "))
                    .map(field -> field.split(": ", 2))
                    .map(field -> new Headers.Field(field[0], field[1]))
                    .toList());
    var decision =
        deliver(
            Incoming.envelope(mailFrom == null ? "" : mailFrom, Incoming.GATEWAY),
            letter("a@acme.example", to, cc, headers, Optional.empty()));
    assertEquals(identifier, decision.lane().identifier().value());
    assertTrue(decision.because().contains(because), decision.because());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // From | To of the original | identifier | because
        "john@a.example | j@b.example | j@b.example | To of",
        "john@a.example | ann@b.example j@b.example | john@a.example | the forwarder",
        "j.d@gmail.com | ann@b.example jd+acme@gmail.com | jd+acme@gmail.com | forwarder's own",
        "john@a.example | ann@b.example John@a.example | john@a.example | To of",
        "john@a.example | | john@a.example | the forwarder",
        "john@a.example | otp@gw.example | john@a.example | the forwarder",
        "nobody | | otp@gw.example | straight",
      })
  void namesTheRecipientOfAForwardedOriginal(
      String from, String to, String identifier, String because) {
    for (var how : Forwarded.How.values()) {
      var original = new Forwarded(how, Optional.empty(), addresses(to), Optional.empty());
      var decision =
          deliver(
              Incoming.envelope("john@a.example", Incoming.GATEWAY),
              letter(from, "otp@gw.example", "", Headers.NONE, Optional.of(original)));
      assertEquals(identifier, decision.lane().identifier().value());
      assertTrue(decision.because().contains(because), decision.because());
    }
  }

  @Test
  void decidesForEachRecipientInTheirOrder() {
    var other = new Address("otp+x@gw.example");
    var straight = letter("a@acme.example", "otp@gw.example", "", Headers.NONE, Optional.empty());
    var decisions = router.route(Incoming.envelope("", other, Incoming.GATEWAY), straight);
    assertEquals(
        List.of(other, Incoming.GATEWAY), decisions.stream().map(Decision::recipient).toList());
    assertEquals(
        "otp+x@gw.example", ((Decision.Deliver) decisions.getFirst()).lane().identifier().value());
  }

  @Test
  void givesALifeFromTheArrivalAndTheWholeContent() {
    var decision =
        deliver(
            Incoming.envelope("", Incoming.GATEWAY),
            letter("a@acme.example", "j@a.example", "", Headers.NONE, Optional.empty()));
    assertEquals(Incoming.NOW, decision.life().origin());
    assertEquals(Incoming.NOW.plus(Duration.ofMinutes(15)), decision.life().end());
    assertEquals("Subject: Code\n\n4711", decision.content());
  }

  @Test
  void endsALifeWhenTheMailSaysSo() {
    var said =
        Draft.of("", "123456 is good for 5 minutes")
            .to(addresses("j@a.example"))
            .otp(new Otp.Code("123456", "a test"))
            .validFor(Duration.ofMinutes(5))
            .letter();
    assertEquals(
        Incoming.NOW.plus(Duration.ofMinutes(5)),
        deliver(Incoming.envelope("", Incoming.GATEWAY), said).life().end());
  }

  @Test
  void holdsAMailInWhichThereIsNothingToRead() {
    var empty = Draft.of("", "").to(addresses("j@a.example")).letter();
    var hold =
        assertInstanceOf(
            Decision.Hold.class,
            router.route(Incoming.envelope("", Incoming.GATEWAY), empty).getFirst());
    assertEquals("nothing to read in it", hold.because());
  }
}
