package dev.otpost.intake.dkim;

import dev.otpost.message.Dkim;
import dev.otpost.message.Dkim.Verdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/**
 * Looks at the signatures of one mail, one by one: what can be refused without the DNS first, then
 * the key, the header, and the body last, which costs most. For one thread.
 */
final class SignatureCheck {

  /** A longer signature is none: those of RSA with 8192 bits have three kilobytes. */
  static final int LONGEST = 16 * 1024;

  /** RFC 8301 3.2. */
  static final int FEWEST_BITS = 1024;

  /** What a larger key costs, no honest one is worth. */
  static final int MOST_BITS = 8192;

  /** What a domain, or a selector, is made of; it also stands in the log. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63}){0,30}");

  private final Header header;
  private final BodyHash body;
  private final String authorsDomain;
  private final TextRecords records;
  private final long deadline;

  /**
   * @param authorsDomain for which a signature must speak
   * @param deadline by {@link System#nanoTime} until which keys are looked up
   */
  SignatureCheck(
      Header header, BodyHash body, String authorsDomain, TextRecords records, long deadline) {
    this.header = header;
    this.body = body;
    this.authorsDomain = authorsDomain;
    this.records = records;
    this.deadline = deadline;
  }

  /** What the signature in this field is worth. */
  Dkim of(String field) {
    if (field.length() > LONGEST) {
      return new Dkim(Verdict.PERMERROR, "", "a signature is too long");
    }
    try {
      return of(new SignatureRecordImpl(Header.value(field)));
    } catch (RuntimeException | StackOverflowError e) {
      // jDKIM says it in the words of whoever wrote the signature, all but this one.
      return String.valueOf(e.getMessage()).startsWith("Signature is expired")
          ? new Dkim(Verdict.FAIL, "", "a signature has expired")
          : new Dkim(Verdict.PERMERROR, "", "a signature cannot be understood");
    }
  }

  private Dkim of(SignatureRecordImpl signature) {
    var domain = signature.getDToken().toString().toLowerCase(Locale.ROOT);
    var selector = signature.getSelector().toString().toLowerCase(Locale.ROOT);
    if (!NAME.matcher(domain).matches() || !NAME.matcher(selector).matches()) {
      return new Dkim(Verdict.PERMERROR, "", "a signature names no domain");
    }
    var objection = objection(signature, domain);
    if (objection.isPresent()) {
      return new Dkim(Verdict.POLICY, domain, objection.get());
    }
    try {
      var left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        return new Dkim(Verdict.TEMPERROR, domain, "the time for looking up keys is over");
      }
      return of(signature, domain, records.at(selector + "._domainkey." + domain, left));
    } catch (IOException e) {
      return new Dkim(Verdict.TEMPERROR, domain, "its key cannot be looked up just now");
    }
  }

  /** Why it would not do, good or not. */
  private Optional<String> objection(SignatureRecordImpl signature, String domain) {
    if (!Dkim.speaksFor(domain, authorsDomain)) {
      return Optional.of("the signature is not of the domain in From");
    }
    if (!signature.getHashMethod().toString().equalsIgnoreCase("sha256")) {
      return Optional.of("signed with a hash that is not trusted any more");
    }
    if (signature.getTags().contains("l")) {
      return Optional.of("only a part of the body is signed");
    }
    boolean subject =
        signature.getHeaders().stream().anyMatch(it -> it.toString().equalsIgnoreCase("subject"));
    return subject || header.getFields("subject").isEmpty()
        ? Optional.empty()
        : Optional.of("the Subject is not signed");
  }

  private Dkim of(SignatureRecordImpl signature, String domain, List<String> texts) {
    var found = texts.stream().flatMap(text -> key(text).stream()).findFirst();
    if (found.isEmpty()) {
      return new Dkim(Verdict.PERMERROR, domain, "there is no key for the signature");
    }
    var key = found.get();
    if (key.isRevoked()) {
      return new Dkim(Verdict.FAIL, domain, "the key is revoked");
    }
    try {
      key.validate();
      DKIMVerifier.apply(key, signature);
      var publicKey = key.getPublicKey();
      if (publicKey instanceof RSAKey rsa && !isOfUse(rsa)) {
        return new Dkim(
            Verdict.POLICY, domain, "an RSA key of %d bits is not taken".formatted(bits(rsa)));
      }
      return verified(signature, publicKey, key.isEd25519())
          ? new Dkim(Verdict.PASS, domain, "signed by " + domain)
          : new Dkim(Verdict.FAIL, domain, "the mail is not what was signed");
    } catch (PermFailException | IllegalStateException e) {
      return new Dkim(Verdict.PERMERROR, domain, "the key does not fit the signature");
    }
  }

  private static Optional<DomainKey> key(String text) {
    try {
      var key = new DomainKey(text);
      return key.getTags().contains("p") ? Optional.of(key) : Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.empty(); // some other TXT record
    }
  }

  private static boolean isOfUse(RSAKey key) {
    return bits(key) >= FEWEST_BITS && bits(key) <= MOST_BITS;
  }

  private static int bits(RSAKey key) {
    return key.getModulus().bitLength();
  }

  private boolean verified(SignatureRecord signature, PublicKey key, boolean ed25519)
      throws PermFailException {
    var signed = SignedHeader.of(header, signature, key);
    try {
      var verifier = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withRSA");
      verifier.initVerify(key);
      // RFC 8463 3: what Ed25519 signs is the hash.
      verifier.update(ed25519 ? MessageDigest.getInstance("SHA-256").digest(signed) : signed);
      return verifier.verify(signature.getSignature())
          && MessageDigest.isEqual(body.of(signature), signature.getBodyHash());
    } catch (SignatureException e) {
      return false; // of another length than the key's
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
