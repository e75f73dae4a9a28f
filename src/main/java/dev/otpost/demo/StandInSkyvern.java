package dev.otpost.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Skyvern's TOTP receiver as far as a sender can see it, on a port of the loopback interface. It
 * keeps to the contract unless it is told otherwise, and records every POST before it answers.
 *
 * {@snippet :
 * try (var skyvern = StandInSkyvern.start()) {
 *   skyvern.answerNext(Answer.status(503).retryAfter(Duration.ofSeconds(1)));
 *   // … point a sender to skyvern.uri() with skyvern.apiKey() …
 *   var posts = skyvern.awaitPosts(2, Duration.ofSeconds(5));
 *   var code = skyvern.codeForRun("john@example.com");
 * }
 * }
 *
 * <p>Thread-safe. A scripted answer is used for one POST; the script given by {@link #answerNext}
 * comes first, then {@link #answerBy}, then the contract.
 */
public final class StandInSkyvern implements AutoCloseable {

  /** What {@code x-api-key} must say, unless {@link #apiKey(String)} changed it. */
  public static final String DEFAULT_API_KEY = "sk-stand-in-for-skyvern";

  private final Ledger ledger = new Ledger();
  private final Set<String> knownIds = ConcurrentHashMap.newKeySet();
  private final Contract contract = new Contract(ledger, knownIds);
  private final Set<Quirk> quirks = ConcurrentHashMap.newKeySet();
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();

  private volatile Function<Post, Optional<Answer>> scriptBy = post -> Optional.empty();
  private volatile Answer toLists = Answer.contract();
  private volatile String apiKey = DEFAULT_API_KEY;
  private volatile InstantSource clock = InstantSource.system();

  private final InetSocketAddress address;

  /** Exactly one of the two is open until {@link #close}: guarded by {@code this}. */
  private Listening listening;

  private Socket place = new Socket();

  private StandInSkyvern(int port) throws IOException {
    listening = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    address = listening.address();
  }

  /** Up on any free port. */
  public static StandInSkyvern start() throws IOException {
    return start(0);
  }

  /** Up on this port; 0 for any free one. */
  public static StandInSkyvern start(int port) throws IOException {
    return new StandInSkyvern(port);
  }

  /** The base URL, without a slash at its end. */
  public URI uri() {
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** What {@code x-api-key} must say. */
  public String apiKey() {
    return apiKey;
  }

  /** From now on {@code x-api-key} must say this. */
  public StandInSkyvern apiKey(String key) {
    apiKey = key;
    return this;
  }

  /** From now on it has a task, workflow or run of this id; before, it has none at all. */
  public StandInSkyvern knows(String id) {
    knownIds.add(id);
    return this;
  }

  /** From now on this is the matter with it. */
  public StandInSkyvern with(Quirk quirk) {
    quirks.add(quirk);
    return this;
  }

  /** From now on this is the matter with it no more. */
  public StandInSkyvern without(Quirk quirk) {
    quirks.remove(quirk);
    return this;
  }

  /**
   * Its own clock: {@code Date}, {@code created_at} and what is expired follow it; {@link
   * Post#arrivedAt} does not.
   */
  public StandInSkyvern clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** The next POSTs are answered by these, in this order, after those given before. */
  public StandInSkyvern answerNext(Answer... answers) {
    script.addAll(List.of(answers));
    return this;
  }

  /**
   * POSTs are answered by what this gives for them, and by the contract if it gives nothing. Called
   * by any thread.
   */
  public StandInSkyvern answerBy(Function<Post, Optional<Answer>> answers) {
    scriptBy = answers;
    return this;
  }

  /** Every GET is answered by this, until {@link Answer#contract()} is given. */
  public StandInSkyvern answerLists(Answer answer) {
    toLists = answer;
    return this;
  }

  /** Every POST so far, in the order in which they came. */
  public List<Post> posts() {
    return ledger.posts();
  }

  /** Every row so far, oldest first, expired and raw ones too. */
  public List<StoredCode> codes() {
    return ledger.codes();
  }

  /**
   * What a run that polls now would take: the newest usable code for its identifier, at most ten
   * minutes old.
   */
  public Optional<StoredCode> codeForRun(String identifier) {
    return contract.forRun(identifier, clock.instant());
  }

  /** Forgets posts and codes; numbers begin at 1 again. */
  public void forget() {
    ledger.clear();
  }

  /**
   * All posts, as soon as there are at least so many.
   *
   * @throws IllegalStateException if there are fewer after {@code limit}, saying how many there are
   */
  public List<Post> awaitPosts(int atLeast, Duration limit) {
    return ledger
        .await(() -> ledger.postCount() < atLeast ? Optional.empty() : some(posts()), limit)
        .orElseThrow(() -> tooFew(ledger.postCount(), atLeast, "posts", limit));
  }

  /**
   * All rows, as soon as there are at least so many.
   *
   * @throws IllegalStateException if there are fewer after {@code limit}, saying how many there are
   */
  public List<StoredCode> awaitCodes(int atLeast, Duration limit) {
    return ledger
        .await(() -> ledger.codeCount() < atLeast ? Optional.empty() : some(codes()), limit)
        .orElseThrow(() -> tooFew(ledger.codeCount(), atLeast, "stored codes", limit));
  }

  /**
   * The first post that is wanted, as soon as it came; empty if it did not within {@code limit}.
   */
  public Optional<Post> awaitPost(Predicate<Post> wanted, Duration limit) {
    return ledger.await(() -> posts().stream().filter(wanted).findFirst(), limit);
  }

  /**
   * The first row that is wanted, as soon as it was stored; empty if it was not within {@code
   * limit}.
   */
  public Optional<StoredCode> awaitCode(Predicate<StoredCode> wanted, Duration limit) {
    return ledger.await(() -> codes().stream().filter(wanted).findFirst(), limit);
  }

  /**
   * Whether this held within {@code limit}; it is asked at once, and again after every post and
   * every row.
   */
  public boolean awaitUntil(BooleanSupplier condition, Duration limit) {
    return ledger
        .await(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), limit)
        .isPresent();
  }

  /**
   * Cuts all connections and refuses new ones, until {@link #comeBack}. What it recorded, it keeps.
   * The port stays taken meanwhile: no other process gets it.
   */
  public synchronized void goDown() throws IOException {
    if (listening.isUp()) {
      listening.close();
      place = new Socket();
      place.setReuseAddress(true);
      place.bind(address);
    }
  }

  /** Takes connections again, on the same port. Does nothing if it does so anyway. */
  public synchronized void comeBack() throws IOException {
    if (!listening.isUp()) {
      // Two sockets may share a port as long as none of them listens, so it is never free in
      // between.
      var again = listen(address);
      place.close();
      listening = again;
    }
  }

  /** Cuts all connections and frees the port. The records stay readable. */
  @Override
  public synchronized void close() throws IOException {
    listening.close();
    place.close();
  }

  private static <T> Optional<List<T>> some(List<T> list) {
    return Optional.of(list);
  }

  private static IllegalStateException tooFew(int have, int want, String what, Duration limit) {
    return new IllegalStateException("%d of %d %s within %s".formatted(have, want, what, limit));
  }

  private Post record(Wire.Request request) {
    long nanos = System.nanoTime();
    var at = InstantSource.system().instant();
    var body = Body.of(request.header("content-type"), request.body());
    return ledger.post(
        number ->
            new Post(
                number,
                at,
                nanos,
                request.target(),
                request.headers(),
                request.body(),
                body.text("totp_identifier"),
                body.text("content"),
                body.text("source"),
                body.textIfAny("expired_at")));
  }

  private Answer scripted(Post post) {
    var next = script.poll();
    return next != null ? next : scriptBy.apply(post).orElse(Answer.contract());
  }

  private Listening.Chosen choose(Wire.Request request) {
    var post =
        request.method().equals("POST") ? Optional.of(record(request)) : Optional.<Post>empty();
    return new Listening.Chosen(
        post.map(this::scripted).orElse(toLists), () -> byContract(request, post));
  }

  private Answer.Says byContract(Wire.Request request, Optional<Post> post) {
    var now = clock.instant();
    return contract
        .refusal(request, apiKey, quirks)
        .orElseGet(
            () ->
                post.map(posted -> contract.post(posted, quirks, now))
                    .orElseGet(() -> contract.list(request, now)));
  }

  private Listening listen(InetSocketAddress where) throws IOException {
    return new Listening(where, this::choose, () -> clock.instant());
  }
}
