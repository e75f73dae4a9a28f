package dev.otpost.intake.smtp;

import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import dev.otpost.intake.smtp.SmtpSettings.Tls;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and key that the listener shows, and connections encrypted with them.
 *
 * <p>Files are read again when they change: whoever connects looks, once a second at most. What is
 * read takes the place of what was there only if certificate and key belong together, which two
 * files replaced one after the other do not at every moment; otherwise the old pair stays, with a
 * warning. Connections that are up keep what they began with.
 *
 * <p>Without files there is a certificate of our own making, which vouches for itself. It is made
 * when it is first needed and lives as long as this object.
 *
 * <p>Safe for any number of threads; none waits for another to read files.
 */
public final class Credentials {

  private static final Logger log = LoggerFactory.getLogger(Credentials.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Optional<PemFiles> files;
  private final String hostname;
  private final LongSupplier nanoTime;

  /** Guards the fields below; those that are volatile may be read without it. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Null until one of our own making is needed. */
  private volatile @Nullable Shown shown;

  /** When the files were last looked at. */
  private volatile long lookedAt;

  /** The files that were complained of, so that it is done once. */
  private @Nullable Stamp warnedOf;

  /** What new connections begin with, and what the files looked like before they were read. */
  private record Shown(Credential credential, Encryption encryption, Stamp stamp) {}

  private Credentials(Optional<PemFiles> files, String hostname, LongSupplier nanoTime) {
    this.files = files;
    this.hostname = hostname;
    this.nanoTime = nanoTime;
    this.lookedAt = nanoTime.getAsLong();
  }

  /**
   * Reads the files, if there are to be any.
   *
   * @param hostname for a certificate of our own making
   * @throws IOException if they hold no pair; the message names key and file and says what to do,
   *     and nothing of what is in it
   */
  public static Credentials of(Tls tls, String hostname) throws IOException {
    return of(tls, hostname, System::nanoTime);
  }

  static Credentials of(Tls tls, String hostname, LongSupplier nanoTime) throws IOException {
    var credentials = new Credentials(tls.files(), hostname, nanoTime);
    if (tls.files().isPresent()) {
      credentials.shown = read(tls.files().get());
    }
    return credentials;
  }

  /**
   * A connection encrypted over this one, in the part of the server. It comes back before the
   * handshake, which {@link SSLSocket#startHandshake} does.
   *
   * <p>The connection below stays its owner's: nothing that happens above closes it, so that the
   * owner can see to it that last words arrive (an alert, if the handshake failed). {@link
   * SSLSocket#close} would wait there for the peer to say goodbye: {@link SSLSocket#shutdownOutput}
   * instead, and then close the connection below; that also frees threads that read or write above
   * it.
   *
   * @throws IOException if {@code connected} is not connected
   */
  public SSLSocket over(Socket connected) throws IOException {
    look();
    return shown().encryption().over(connected);
  }

  /** Reads the files now, whether they changed or not. What cannot be read is left as it was. */
  public void reload() {
    files.ifPresent(
        pair -> {
          lock.lock();
          try {
            replace(pair, Stamp.of(pair));
          } finally {
            lock.unlock();
          }
        });
  }

  /** Whether no authority vouches for what is shown: not for our own, nor for such a file. */
  public boolean isSelfSigned() throws IOException {
    return shown().credential().isSelfSigned();
  }

  /** The last moment at which it is good. */
  public Instant expires() throws IOException {
    return shown().credential().expires();
  }

  /** The DNS names and IP addresses that it is for; there may be none. */
  public List<String> names() throws IOException {
    return shown().credential().names();
  }

  /** Whether it is for this host, by its name or by a pattern. */
  public boolean isFor(String host) throws IOException {
    return shown().credential().isFor(host);
  }

  private void look() {
    if (files.isEmpty() || nanoTime.getAsLong() - lookedAt < LOOK_EVERY.toNanos()) {
      return;
    }
    // Whoever finds another looking goes on with what there is.
    if (lock.tryLock()) {
      try {
        lookedAt = nanoTime.getAsLong();
        var stamp = Stamp.of(files.get());
        var before = shown;
        if (before == null || !before.stamp().equals(stamp)) {
          replace(files.get(), stamp);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void replace(PemFiles pair, Stamp stamp) {
    try {
      var now = read(pair);
      shown = now;
      warnedOf = null;
      log.atInfo()
          .addKeyValue("names", String.join(",", now.credential().names()))
          .addKeyValue("expires", now.credential().expires())
          .log("certificate_loaded");
    } catch (IOException e) {
      if (!stamp.equals(warnedOf)) {
        warnedOf = stamp;
        log.atWarn().addKeyValue("because", e.getMessage()).log("certificate_not_loaded");
      }
    }
  }

  private static Shown read(PemFiles pair) throws IOException {
    // Before the reading: a change in the middle of it shows at the next look.
    var stamp = Stamp.of(pair);
    return shown(Credential.read(pair), stamp);
  }

  private Shown shown() throws IOException {
    var there = shown;
    if (there != null) {
      return there;
    }
    lock.lock();
    try {
      there = shown;
      if (there == null) {
        there = shown(Credential.selfSigned(hostname), Stamp.NONE);
        shown = there;
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  private static Shown shown(Credential credential, Stamp stamp) throws IOException {
    try {
      return new Shown(credential, new Encryption(credential), stamp);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "smtp.tls.key: this Java cannot encrypt with the key; give an RSA key, or an EC key on"
              + " P-256",
          e);
    }
  }

  /** What shows that files changed: a file in place of another has a key of its own. */
  private record Stamp(String certificate, String key) {

    static final Stamp NONE = new Stamp("", "");

    static Stamp of(PemFiles pair) {
      return new Stamp(of(pair.certificate()), of(pair.key()));
    }

    /** Links are followed: certbot leads one to another file when it renews. */
    private static String of(Path file) {
      try {
        var is = Files.readAttributes(file, BasicFileAttributes.class);
        return "%s %d %s".formatted(is.lastModifiedTime(), is.size(), is.fileKey());
      } catch (IOException e) {
        return "";
      }
    }
  }
}
