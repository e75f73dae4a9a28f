package dev.otpost.intake.dkim;

import dev.otpost.message.Address;
import dev.otpost.message.Dkim;
import dev.otpost.message.Dkim.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Says what the DKIM signatures of a mail prove. Total; safe for any number of threads. */
public final class Signatures {

  /** Of so many the topmost are looked at. A mail has one or two, and one of each forwarder. */
  static final int MOST = 8;

  /** For all keys of one mail together: its sender waits for an answer meanwhile. */
  static final Duration LOOK_UPS = Duration.ofSeconds(5);

  /** What there may be once (RFC 5322 3.6, RFC 2045 3), and what is read from the mail. */
  private static final List<String> ONCE =
      List.of(
          "from", "sender", "subject", "to", "date", "content-type", "content-transfer-encoding");

  /** Of several signatures that prove nothing, what is said of the mail: the first of these. */
  private static final List<Verdict> TELLING =
      List.of(
          Verdict.PASS,
          Verdict.TEMPERROR,
          Verdict.FAIL,
          Verdict.POLICY,
          Verdict.PERMERROR,
          Verdict.NONE,
          Verdict.UNCHECKED);

  static {
    assert EnumSet.copyOf(TELLING).size() == Verdict.values().length;
  }

  private final TextRecords records;

  public Signatures(TextRecords records) {
    this.records = records;
  }

  /** With keys from the DNS, which is not touched before there is a signature to be looked at. */
  public static Signatures overDns() {
    return new Signatures(new DnsTextRecords());
  }

  /** What they say of the author of this mail. Takes some five seconds at most. */
  public Dkim check(byte[] raw) {
    var read = Header.of(raw);
    if (read.isEmpty()) {
      return new Dkim(Verdict.PERMERROR, "", "its header is too large or not well-formed");
    }
    var header = read.get();
    var fields = header.getFields("dkim-signature");
    if (fields.isEmpty()) {
      return new Dkim(Verdict.NONE, "", "it is not signed");
    }
    var twice = ONCE.stream().filter(name -> header.getFields(name).size() > 1).findFirst();
    if (twice.isPresent()) {
      return new Dkim(Verdict.FAIL, "", "it has more than one " + twice.get());
    }
    var author = author(header);
    if (author.isEmpty()) {
      return new Dkim(Verdict.FAIL, "", "its From is not one mailbox");
    }
    var check =
        new SignatureCheck(
            header,
            new BodyHash(raw, header),
            author.get().domain(),
            records,
            System.nanoTime() + LOOK_UPS.toNanos());
    return best(fields.subList(0, Math.min(fields.size(), MOST)), check);
  }

  private static Optional<Address> author(Header header) {
    return header.getFields("from").stream()
        .findFirst()
        .flatMap(field -> Author.of(Header.value(field)));
  }

  private static Dkim best(List<String> fields, SignatureCheck check) {
    var best = Dkim.UNCHECKED;
    for (var field : fields) {
      var one = check.of(field);
      if (BY_TELLING.compare(one, best) < 0) {
        best = one;
      }
      if (best.verdict() == Verdict.PASS) {
        break;
      }
    }
    return best;
  }

  private static final Comparator<Dkim> BY_TELLING =
      Comparator.comparingInt(dkim -> TELLING.indexOf(dkim.verdict()));
}
