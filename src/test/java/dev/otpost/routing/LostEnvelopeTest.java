package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LostEnvelopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // fields | MAIL FROM
        "Return-Path: <john@a.example> | john@a.example",
        "return-path: john@a.example | john@a.example",
        "Return-Path: <bounces+7=x@esp.example> (added by postmaster@x.example) |"
            + " bounces+7=x@esp.example",
        "Received: by x; Return-Path: <last@a.example>; Return-Path: <first@a.example> |"
            + " last@a.example",
        "Return-Path: <>; Return-Path: <first@a.example> | ''",
        "Return-Path: < > | ''",
        "Return-Path: MAILER-DAEMON | ''",
        "Return-Path: <john> | unknown",
        "Return-Path: <john@a.example | unknown",
        "Return-Path: >< | unknown",
        "Return-Path: nobody; Return-Path: <first@a.example> | unknown",
        "From: a@acme.example | unknown",
      })
  void findsTheReversePathThatTheLastServerWrote(String fields, String mailFrom) {
    for (boolean personal : List.of(true, false)) {
      var found =
          LostEnvelope.found(Incoming.stored("otp@gw.example"), Incoming.of(fields), personal);
      assertEquals(mailFrom, found.mailFrom());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // fields | recipient of a mailbox that collects
        "To: otp+acme@gw.example | otp+acme@gw.example",
        "To: OTP+Acme@GW.example | OTP+Acme@GW.example",
        "To: ann@a.example otp+acme@gw.example | otp+acme@gw.example",
        "Cc: otp+john=example.com@gw.example | otp+john=example.com@gw.example",
        "To: ann@a.example; X-Original-To: otp+acme@gw.example | otp+acme@gw.example",
        "Delivered-To: otp+b@gw.example; X-Original-To: <otp+a@gw.example> | otp+a@gw.example",
        "To: otp+c@gw.example; Delivered-To: otp+b@gw.example | otp+b@gw.example",
        "To: otp+c@gw.example; Envelope-To: otp+b@gw.example | otp+b@gw.example",
        "To: otp+c@gw.example; X-Forwarded-To: otp+b@gw.example | otp+b@gw.example",
        "Delivered-To: otp@gw.example; To: otp+acme@gw.example | otp+acme@gw.example",
        "Delivered-To: codes@gw.example; To: ann+x@a.example | otp@gw.example",
        "To: otp+@gw.example | otp@gw.example",
        "To: other+acme@gw.example | otp@gw.example",
        "Reply-To: otp+acme@gw.example | otp@gw.example",
        "| otp@gw.example",
      })
  void findsTheTagOfAnAddressOfTheGatewayAgain(String fields, String recipient) {
    var letter = Incoming.of(fields == null ? "" : fields);
    var envelope = Incoming.stored("otp@gw.example");
    assertEquals(
        List.of(new Address(recipient)), LostEnvelope.found(envelope, letter, false).rcptTo());
    assertEquals(
        List.of(new Address("otp@gw.example")),
        LostEnvelope.found(envelope, letter, true).rcptTo());
  }

  @Test
  void leavesAllElseAsItIs() {
    var envelope = Incoming.stored("otp@gw.example");
    assertEquals(envelope, LostEnvelope.found(envelope, Incoming.of(""), false));
  }

  @Test
  void leavesTheEnvelopeOfAMailThatWasHandedOver() {
    var router = new Router(new RoutingSettings(Incoming.RECIPIENTS, Incoming.LIFETIME));
    Envelope handedOver = Incoming.envelope("john@a.example", Incoming.GATEWAY);
    assertSame(
        handedOver,
        router.envelope(handedOver, Incoming.of("Return-Path: <>; To: otp+acme@gw.example")));
  }
}
