package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which link signs in. It takes three things: words on the link or in front of it that say
 * so, an address that can only be meant for one person (a token), and a mail that is about it.
 * Never fetched, and byte for byte as it stands in the mail but for what a mail filter put round
 * it.
 */
final class LinkLadder {

  private static final int ENOUGH = 80;
  private static final int CLEAR = 15;

  /** Characters in front of a link that may be its text. */
  private static final int ANCHOR_CHARS = 90;

  /** A part of an address this long, of letters and digits mixed, is made for one person. */
  private static final int TOKEN_CHARS = 16;

  /** Links that are looked at; a mail that signs in has few. */
  private static final int MOST = 200;

  private static final Set<String> URL_WORDS =
      Set.of(
          "verify",
          "verification",
          "verifyemail",
          "confirm",
          "confirmation",
          "confirmed",
          "magic",
          "magiclink",
          "magic_link",
          "login",
          "signin",
          "sign_in",
          "log_in",
          "auth",
          "authenticate",
          "authorize",
          "activate",
          "activation",
          "reset",
          "passwordreset",
          "resetpassword",
          "reset_password",
          "password",
          "passwordless",
          "validate",
          "validation",
          "otp",
          "token",
          "callback",
          "approve",
          "sso",
          "session",
          "signup",
          "register",
          "recover",
          "unlock",
          "accept",
          "onboarding",
          "verificar",
          "confirmar",
          "bestaetigen",
          "anmelden",
          "connexion",
          "acceso",
          "email_verification",
          "verify_email",
          "confirm_email",
          "emailconfirm",
          "action",
          "invite");

  private static final Set<String> NOT_URL_WORDS =
      Set.of(
          "unsubscribe",
          "unsub",
          "optout",
          "opt_out",
          "preferences",
          "privacy",
          "terms",
          "help",
          "support",
          "faq",
          "legal",
          "policy",
          "blog",
          "careers",
          "about",
          "contact",
          "imprint",
          "impressum",
          "logo",
          "apps",
          "store",
          "download",
          "status",
          "docs",
          "report",
          "abuse",
          "cancel",
          "deny",
          "decline",
          "reject",
          "notme",
          "not_me",
          "revoke",
          "disavow",
          "social",
          "view",
          "browser",
          "webversion",
          "tracking",
          "orders",
          "order",
          "invoice",
          "secure");

  private static final List<String> NOT_HOSTS =
      List.of(
          "facebook.com",
          "instagram.com",
          "linkedin.com",
          "twitter.com",
          "x.com",
          "youtube.com",
          "tiktok.com",
          "pinterest.com",
          "apps.apple.com",
          "itunes.apple.com",
          "play.google.com",
          "t.me",
          "wa.me",
          "vk.com",
          "weibo.com",
          "discord.gg",
          "whatsapp.com",
          "w3.org");

  private final Page page;

  private LinkLadder(Page page) {
    this.page = page;
  }

  /**
   * What was found.
   *
   * @param otp the link, or that several are meant; empty if there is none
   * @param place where it stands on the page
   */
  record Result(Optional<Otp> otp, int place) {}

  private record Scored(String url, int points, String because, int place) {
    @Override
    public String toString() {
      return "Scored[%d characters, %d]".formatted(url.length(), points);
    }
  }

  static Result decide(Page page) {
    return new LinkLadder(page).best();
  }

  private Result best() {
    var byUrl = new LinkedHashMap<String, Scored>();
    int about = about();
    for (int i = 0; i < page.links().size() && i < MOST; i++) {
      var scored = score(i, about);
      byUrl.merge(scored.url(), scored, (a, b) -> a.points() >= b.points() ? a : b);
    }
    var ranked = new ArrayList<>(byUrl.values());
    ranked.removeIf(scored -> scored.points() < ENOUGH);
    ranked.sort(Comparator.comparingInt(Scored::points).reversed());
    if (ranked.isEmpty()) {
      return new Result(Optional.empty(), -1);
    }
    var first = ranked.getFirst();
    if (ranked.size() > 1 && first.points() - ranked.get(1).points() < CLEAR) {
      return new Result(
          Optional.of(new Otp.Ambiguous(ranked.size() + " links that may each be the one")),
          first.place());
    }
    return new Result(Optional.of(new Otp.MagicLink(first.url(), first.because())), first.place());
  }

  /** What the mail as a whole says of itself. */
  private int about() {
    int points = 0;
    if (page.subjectSays(Meaning.LOGIN) || page.subjectSays(Meaning.LINK)) {
      points += 25;
    }
    if (page.says(Meaning.VALID)) {
      points += 5;
    }
    if (page.says(Meaning.TRADE)) {
      points -= 20;
    }
    if (page.subjectSays(Meaning.TRADE)) {
      points -= 40;
    }
    if (page.says(Meaning.ALERT)) {
      points -= 40;
    }
    return points;
  }

  private Scored score(int index, int about) {
    var link = page.links().get(index);
    var url = Wrapping.unwrap(trimmed(link));
    int slash = url.indexOf('/', url.indexOf("://") + 3);
    var host = url.substring(url.indexOf("://") + 3, slash < 0 ? url.length() : slash);
    var path = slash < 0 ? "" : url.substring(slash);
    var lowHost = host.toLowerCase(Locale.ROOT);
    boolean foreign =
        NOT_HOSTS.stream().anyMatch(no -> lowHost.equals(no) || lowHost.endsWith("." + no));
    if (path.length() <= 1 || foreign) {
      return new Scored(url, 0, "", link.start());
    }
    int points = about;
    var because = new ArrayList<String>();
    var anchor = anchor(index);
    if (says(anchor, Meaning.NOLINK) || !says(anchor, Meaning.LOGIN, Meaning.LINK)) {
      return new Scored(url, 0, "", link.start());
    }
    if (says(anchor, Meaning.LOGIN)) {
      points += 40;
      because.add("its text says that it signs in");
    } else if (says(anchor, Meaning.LINK)) {
      points += 35;
      because.add("its text says that it confirms");
    }
    var words = words(path);
    if (words.stream().anyMatch(URL_WORDS::contains)) {
      points += 25;
      because.add("its address says so");
    }
    if (words.stream().anyMatch(NOT_URL_WORDS::contains)) {
      points -= 60;
    }
    if (hasToken(path)) {
      points += 20;
      because.add("it holds a token");
    } else {
      points -= 40;
    }
    return new Scored(url, points, String.join(", ", because), link.start());
  }

  /** Without the mark that ends the sentence in which it stands; inside brackets it is whole. */
  private String trimmed(Page.Span link) {
    int end = link.end();
    boolean bracketed = end < page.text().length() && page.text().charAt(end) == '>';
    while (!bracketed
        && end > link.start()
        && ".,;:!?)]}'".indexOf(page.text().charAt(end - 1)) >= 0) {
      end--;
    }
    return page.text().substring(link.start(), end);
  }

  /** The text that is clicked on: what stands in front on the line, or the line above. */
  private Page.Span anchor(int index) {
    var link = page.links().get(index);
    var line = page.line(link.start());
    int from = Math.max(line.start(), link.start() - ANCHOR_CHARS);
    if (index > 0) {
      from = Math.max(from, page.links().get(index - 1).end());
    }
    if (hasLetters(from, link.start())) {
      return new Page.Span(from, link.start());
    }
    var above = page.lineAbove(line);
    return new Page.Span(Math.max(above.start(), above.end() - ANCHOR_CHARS), above.end());
  }

  private boolean hasLetters(int start, int end) {
    return page.text().substring(start, end).chars().anyMatch(Character::isLetter);
  }

  private boolean says(Page.Span span, Meaning one, Meaning other) {
    return says(span, one) || says(span, other);
  }

  private boolean says(Page.Span span, Meaning meaning) {
    return page.in(span).anyMatch(finding -> finding.means(meaning));
  }

  /** What the address is made of, in small letters: {@code /auth/verify?token=…}. */
  private static List<String> words(String path) {
    var words = new ArrayList<String>();
    for (var part : path.toLowerCase(Locale.ROOT).split("[^a-z0-9_-]+", 60)) {
      words.add(part.replace('-', '_'));
      words.add(part.replace("-", "").replace("_", ""));
      if (part.length() < 40) {
        words.addAll(List.of(part.split("[_-]", -1)));
      }
    }
    return words;
  }

  private static boolean hasToken(String path) {
    for (var part : path.split("[^A-Za-z0-9_~.%+-]+", 60)) {
      long digits = part.chars().filter(c -> Glyphs.isDigit((char) c)).count();
      long letters = part.chars().filter(c -> Character.isLetter((char) c)).count();
      boolean upper = part.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
      boolean lower = part.chars().anyMatch(c -> c >= 'a' && c <= 'z');
      boolean mixed = (digits >= 2 && letters >= 2) || (upper && lower);
      boolean longOne = part.length() >= TOKEN_CHARS && mixed;
      boolean shortOne = part.length() >= 6 && digits >= 1;
      if (longOne || shortOne) {
        return true;
      }
    }
    return false;
  }
}
