package dev.otpost.doctor;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The names that a certificate is for (RFC 6125 6.4.3: a star stands for one label). */
record Names(List<String> names) {

  static Names of(X509Certificate certificate) {
    try {
      var all = certificate.getSubjectAlternativeNames();
      return new Names(
          Objects.requireNonNullElse(all, List.<List<?>>of()).stream()
              .map(Collection::toArray)
              .filter(it -> it.length > 1 && it[1] instanceof String)
              .map(it -> ((String) it[1]).toLowerCase(Locale.ROOT))
              .toList());
    } catch (CertificateParsingException e) {
      return new Names(List.of());
    }
  }

  boolean contain(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
  }
}
