package dev.otpost.intake.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs mails as a site does, written after RFC 6376 and without jDKIM: a mistake in reading that
 * both shared would be seen by nobody.
 *
 * @param tags beside those that it makes itself, like {@code t=1;}
 */
record Signer(
    String algorithm, KeyPair keys, String domain, String form, String signed, String tags) {

  static final String FIELDS = "from:to:subject:date:message-id";

  private static final KeyPair RSA = keys("RSA", 2048);
  private static final KeyPair ED25519 = keys("Ed25519", 255);

  static Signer rsa(String domain) {
    return new Signer("rsa-sha256", RSA, domain, "relaxed/relaxed", FIELDS, "");
  }

  static Signer ed25519(String domain) {
    return new Signer("ed25519-sha256", ED25519, domain, "relaxed/relaxed", FIELDS, "");
  }

  static KeyPair keys(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Signer with(KeyPair other) {
    return new Signer(algorithm, other, domain, form, signed, tags);
  }

  Signer by(String otherAlgorithm) {
    return new Signer(otherAlgorithm, keys, domain, form, signed, tags);
  }

  Signer in(String otherForm) {
    return new Signer(algorithm, keys, domain, otherForm, signed, tags);
  }

  Signer signing(String fields) {
    return new Signer(algorithm, keys, domain, form, fields, tags);
  }

  Signer saying(String more) {
    return new Signer(algorithm, keys, domain, form, signed, more);
  }

  /** Where its key is. */
  String name() {
    return "s1._domainkey." + domain;
  }

  String record() {
    var key = keys.getPublic().getEncoded();
    boolean ed = algorithm.startsWith("ed25519");
    return "v=DKIM1; k=%s; p=%s"
        .formatted(
            ed ? "ed25519" : "rsa",
            Base64.getEncoder()
                .encodeToString(ed ? Arrays.copyOfRange(key, key.length - 32, key.length) : key));
  }

  Map<String, List<String>> zone() {
    return Map.of(name(), List.of(record()));
  }

  /** The mail with a signature on top of it. Its lines end in CRLF, a character is a byte. */
  String sign(String mail) {
    int end = mail.indexOf("\r\n\r\n");
    var fields = List.of(mail.substring(0, end).split("\r\n(?![ \t])", -1));
    var body = canonical(form.split("/", -1)[1], mail.substring(end + 4));
    var field =
        "DKIM-Signature: v=1; a=%s; c=%s; d=%s; s=s1;\r\n h=%s;%s\r\n bh=%s;\r\n b="
            .formatted(algorithm, form, domain, signed, tags, base64(sha256(body)));
    var header = new StringBuilder();
    var left = new java.util.ArrayList<>(fields);
    for (var name : signed.split(":", -1)) {
      for (int i = left.size() - 1; i >= 0; i--) {
        if (left.get(i).toLowerCase(Locale.ROOT).startsWith(name + ":")) {
          header.append(canonicalField(left.remove(i))).append("\r\n");
          break;
        }
      }
    }
    header.append(canonicalField(field));
    return field + base64(signature(header.toString())) + "\r\n" + mail;
  }

  private byte[] signature(String header) {
    try {
      var name =
          switch (algorithm) {
            case "ed25519-sha256" -> "Ed25519";
            case "rsa-sha1" -> "SHA1withRSA";
            default -> "SHA256withRSA";
          };
      var signer = Signature.getInstance(name);
      signer.initSign(keys.getPrivate());
      signer.update(name.equals("Ed25519") ? sha256(header) : header.getBytes(ISO_8859_1));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String canonicalField(String field) {
    if (form.startsWith("simple")) {
      return field;
    }
    int colon = field.indexOf(':');
    return field.substring(0, colon).toLowerCase(Locale.ROOT).strip()
        + ":"
        + field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \t]+", " ").strip();
  }

  private static String canonical(String form, String body) {
    var text = body;
    if (form.equals("relaxed")) {
      text = text.replaceAll("[ \t]+", " ").replace(" \r\n", "\r\n");
    }
    text = text.replaceAll("(\r\n)*\\z", "");
    return text.isEmpty() && form.equals("relaxed") ? "" : text + "\r\n";
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
