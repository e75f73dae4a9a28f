package dev.otpost.web.http.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import java.net.InetAddress;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The password and the tokens that open the operator's pages. Safe for any number of threads. All
 * is compared in a time that tells nothing.
 */
public final class Keyring {

  /** The longest that is looked at, in octets. */
  static final int LONGEST = PasswordHash.MAX_PASSWORD;

  /** How long a try waits for its turn, in seconds. */
  private static final int PATIENCE_SECONDS = 2;

  /** What a try came to. */
  public enum Verdict {
    RIGHT,
    WRONG,
    /** Nobody looked, since there were too many tries; another time may do. */
    BUSY
  }

  private final Secret password;
  private final Optional<PasswordHash> hash;
  private final List<String> tokens;
  private final Throttle throttle;

  /** A hash keeps a processor busy for a tenth of a second and more: one at a time. */
  private final Semaphore turn = new Semaphore(1);

  /**
   * @param password in clear, or hashed; none if there is none
   * @param tokens each by itself
   */
  public Keyring(Secret password, List<Secret> tokens) {
    this(password, tokens, System::nanoTime);
  }

  Keyring(Secret password, List<Secret> tokens, LongSupplier nanoTime) {
    this.password = password;
    this.hash = PasswordHash.of(password.value());
    this.tokens = tokens.stream().map(token -> Digests.of(token.value())).toList();
    this.throttle = new Throttle(nanoTime);
  }

  /** Whether there is nothing to show, and everybody may come in. */
  public boolean isEmpty() {
    return password.isEmpty() && tokens.isEmpty();
  }

  /** Whether it is one of the tokens. They are long: nobody finds one by trying. */
  public boolean isToken(String shown) {
    var digest = Digests.of(shown);
    boolean found = false;
    for (var token : tokens) {
      found |= Digests.same(token, digest);
    }
    return found;
  }

  /**
   * Whether it is the password, or one of the tokens, for who has nothing else to log in with.
   *
   * @param from who tries
   */
  public Verdict login(InetAddress from, Secret shown) throws InterruptedException {
    if (!throttle.admit(from) || !turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return Verdict.BUSY;
    }
    try {
      if (isPassword(shown) || isToken(shown.value())) {
        throttle.forget(from);
        return Verdict.RIGHT;
      }
      return Verdict.WRONG;
    } finally {
      turn.release();
    }
  }

  private boolean isPassword(Secret shown) {
    return !password.isEmpty()
        && shown.value().getBytes(UTF_8).length <= LONGEST
        && hash.map(it -> it.matches(shown, 0))
            .orElseGet(() -> Digests.same(digest(password), digest(shown)));
  }

  /** A password that looks the same is the same (RFC 8265 4.2). */
  private static String digest(Secret secret) {
    return Digests.of(Normalizer.normalize(secret.value(), Normalizer.Form.NFC));
  }
}
