package dev.otpost.config;

import dev.otpost.alerts.AlertSettings;
import dev.otpost.delivery.DeliverySettings;
import dev.otpost.delivery.GmailSettings;
import dev.otpost.delivery.SkyvernSettings;
import dev.otpost.intake.imap.ImapSettings;
import dev.otpost.intake.oauth.OAuthSettings;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Lane;
import dev.otpost.parsing.ParsingSettings;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.routing.SenderSettings;
import dev.otpost.spool.SpoolSettings;
import dev.otpost.web.WebSettings;
import java.util.Objects;

/** The whole configuration, checked: for each room what it must know. */
public record Settings(
    SmtpSettings smtp,
    ImapSettings imap,
    OAuthSettings oauth,
    ParsingSettings parsing,
    RoutingSettings routing,
    SenderSettings senders,
    SpoolSettings spool,
    DeliverySettings delivery,
    GmailSettings gmail,
    WebSettings web,
    AlertSettings alerts,
    LogFormat logFormat) {

  /** Where mail goes that no route is for. */
  public SkyvernSettings skyvern() {
    return Objects.requireNonNull(delivery.routes().get(Lane.DEFAULT_ROUTE)).skyvern();
  }
}
