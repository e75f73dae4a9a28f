package dev.otpost.doctor;

import dev.otpost.message.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Hands the test mail to the listener. For one thread, used once. */
final class Handover {

  private final Transit transit;
  private final Way.Listener listener;
  private final Optional<Address> recipient;
  private final Optional<Login> login;
  private final Duration patience;

  Handover(
      Transit transit,
      Way.Listener listener,
      Optional<Address> recipient,
      Optional<Login> login,
      Duration patience) {
    this.transit = transit;
    this.listener = listener;
    this.recipient = recipient;
    this.login = login;
    this.patience = patience;
  }

  /** What goes on over the connection, once there is one. */
  private interface Talk {
    Finding talk(SmtpClient client) throws IOException;
  }

  void steps(Sheet sheet) throws InterruptedException {
    sheet.step("listener", "it takes connections", this::connect);
    sheet.step("encryption", "it encrypts", () -> talk(this::encrypt));
    sheet.step("sender", "it takes mail from here", () -> talk(this::sender));
    sheet.step("recipient", "it takes mail for the gateway", () -> talk(this::recipient));
    sheet.step("mail", "the mail is taken in", () -> talk(this::mail));
  }

  private Finding connect() throws IOException {
    if (listener.port() == 0) {
      return new Finding.Ill(
          "smtp.port is 0, so it took any free one",
          "name it: --server HOST:PORT, as its log says (listening), or give smtp.port a number");
    }
    try {
      var client = SmtpClient.connect(listener.host(), listener.port(), patience);
      transit.talkTo(client);
      if (listener.proxied()) {
        client.introduce();
      }
      var greeting = client.read();
      return greeting.code() == 220
          ? new Finding.Well(listener.where() + " greets: " + greeting.lines().getFirst())
          : Remedy.BUSY.ill(listener.where() + " says " + greeting.words());
    } catch (ConnectException e) {
      return new Finding.Ill(
          "nothing listens on " + listener.where(),
          "otpost runs, but not there: were smtp.host or smtp.port changed since it started? Then"
              + " restart it; a container must publish the port (ports:), or run this inside of"
              + " it");
    } catch (UnknownHostException e) {
      return new Finding.Ill(
          "there is no host " + listener.host(), "see that the name is right, and in the DNS");
    } catch (SocketTimeoutException e) {
      return new Finding.Ill(
          "%s did not answer within %d s".formatted(listener.where(), patience.toSeconds()),
          "a firewall swallows it (nft list ruleset), or what listens there hangs: ss -ltnp says"
              + " which program that is");
    } catch (IOException e) {
      return Remedy.NOT_THERE.ill(listener.where() + ": " + e.getMessage());
    }
  }

  private Finding encrypt(SmtpClient client) throws IOException {
    var hello = client.say("EHLO otpost-doctor");
    if (!hello.offers("STARTTLS")) {
      return new Finding.Unseen(
          "no STARTTLS is offered: mail would come in the clear; otpost itself always offers it,"
              + " so something stands before it");
    }
    var ready = client.say("STARTTLS");
    if (!ready.isYes()) {
      return Remedy.BUSY.ill("STARTTLS is answered with " + ready.words());
    }
    var certificate = client.secure(listener.host());
    client.say("EHLO otpost-doctor");
    return new Finding.Well(words(certificate));
  }

  /** Said, not judged: mail servers encrypt with any certificate. */
  private String words(X509Certificate certificate) {
    var words = new ArrayList<String>();
    boolean own =
        certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    words.add(own ? "a certificate that vouches for itself" : "a certificate of an authority");
    var end = certificate.getNotAfter().toInstant();
    words.add(
        (transit.now().isAfter(end) ? "EXPIRED on " : "until ")
            + LocalDate.ofInstant(end, ZoneOffset.UTC));
    if (!own && !Names.of(certificate).contain(listener.hostname())) {
      words.add("NOT for smtp.hostname, which is " + listener.hostname());
    }
    return String.join(", ", words);
  }

  private Finding sender(SmtpClient client) throws IOException {
    if (login.isPresent()) {
      var known = client.login(login.get());
      if (!known.isYes()) {
        return new Finding.Ill(
            "AUTH is answered with " + known.words(),
            "see that user and password are those of smtp.users; otpost hash-password makes a new"
                + " one");
      }
    }
    var answer = client.say("MAIL FROM:<" + Specimen.FROM.value() + ">");
    if (answer.isYes()) {
      return new Finding.Well(login.isPresent() ? "with a password" : "without a password");
    }
    var because = "mail from here is answered with " + answer.words();
    return answer.code() == 530 || answer.is("5.7.1")
        ? Remedy.MAY_NOT.ill(because)
        : Remedy.BUSY.ill(because);
  }

  private Finding recipient(SmtpClient client) throws IOException {
    if (recipient.isEmpty()) {
      return new Finding.Ill(
          "smtp.recipients is empty", "say there for which addresses mail is taken in");
    }
    var answer = client.say("RCPT TO:<" + recipient.get().value() + ">");
    return answer.isYes()
        ? new Finding.Well(recipient.get().toString())
        : Remedy.WRONG_CONFIGURATION.ill(
            "mail for %s is answered with %s".formatted(recipient.get(), answer.words()));
  }

  private Finding mail(SmtpClient client) throws IOException {
    var specimen = transit.specimen();
    var ready = client.say("DATA");
    var answer = ready.code() == 354 ? client.mail(specimen.bytes()) : ready;
    if (answer.isYes()) {
      client.say("QUIT");
      return new Finding.Well("yes: it is on the disk");
    }
    var because = "it is answered with " + answer.words();
    return switch (answer.code()) {
      case 452 -> answer.is("4.3.1") ? Remedy.FULL.ill(because) : Remedy.BUSY.ill(because);
      case 451 -> Remedy.NOT_KEPT.ill(because);
      case 550, 554 -> Remedy.NOT_OURS.ill(because);
      default -> Remedy.BUSY.ill(because);
    };
  }

  /** Whatever the other does, it is told in words. */
  private Finding talk(Talk talk) throws IOException {
    try {
      return talk.talk(transit.client());
    } catch (SocketTimeoutException e) {
      return new Finding.Ill(
          "no answer within %d s".formatted(patience.toSeconds()),
          "it takes connections and hangs: see its log, and whether the machine or the disk of the"
              + " spool is overloaded");
    } catch (SSLException e) {
      return new Finding.Ill(
          "it offers STARTTLS, and then encrypts with nobody",
          "see what otpost check says of the certificate, and what stands between: a firewall that"
              + " looks into SMTP does so");
    } catch (IOException e) {
      return Remedy.NOT_THERE.ill("the connection failed: " + e.getMessage());
    }
  }
}
