package dev.otpost.demo;

import dev.otpost.message.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;

/**
 * A 2FA mail of an invented bank, as it arrives at a gateway after Gmail forwarded it by itself:
 * the site wrote to the recipient, a filter of the recipient's mailbox sends it on. Text and HTML
 * alternatives, the traces that Gmail leaves in the head, and a code that no other sample has but
 * by chance (one in a million).
 */
public final class SampleMail {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int TIMEOUT_MILLIS = 30_000;

  private final String code;
  private final String mailFrom;
  private final Address gateway;
  private final String text;

  private SampleMail(String code, String mailFrom, Address gateway, String text) {
    this.code = code;
    this.mailFrom = mailFrom;
    this.gateway = gateway;
    this.text = text;
  }

  /**
   * A new mail with a new code.
   *
   * @param recipient to whom the site wrote, and whose mailbox forwards it
   * @param gateway to which it is forwarded
   * @param now when the site wrote it
   */
  public static SampleMail forwarded(Address recipient, Address gateway, Instant now) {
    var code = "%06d".formatted(RANDOM.nextInt(1_000_000));
    // The forwarder's own address with the target inside, as Gmail writes it.
    var mailFrom =
        "%s+caf_=%s=%s@%s"
            .formatted(recipient.local(), gateway.local(), gateway.domain(), recipient.domain());
    var text =
        MAIL.replace("{code}", code)
            .replace("{recipient}", recipient.value())
            .replace("{gateway}", gateway.value())
            .replace("{date}", DATE.format(now))
            .replace("{id}", hex(12))
            .replace("{boundary}", "=_" + hex(10));
    return new SampleMail(code, mailFrom, gateway, text.replace("\n", "\r\n"));
  }

  /** The six digits that Skyvern should get to know. */
  public String code() {
    return code;
  }

  /** The reverse-path with which Gmail sends it. */
  public String mailFrom() {
    return mailFrom;
  }

  /** The mail, header and body, lines ended by CRLF, only ASCII in it. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends it to its gateway by way of the SMTP server given; see {@link #send(String, int, String,
   * String, byte[])}.
   */
  public void send(String host, int port) throws IOException {
    send(host, port, mailFrom, gateway.value(), bytes());
  }

  /**
   * Sends a mail by SMTP and returns when the server has said yes to it.
   *
   * @param mailFrom the reverse-path; empty for the null reverse-path
   * @param mail header and body
   * @throws IOException if the server cannot be reached or does not take the mail, with its answer
   */
  public static void send(String host, int port, String mailFrom, String rcptTo, byte[] mail)
      throws IOException {
    var properties = new Properties();
    properties.setProperty("mail.smtp.from", mailFrom.isEmpty() ? "<>" : mailFrom);
    properties.setProperty("mail.smtp.localhost", "mail-relay.example");
    for (var timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty("mail.smtp." + timeout, Integer.toString(TIMEOUT_MILLIS));
    }
    var session = Session.getInstance(properties);
    try (var transport = session.getTransport("smtp")) {
      var message = new MimeMessage(session, new ByteArrayInputStream(mail));
      transport.connect(host, port, null, null);
      transport.sendMessage(message, new InternetAddress[] {new InternetAddress(rcptTo)});
    } catch (MessagingException refused) {
      // Callers know the world's failures as IOException; the mail library stays in here.
      throw new IOException("not sent: " + refused.getMessage(), refused);
    }
  }

  @Override
  public String toString() {
    return "SampleMail[%d octets]".formatted(text.length());
  }

  private static String hex(int octets) {
    var random = new byte[octets];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static final String MAIL =
      """
      Received: by 2002:a05:6402:2741:b0:a1 with SMTP id z1csp{id};
              {date}
      X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=1e100.net; s=20251104;
              h=to:subject:date:message-id:from:x-forwarded-for:x-forwarded-to;
              bh=c3RhbmQtaW4gZm9yIGEgYm9keSBoYXNo; b=c3RhbmQtaW4gZm9yIGEgc2lnbmF0dXJl
      X-Forwarded-Encrypted: i=1; AJvYcC{id}@{id}
      X-Gm-Message-State: AOJu0Y{id}
      X-Forwarded-To: {gateway}
      X-Forwarded-For: {recipient} {gateway}
      Delivered-To: {recipient}
      ARC-Seal: i=1; a=rsa-sha256; t=1; cv=none; d=google.com; s=arc-20240605; b=c3RhbmQtaW4
      ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@harbourbank.example
      Return-Path: <bounce+{id}@mail.harbourbank.example>
      Received: from mail.harbourbank.example (mail.harbourbank.example. [192.0.2.25])
              by mx.google.com with ESMTPS id 4fb4d7f4-{id}
              for <{recipient}> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384);
              {date}
      DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=harbourbank.example; s=m1;
              h=from:to:subject:date:message-id; bh=c3RhbmQtaW4; b=c3RhbmQtaW4
      Message-ID: <{id}@mail.harbourbank.example>
      Date: {date}
      From: "Harbour Bank" <no-reply@harbourbank.example>
      To: {recipient}
      Subject: Your Harbour Bank sign-in code
      MIME-Version: 1.0
      Content-Type: multipart/alternative; boundary="{boundary}"

      --{boundary}
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Hello,

      someone is signing in to your account. If it=E2=80=99s you, enter this code:

      {code}

      It is valid for 10 minutes. We will never ask you for it on the telephone.

      Harbour Bank =C2=B7 12 Pier Road, Portsmouth

      --{boundary}
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <!DOCTYPE html><html><head><meta charset=3D"utf-8"><title>Sign-in code</titl=
      e><style>.code{font-size:32px;letter-spacing:6px} .pre{display:none}</style>=
      </head><body style=3D"margin:0;background:#f4f6f8">
      <div class=3D"pre" style=3D"display:none;max-height:0">Your code is inside</div>
      <table role=3D"presentation" width=3D"100%"><tr><td align=3D"center">
      <table role=3D"presentation" width=3D"560"><tr><td>
      <img src=3D"https://static.harbourbank.example/logo@2x.png" width=3D"140" al=
      t=3D"Harbour Bank">
      <p>Hello,</p>
      <p>someone is signing in to your account. If it=E2=80=99s you, enter this co=
      de:</p>
      <p class=3D"code"><strong>{code}</strong></p>
      <p>It is valid for 10 minutes. We will never ask you for it on the telephone=
      .</p>
      <p style=3D"color:#888">Harbour Bank =C2=B7 12 Pier Road, Portsmouth</p>
      </td></tr></table></td></tr></table>
      <img src=3D"https://t.harbourbank.example/o/{id}.gif" width=3D"1" height=3D"=
      1" alt=3D"">
      </body></html>

      --{boundary}--
      """;
}
