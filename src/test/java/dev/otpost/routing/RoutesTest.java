package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Decision;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.RoutingSettings.Alias;
import dev.otpost.routing.RoutingSettings.Identifiers;
import dev.otpost.routing.RoutingSettings.Route;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes, aliases and whose codes are posted. */
class RoutesTest {

  private static final List<Route> ROUTES =
      List.of(
          route("sales", "sales@gw.example", "", "team@corp.example"),
          route("bank", "", "bank.example *@*.bank.example", ""),
          route("both", "sales@gw.example", "*@bank.example", "both@corp.example"),
          route("shop", "", "*@shop.example", "shop@corp.example"),
          route("staging", "staging@gw.example", "", ""),
          route("whole", "*@other.example", "", "whole@corp.example"),
          route("part", "a*@other.example", "", "part@corp.example"),
          route("tagonly", "", "", "+4915112345678"));

  private static Route route(String name, String recipient, String from, String identifier) {
    return new Route(
        name,
        wildcards(recipient),
        wildcards(from.replace("bank.example *@", "*@bank.example *@")),
        identifier.isEmpty() ? Optional.empty() : Optional.of(new Identifier(identifier)));
  }

  private static Wildcards wildcards(String patterns) {
    return patterns.isEmpty() ? Wildcards.NONE : new Wildcards(List.of(patterns.split(" ", -1)));
  }

  private static RoutingSettings settings(Identifiers identifiers) {
    return new RoutingSettings(
        Incoming.RECIPIENTS, Incoming.LIFETIME, PostingSettings.STANDARD, ROUTES, identifiers);
  }

  private static Decision.Deliver deliver(String recipient, Letter letter) {
    return assertInstanceOf(
        Decision.Deliver.class, Incoming.decide(settings(Identifiers.ANY), recipient, "", letter));
  }

  @ParameterizedTest
  @CsvSource({
    // recipient, From, route, identifier
    "otp@gw.example, a@acme.example, default, john@a.example",
    "sales@gw.example, a@acme.example, sales, team@corp.example",
    "SALES@GW.example, a@acme.example, sales, team@corp.example",
    "sales@gw.example, a@bank.example, both, both@corp.example",
    "otp@gw.example, a@bank.example, bank, john@a.example",
    "otp@gw.example, a@login.bank.example, bank, john@a.example",
    "otp@gw.example, a@evilbank.example, default, john@a.example",
    "otp@gw.example, a@bank.example.evil.example, default, john@a.example",
    "staging@gw.example, a@acme.example, staging, john@a.example",
    "staging@gw.example, a@bank.example, staging, john@a.example",
    "staging+ann=b.example@gw.example, a@acme.example, staging, ann@b.example",
    "sales+ann=b.example@gw.example, a@acme.example, sales, ann@b.example",
    "sales+x@gw.example, a@acme.example, sales, team@corp.example",
    "abc@other.example, a@acme.example, part, part@corp.example",
    "bbc@other.example, a@acme.example, whole, whole@corp.example",
    "otp+ann=b.example@gw.example, a@shop.example, shop, ann@b.example",
    "otp@gw.example, a@shop.example, shop, shop@corp.example",
    "otp+tagonly@gw.example, a@acme.example, tagonly, +4915112345678",
    "otp+TagOnly@gw.example, a@acme.example, tagonly, +4915112345678",
    "otp+staging@gw.example, a@acme.example, staging, john@a.example",
    "otp+bank@gw.example, a@acme.example, default, john@a.example",
    "otp+nowhere@gw.example, a@acme.example, default, john@a.example",
  })
  void goesByTheRouteThatIsMostCloselyMeant(
      String recipient, String from, String route, String identifier) {
    var deliver = deliver(recipient, Incoming.of("From: " + from + "; To: john@a.example"));
    assertEquals(new Lane(route, new Identifier(identifier)), deliver.lane(), deliver.because());
  }

  @Test
  void saysWhichRouteNamesTheIdentifier() {
    var deliver = deliver("sales@gw.example", Incoming.of("To: john@a.example"));
    assertEquals("route sales says so", deliver.because());
  }

  @Test
  void looksAtTheSiteAndNotAtWhoForwardsItsMail() {
    var block = Incoming.inline("a@bank.example", "john@a.example");
    var byHand = Incoming.of("From: me@f.example; To: otp@gw.example", "Fwd", "1", block);
    assertEquals("bank", deliver("otp@gw.example", byHand).lane().route());

    var inner = Incoming.of("From: a@bank.example; To: john@a.example");
    var attached =
        Incoming.of("From: me@f.example; To: otp@gw.example", "Fwd", "1", Incoming.attached(inner));
    assertEquals("bank", deliver("otp@gw.example", attached).lane().route());

    var fromTheBank =
        Incoming.of(
            "From: a@bank.example; To: otp@gw.example",
            "Fwd",
            "1",
            Incoming.inline("a@acme.example", "john@a.example"));
    assertEquals("default", deliver("otp@gw.example", fromTheBank).lane().route());
  }

  @ParameterizedTest
  @CsvSource({
    "j.o.h.n@gmail.com, john@gmail.com",
    "J.O.H.N@gmail.com, john@gmail.com",
    "john+acme@gmail.com, tagged@gmail.com",
    "john+special@gmail.com, special@gmail.com",
    "john@gmail.com, john@gmail.com",
  })
  void namesTheIdentifierThatSkyvernWaitsFor(String to, String identifier) {
    var aliases =
        new Identifiers(
            List.of(
                alias("john+*@gmail.com", "tagged@gmail.com"),
                alias("john+special@gmail.com", "special@gmail.com"),
                alias("j.o.h.n@gmail.com", "john@gmail.com")),
            Wildcards.NONE);
    var decision =
        assertInstanceOf(
            Decision.Deliver.class,
            Incoming.decide(settings(aliases), "otp@gw.example", "", Incoming.of("To: " + to)));
    assertEquals(identifier, decision.lane().identifier().value());
    assertEquals(
        to.equals(identifier)
            ? "To of the auto-forwarded mail"
            : "To of the auto-forwarded mail, by identifiers.aliases",
        decision.because());
  }

  private static Alias alias(String alias, String identifier) {
    return new Alias(wildcards(alias), new Identifier(identifier));
  }

  private static final Identifiers LIMITED =
      new Identifiers(
          List.of(alias("nick@else.example", "ann@a.example")),
          wildcards("*@example.com Ann@a.example +49*"));

  @ParameterizedTest
  @ValueSource(
      strings = {"john@example.com", "JOHN@Example.com", "ann@a.example", "nick@else.example"})
  void postsTheCodesOfThoseWhomItHandles(String to) {
    assertInstanceOf(
        Decision.Deliver.class,
        Incoming.decide(settings(LIMITED), "otp@gw.example", "", Incoming.of("To: " + to)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "john@sub.example.com",
        "john@example.com.evil.example",
        "john@notexample.com",
        "bob@a.example",
        "otp@gw.example"
      })
  void holdsTheCodesOfOthersSoThatTheyCanBePostedAllTheSame(String to) {
    var hold =
        assertInstanceOf(
            Decision.Hold.class,
            Incoming.decide(settings(LIMITED), "otp@gw.example", "", Incoming.of("To: " + to)));
    assertTrue(hold.because().endsWith(", but identifiers.allow does not name it"), hold.because());
    assertEquals(to, hold.wouldBe().orElseThrow().lane().identifier().value());
  }
}
