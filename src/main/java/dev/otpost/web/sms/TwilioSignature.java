package dev.otpost.web.sms;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what Twilio shows that a request is its own ({@code X-Twilio-Signature}): HMAC-SHA-1 with the
 * auth token over the URL that it calls, query included, and the name and value of every field of
 * the form, sorted by name, nothing between them; in Base64.
 *
 * <p>One freedom is left to it: whether the port stands in the URL. Twilio has signed both with and
 * without at various times, and its own libraries take either.
 */
record TwilioSignature(Secret token) {

  private static final String ALGORITHM = "HmacSHA1";

  /**
   * Whether this is the signature of a form sent to this URL.
   *
   * @param url as Twilio was told it, with the query
   */
  boolean matches(String signature, String url, Form form) {
    var given = signature.getBytes(US_ASCII);
    boolean matches = false;
    for (var each : Stream.of(url, withoutPort(url), withPort(url)).distinct().toList()) {
      matches |= MessageDigest.isEqual(of(each, form).getBytes(US_ASCII), given);
    }
    return matches;
  }

  String of(String url, Form form) {
    // A field that comes twice is signed with each of its values once, those sorted too.
    var signed =
        url
            + form.fields().stream()
                .distinct()
                .sorted(Comparator.comparing(Form.Field::name).thenComparing(Form.Field::value))
                .map(it -> it.name() + it.value())
                .collect(Collectors.joining());
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(token.value().getBytes(UTF_8), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String withoutPort(String url) {
    return url.replaceFirst("^(https?://[^/?#]*?):\\d+(?=[/?#]|$)", "$1");
  }

  private static String withPort(String url) {
    var bare = withoutPort(url);
    return bare.equals(url)
        ? bare.replaceFirst("^(https?://[^/?#]*)", "$1:" + (url.startsWith("https:") ? 443 : 80))
        : url;
  }

  /** What Twilio was told of a path of ours, if the outside knows us by this URL. */
  static String url(URI publicUrl, String pathAndQuery) {
    var base = publicUrl.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + pathAndQuery;
  }
}
