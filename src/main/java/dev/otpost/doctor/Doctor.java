package dev.otpost.doctor;

import dev.otpost.message.Address;
import dev.otpost.message.Checkup;
import dev.otpost.message.Checkup.Step;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Sends a mail through an otpost that runs, and says how far it came. Safe for any number of
 * threads; each test is one of its own.
 *
 * @param patience how long is waited for each hop; a second at least
 * @param login as whom; empty if nobody asks
 * @param outside how the internet finds the way here; empty if nobody is to be asked
 */
public record Doctor(
    Patient patient,
    InstantSource clock,
    Duration patience,
    Optional<Login> login,
    Optional<Outside> outside) {

  /** Whom nobody has to write to; any address will do where a whole domain is taken in. */
  private static final String LOCAL = "otpost-doctor";

  /**
   * The test, which takes some milliseconds if all is well.
   *
   * @param route by which it goes
   * @param told of each step as it is done
   */
  public Checkup examine(String route, Consumer<Step> told) throws InterruptedException {
    var sheet = new Sheet(told);
    sheet.step(
        "configuration", "the configuration", () -> new Finding.Well(patient.configuration()));
    sheet.step("daemon", "otpost runs", this::daemon);
    var way = patient.way();
    var recipient = recipient(way.recipients());
    if (outside.isPresent()) {
      var domain = recipient.map(Address::domain).orElse("");
      sheet.step("dns", "how the internet finds it", () -> outside.get().look(domain, way));
    }
    try (var transit = new Transit(patient, clock, patience, route)) {
      switch (way) {
        case Way.Listener listener ->
            new Handover(transit, listener, recipient, login, patience).steps(sheet);
        case Way.SideDoor _ -> sideDoor(sheet, transit, recipient);
      }
      transit.steps(sheet);
      sheet.step("mailboxes", "the watched folders", this::mailboxes);
      sheet.last("cleanup", "nothing is left to do", transit::clearUp);
    }
    return sheet.checkup();
  }

  private Finding daemon() throws IOException {
    return patient
        .runningSince()
        .<Finding>map(since -> new Finding.Well("since " + since.truncatedTo(ChronoUnit.SECONDS)))
        .orElseGet(
            () ->
                new Finding.Ill(
                    "no otpost runs on this spool",
                    "start it: systemctl start otpost, or docker compose up -d, or otpost serve;"
                        + " if it does run, it has another configuration: name that by --config"));
  }

  private void sideDoor(Sheet sheet, Transit transit, Optional<Address> recipient)
      throws InterruptedException {
    sheet.step(
        "mail",
        "the mail is taken in",
        () -> {
          var specimen = transit.specimen();
          return switch (patient.handIn(recipient.orElse(Specimen.FROM), specimen.bytes())) {
            case Reply.Accepted _ ->
                new Finding.Well(
                    "no mail comes by SMTP (smtp.enabled): handed in as otpost ingest does it");
            case Reply.StorageFull() -> Remedy.FULL.ill("there is no room");
            case Reply.TryLater() -> Remedy.NOT_KEPT.ill("it cannot be kept");
            case Reply.Refused(var because) -> Remedy.NOT_OURS.ill(because);
            case Reply.Undecided(var because) -> Remedy.NOT_OURS.ill(because);
          };
        });
  }

  private Finding mailboxes() throws IOException {
    var folders = patient.folders();
    var ill =
        folders.stream()
            .filter(it -> !it.well())
            .map(it -> it.name() + ": " + it.because())
            .collect(Collectors.joining("; "));
    if (folders.isEmpty()) {
      return new Finding.Unseen("none is watched");
    }
    return ill.isEmpty()
        ? new Finding.Well(
            folders.stream()
                .map(it -> it.name() + ": " + it.because())
                .collect(Collectors.joining("; ")))
        : new Finding.Ill(
            ill,
            "otpost status says more; otpost check logs in anew and says what the server says to"
                + " it");
  }

  /** The first that is written out; else one of the first domain. */
  private static Optional<Address> recipient(Recipients recipients) {
    return recipients.patterns().stream()
        .min(Comparator.comparing(pattern -> pattern.startsWith("*")))
        .map(pattern -> pattern.startsWith("*") ? LOCAL + pattern.substring(1) : pattern)
        .map(Address::new);
  }
}
