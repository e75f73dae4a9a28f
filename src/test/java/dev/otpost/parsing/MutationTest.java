package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The mails of the corpus, damaged in every way that mail is damaged on its way or by somebody who
 * means it: always a sound letter, the same one each time, and a decision on it. The seed stands in
 * what fails; {@code -Dmutation.seed} takes another.
 */
class MutationTest {

  private static final long SEED = Long.getLong("mutation.seed", 20261122);

  /** So many of the corpus are damaged in every build, and all in the long tests. */
  private static final int A_GOOD_PART = 250;

  private static final MessageParser PARSER = new MessageParser();
  private static final Address RECIPIENT = new Address("otp@gw.example.com");
  private static final Envelope ENVELOPE =
      new Envelope(Source.FILE, "bob@relay.example", List.of(RECIPIENT), "", Instant.EPOCH);
  private static final Router ROUTER =
      new Router(
          new RoutingSettings(new Recipients(List.of(RECIPIENT.value())), Duration.ofMinutes(15)));

  private static final List<String> corpus = new ArrayList<>();

  @BeforeAll
  static void readTheCorpus() throws IOException {
    for (var expectation : Expectation.all()) {
      corpus.add(new String(expectation.mail(), ISO_8859_1));
    }
  }

  /** What is done to a mail; characters are its bytes. */
  enum Damage {
    BYTES_CHANGED {
      @Override
      String to(String mail, Random random) {
        var damaged = new StringBuilder(mail);
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
          damaged.setCharAt(random.nextInt(mail.length()), (char) random.nextInt(256));
        }
        return damaged.toString();
      }
    },
    LINES_LOST {
      @Override
      String to(String mail, Random random) {
        var lines = lines(mail);
        lines.removeIf(_ -> random.nextInt(8) == 0);
        return String.join("\n", lines);
      }
    },
    LINES_MIXED_UP {
      @Override
      String to(String mail, Random random) {
        var lines = lines(mail);
        Collections.shuffle(lines, random);
        return String.join("\n", lines);
      }
    },
    CUT_OFF {
      @Override
      String to(String mail, Random random) {
        return mail.substring(0, random.nextInt(mail.length()));
      }
    },
    BEGINNING_LOST {
      @Override
      String to(String mail, Random random) {
        return mail.substring(random.nextInt(mail.length()));
      }
    },
    RUN_INTO_ANOTHER {
      @Override
      String to(String mail, Random random) {
        var other = corpus.get(random.nextInt(corpus.size()));
        return mail.substring(0, random.nextInt(mail.length()))
            + other.substring(random.nextInt(other.length()));
      }
    },
    WITHIN_PARTS {
      @Override
      String to(String mail, Random random) {
        var kinds = List.of("mixed", "related", "alternative", "signed", "digest", "report");
        var nested = mail;
        for (int i = random.nextInt(2 * Limits.MIME_DEPTH); i >= 0; i--) {
          var kind = kinds.get(random.nextInt(kinds.size()));
          nested =
              "Content-Type: multipart/"
                  + kind
                  + "; boundary=x"
                  + i
                  + "\n\n--x"
                  + i
                  + "\n"
                  + nested;
        }
        return nested;
      }
    },
    ATTACHED {
      @Override
      String to(String mail, Random random) {
        var outer =
            "From: b@c.example\nSubject: " + "Fwd: 4711 ".repeat(random.nextInt(900)) + "\n";
        return (outer + "Content-Type: message/rfc822\n\n").repeat(1 + random.nextInt(30)) + mail;
      }
    },
    TAGS_NOT_CLOSED {
      @Override
      String to(String mail, Random random) {
        return mail.replaceAll("</[^>]*>", random.nextBoolean() ? "" : "<b>");
      }
    },
    TAGS_TORN {
      @Override
      String to(String mail, Random random) {
        return mail.replace(random.nextBoolean() ? ">" : "\"", random.nextBoolean() ? "" : "<");
      }
    },
    HUGE_ATTRIBUTES {
      @Override
      String to(String mail, Random random) {
        var name = List.of("style", "href", "class", "alt", "bgcolor", "id").get(random.nextInt(6));
        var value = "color:#fff;12 ".repeat(random.nextInt(4_000));
        return mail.replaceFirst("<[a-z]+ ", "$0 " + name + "='" + value + "' ");
      }
    },
    A_WORD_A_HUNDRED_THOUSAND_TIMES {
      @Override
      String to(String mail, Random random) {
        int at = random.nextInt(mail.length());
        int end = Math.min(mail.length(), at + 1 + random.nextInt(8));
        return mail.substring(0, at) + mail.substring(at, end).repeat(100_000) + mail.substring(at);
      }

      @Override
      int mails() {
        return 12;
      }
    },
    A_HEADER_WITHOUT_END {
      @Override
      String to(String mail, Random random) {
        var fields =
            List.of(
                "Subject: ", "To: ", "From: ", "Date: ", "DKIM-Signature: ", "X-Forwarded-For: ");
        var pieces =
            List.of(
                "4711 ", "=?utf-8?b?8J+Y?=", "a@b.c,", "\"<(", "\u00f0\u009f\u0098\u0080", "; d=");
        return fields.get(random.nextInt(6))
            + pieces.get(random.nextInt(6)).repeat(20_000)
            + "\n"
            + mail;
      }

      @Override
      int mails() {
        return 40;
      }
    };

    abstract String to(String mail, Random random);

    /** How many of the corpus it is tried on. */
    int mails() {
      return Integer.MAX_VALUE;
    }

    private static List<String> lines(String mail) {
      return new ArrayList<>(mail.lines().toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void isReadAndDecidedAllTheSame(Damage damage) {
    damage(damage, A_GOOD_PART);
  }

  @Tag("system")
  @ParameterizedTest
  @EnumSource
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void isReadAndDecidedAllTheSameWhicheverOfAllItWas(Damage damage) {
    damage(damage, corpus.size());
  }

  private static void damage(Damage damage, int most) {
    var mails = new ArrayList<>(corpus);
    Collections.shuffle(mails, new Random(SEED));
    for (int i = 0; i < Math.min(Math.min(most, mails.size()), damage.mails()); i++) {
      long seed = SEED + i;
      byte[] mail = damage.to(mails.get(i), new Random(seed)).getBytes(ISO_8859_1);
      try {
        var letter = PARSER.parse(mail);
        Soundness.check(letter);
        assertEquals(letter, PARSER.parse(mail), "read twice, and not the same");
        ROUTER.route(ENVELOPE, letter);
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError("-Dmutation.seed=" + SEED + ", mail " + i, e);
      }
    }
  }
}
