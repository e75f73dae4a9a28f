package dev.otpost.intake.imap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An IMAP server with one folder, on a free port of this machine, that does what is right but where
 * a test has told it otherwise ({@link #odd}, {@link #once}). Any password will do.
 */
final class OddServer implements AutoCloseable {

  /** What is said instead: a regular expression for the command without its tag, and lines. */
  private record Oddity(Pattern command, String answer, boolean once) {}

  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}$");
  private static final Pattern FETCH = Pattern.compile("UID FETCH ([0-9,]+) (.*)");
  private static final Pattern PIECE = Pattern.compile("BODY\\.PEEK\\[(.*?)]<(\\d+)\\.(\\d+)>");

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Oddity> oddities = new CopyOnWriteArrayList<>();
  private final Map<Long, String> mails = new TreeMap<>();
  private volatile String greeting = "* OK ready\r\n";
  private volatile String capabilities = "IMAP4rev1 IDLE ID AUTH=PLAIN SASL-IR UIDPLUS MOVE";
  private volatile long uidValidity = 7;
  private long next = 10;

  OddServer() throws IOException {
    Thread.ofVirtual().name("odd-server").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The first that comes with a connection. */
  OddServer greets(String... lines) {
    greeting = String.join("\r\n", lines) + "\r\n";
    return this;
  }

  OddServer can(String what) {
    capabilities = what;
    return this;
  }

  OddServer uidValidity(long other) {
    uidValidity = other;
    return this;
  }

  /**
   * A command that matches is answered so: {@code {tag}} stands for its tag, {@code {usual}} for
   * the usual answer without the last line, {@code {bye}} for hanging up. The latest word holds.
   */
  OddServer odd(String command, String... lines) {
    oddities.addFirst(oddity(command, false, lines));
    return this;
  }

  /** The same for the next one only. */
  OddServer once(String command, String... lines) {
    oddities.addFirst(oddity(command, true, lines));
    return this;
  }

  /** All is as it should be. */
  void even() {
    oddities.clear();
  }

  private static Oddity oddity(String command, boolean once, String... lines) {
    var answer = Arrays.stream(lines).map(line -> line + "\r\n").collect(Collectors.joining());
    return new Oddity(Pattern.compile(command), answer, once);
  }

  /** A mail is there, and whoever idles is told. */
  long deliver(String mail) throws IOException {
    long uid = put(mail);
    say("* " + count() + " EXISTS");
    return uid;
  }

  /** A mail is there; nobody is told. */
  synchronized long put(String mail) {
    return put(next++, mail);
  }

  /** The same with this UID. */
  synchronized long put(long uid, String mail) {
    mails.put(uid, mail);
    next = Math.max(next, uid + 1);
    return uid;
  }

  synchronized void remove(long uid) {
    mails.remove(uid);
  }

  private synchronized int count() {
    return mails.size();
  }

  /** To all clients, at once. */
  void say(String line) throws IOException {
    for (var socket : sockets) {
      if (!socket.isClosed()) {
        write(socket, line + "\r\n");
      }
    }
  }

  /** What clients said, without tags. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  long heard(String command) {
    return heard.stream().filter(Pattern.compile(command).asMatchPredicate()).count();
  }

  int connections() {
    return sockets.size();
  }

  /** Until something is so. */
  void await(Predicate<OddServer> wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    synchronized (heard) {
      while (!wanted.test(this)) {
        if (System.nanoTime() > end) {
          throw new AssertionError("in vain; heard " + heard);
        }
        try {
          heard.wait(20);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Thread.ofVirtual().name("odd-connection").start(() -> talk(socket));
      }
    } catch (IOException closed) {
      // by close
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      write(socket, greeting);
      var tag = "*";
      while (true) {
        var line = line(socket, in);
        int blank = line.indexOf(' ');
        boolean command = line.matches("(?s)[A-Z]+\\d+ .*");
        if (command) {
          tag = line.substring(0, blank);
        }
        var said = command ? line.substring(blank + 1) : line;
        synchronized (heard) {
          heard.add(said);
          heard.notifyAll();
        }
        var answer = answer(said).replace("{tag}", tag);
        int bye = answer.indexOf("{bye}");
        write(socket, bye < 0 ? answer : answer.substring(0, bye));
        if (bye >= 0) {
          return;
        }
      }
    } catch (IOException over) {
      // The client has hung up, or the test is over.
    }
  }

  private String answer(String command) {
    var found = oddities.stream().filter(it -> it.command().matcher(command).matches()).findFirst();
    if (found.isPresent()) {
      var oddity = found.get();
      if (oddity.once()) {
        oddities.remove(oddity);
      }
      return oddity.answer().contains("{usual}")
          ? oddity.answer().replace("{usual}\r\n", usual(command))
          : oddity.answer();
    }
    return command.equals("IDLE") ? usual(command) : usual(command) + "{tag} OK done\r\n";
  }

  /** Without the last line. */
  private synchronized String usual(String command) {
    var words = command.split(" ");
    return switch (words[0]) {
      case "CAPABILITY" -> "* CAPABILITY " + capabilities + "\r\n";
      case "EXAMINE", "SELECT" ->
          "* %d EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY %d] UIDs valid\r\n* OK [UIDNEXT %d] next\r\n"
              .formatted(mails.size(), uidValidity, next);
      case "STATUS" -> "* STATUS INBOX (UIDNEXT %d)\r\n".formatted(next);
      case "IDLE" -> "+ idling\r\n";
      case "LOGOUT" -> "* BYE see you\r\n";
      case "UID" ->
          switch (words[1]) {
            case "SEARCH" -> search(words) + "\r\n";
            case "FETCH" -> fetch(command);
            default -> "";
          };
      default -> "";
    };
  }

  private String search(String... words) {
    boolean since = words[2].equals("SINCE");
    long first =
        since || words[3].startsWith("*") ? last() : Long.parseLong(words[3].split(":", 2)[0]);
    boolean single = !words[3].endsWith("*");
    return mails.keySet().stream()
        .filter(uid -> since || (single ? uid == first : uid >= Math.min(first, last())))
        .map(uid -> " " + uid)
        .collect(Collectors.joining("", "* SEARCH", ""));
  }

  private long last() {
    return mails.keySet().stream().max(Long::compare).orElse(0L);
  }

  private String fetch(String command) {
    var fetch = FETCH.matcher(command);
    if (!fetch.matches()) {
      return "";
    }
    var answer = new StringBuilder();
    int number = 0;
    for (var mail : mails.entrySet()) {
      number++;
      if (List.of(fetch.group(1).split(",")).contains(mail.getKey().toString())) {
        answer
            .append("* ")
            .append(number)
            .append(" FETCH (UID ")
            .append(mail.getKey())
            .append(items(mail.getValue(), fetch.group(2)))
            .append(")\r\n");
      }
    }
    return answer.toString();
  }

  private static String items(String mail, String wanted) {
    var items = new StringBuilder();
    if (wanted.contains("RFC822.SIZE")) {
      items.append(" RFC822.SIZE ").append(mail.length());
    }
    if (wanted.contains("INTERNALDATE")) {
      items.append(" INTERNALDATE \"22-Nov-2026 10:00:00 +0000\"");
    }
    var piece = PIECE.matcher(wanted);
    if (piece.find()) {
      int header = mail.indexOf("\r\n\r\n") + 4;
      var section = piece.group(1).equals("HEADER") ? mail.substring(0, header) : mail;
      int start = Math.min(section.length(), Integer.parseInt(piece.group(2)));
      int end = Math.min(section.length(), start + Integer.parseInt(piece.group(3)));
      items.append(
          " BODY[%s]<%s> %s"
              .formatted(
                  piece.group(1), piece.group(2), Script.literal(section.substring(start, end))));
    }
    return items.toString();
  }

  private static String line(Socket socket, InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int octet; (octet = in.read()) != '\n'; ) {
      if (octet < 0) {
        throw new IOException("hung up");
      }
      line.append((char) octet);
    }
    var text = line.toString().stripTrailing();
    var literal = LITERAL.matcher(text);
    if (!literal.find()) {
      return text;
    }
    write(socket, "+ go on\r\n");
    var octets = in.readNBytes(Integer.parseInt(literal.group(1)));
    return text + new String(octets, StandardCharsets.ISO_8859_1) + line(socket, in);
  }

  /** Whole, whoever else says something; a client that does not listen stops no other server. */
  private static void write(Socket socket, String text) throws IOException {
    synchronized (socket) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
