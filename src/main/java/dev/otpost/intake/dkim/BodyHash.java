package dev.otpost.intake.dkim;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.impl.BodyHasherImpl;

/** The SHA-256 of a mail's body, made once for each form in which it may be signed. */
final class BodyHash {

  private static final byte[] CRLF = {'\r', '\n'};

  private final byte[] raw;
  private final int begin;
  private final boolean bare;
  private final Map<String, byte[]> known = new HashMap<>();

  BodyHash(byte[] raw, Header header) {
    this.raw = raw;
    this.begin = header.body();
    this.bare = header.bare();
  }

  /**
   * As this signature signs it: whole, with SHA-256.
   *
   * @throws PermFailException if the signature names a form that there is not
   */
  byte[] of(SignatureRecord signature) throws PermFailException {
    var form = signature.getBodyCanonicalisationMethod();
    var hash = known.get(form);
    if (hash == null) {
      hash = hash(signature);
      known.put(form, hash);
    }
    return hash;
  }

  private byte[] hash(SignatureRecord signature) throws PermFailException {
    var hasher = new BodyHasherImpl(signature);
    if (SignatureRecord.RELAXED.equals(signature.getBodyCanonicalisationMethod()) && isBlank()) {
      return ofNothing(); // RFC 6376 3.4.4; jDKIM makes an empty line of it, as 3.4.3 wants it.
    }
    try (var out = hasher.getOutputStream()) {
      write(out);
    } catch (IOException e) {
      throw new IllegalStateException(e); // It goes into a digest.
    }
    return hasher.getDigest();
  }

  private void write(OutputStream out) throws IOException {
    int from = begin;
    if (bare) {
      for (int i = begin; i < raw.length; i++) {
        if (raw[i] == '\n') {
          out.write(raw, from, i - from);
          out.write(CRLF);
          from = i + 1;
        }
      }
    }
    out.write(raw, from, raw.length - from);
  }

  private boolean isBlank() {
    for (int i = begin; i < raw.length; i++) {
      if (" \t\r\n".indexOf(raw[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ofNothing() {
    try {
      return MessageDigest.getInstance("SHA-256").digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
