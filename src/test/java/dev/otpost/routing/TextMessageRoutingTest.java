package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Decision;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.PhoneNumber;
import dev.otpost.message.TextMessage;
import dev.otpost.message.Wildcards;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.RoutingSettings.Alias;
import dev.otpost.routing.RoutingSettings.Identifiers;
import dev.otpost.routing.RoutingSettings.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextMessageRoutingTest {

  private static final Identifier NUMBER = new Identifier("+4915112345678");

  private static Decision decide(
      List<Route> routes, Identifiers identifiers, String from, Optional<Instant> sentAt) {
    var text =
        new TextMessage(
            "SM1", from, new PhoneNumber(NUMBER.value()), "Your code is 471108", sentAt);
    var router =
        new Router(
            new RoutingSettings(
                Incoming.RECIPIENTS,
                Incoming.LIFETIME,
                PostingSettings.STANDARD,
                routes,
                identifiers));
    var envelope = text.envelope("192.0.2.1", Incoming.NOW);
    return router.route(envelope, new MessageParser().parse(text.raw())).getFirst();
  }

  private static Decision.Deliver deliver(List<Route> routes, Identifiers identifiers) {
    return assertInstanceOf(
        Decision.Deliver.class, decide(routes, identifiers, "GOOGLE", Optional.empty()));
  }

  private static Route route(String name, String recipient, Optional<Identifier> identifier) {
    var recipients = recipient.isEmpty() ? Wildcards.NONE : new Wildcards(List.of(recipient));
    return new Route(name, recipients, Wildcards.NONE, identifier);
  }

  @Test
  void goesByDefaultUnderTheNumberThatItWasSentTo() {
    var deliver = deliver(List.of(route("all", "*@*", Optional.empty())), Identifiers.ANY);
    assertEquals(new Lane(Lane.DEFAULT_ROUTE, NUMBER), deliver.lane());
    assertEquals("Your code is 471108", deliver.content());
    assertTrue(deliver.because().contains("the number that the text message was sent to"));
  }

  @Test
  void goesByTheRouteWhoseIdentifierItsNumberIs() {
    var routes =
        List.of(
            route("mail", "otp+bank@gw.example", Optional.of(NUMBER)),
            route("other", "", Optional.of(new Identifier("+4915112345679"))),
            route("phone", "", Optional.of(NUMBER)));
    assertEquals("phone", deliver(routes, Identifiers.ANY).lane().route());
    assertEquals("mail", deliver(routes.subList(0, 2), Identifiers.ANY).lane().route());
  }

  @Test
  void aliasesHoldForNumbers() {
    var john = new Identifier("john@example.com");
    var identifiers =
        new Identifiers(
            List.of(new Alias(new Wildcards(List.of(NUMBER.value())), john)), Wildcards.NONE);
    var routes = List.of(route("john", "", Optional.of(john)));
    assertEquals(new Lane("john", john), deliver(routes, identifiers).lane());
  }

  @Test
  void isHeldIfNobodyAllowsItsNumber() {
    var identifiers = new Identifiers(List.of(), new Wildcards(List.of("*@example.com")));
    assertInstanceOf(
        Decision.Hold.class, decide(List.of(), identifiers, "GOOGLE", Optional.empty()));
  }

  @Test
  void noSenderIsGmail() {
    assertInstanceOf(
        Decision.Deliver.class,
        decide(List.of(), Identifiers.ANY, "forwarding-noreply@google.com", Optional.empty()));
  }

  @Test
  void livesFromWhenItWasReceivedIfThatIsSaid() {
    var before = Incoming.NOW.minus(Duration.ofMinutes(10));
    for (var at : List.of(before, Incoming.NOW.plusSeconds(90))) {
      var deliver =
          assertInstanceOf(
              Decision.Deliver.class,
              decide(List.of(), Identifiers.ANY, "GOOGLE", Optional.of(at)));
      assertEquals(at.equals(before) ? before : Incoming.NOW, deliver.life().origin());
    }
  }

  @Test
  void twoSendersAreTwoSites() {
    var one = decide(List.of(), Identifiers.ANY, "GOOGLE", Optional.of(Incoming.NOW));
    var other = decide(List.of(), Identifiers.ANY, "32665", Optional.of(Incoming.NOW));
    assertNotEquals(
        assertInstanceOf(Decision.Deliver.class, one).written().orElseThrow(),
        assertInstanceOf(Decision.Deliver.class, other).written().orElseThrow());
  }
}
