package dev.otpost.intake.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * The refresh token of one account, on the disk. The file and its directory are for their owner
 * only, from their first moment on. What is stored is durable when {@link #store} returns; whoever
 * reads finds the old one or the new one, whole.
 *
 * <p>The file is better than the configuration, for it is newer: providers hand out new refresh
 * tokens, and so does a login. But once the configuration names another client or another refresh
 * token than the one in the file goes back to, the operator has spoken last.
 */
final class TokenFile {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_OF_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final FileAttribute<Set<PosixFilePermission>> FILE_OF_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** What is longer was not written here. */
  private static final int LONGEST_BYTES = 64 * 1024;

  private final Path directory;
  private final String account;

  TokenFile(Path directory, String account) {
    if (!NAME.matcher(account).matches()) {
      throw new IllegalArgumentException("no name for a file: " + account);
    }
    this.directory = directory;
    this.account = account;
  }

  /**
   * A refresh token.
   *
   * @param since when it was stored; empty for one from the configuration
   */
  record Kept(Secret refreshToken, Optional<Instant> since) {}

  Path path() {
    return directory.resolve(account + ".json");
  }

  /**
   * The refresh token to be used now, from the file or from the configuration; empty if there is
   * none.
   *
   * @throws TokenRefusedException if the file is there and may not be read
   */
  Optional<Kept> current(Client client) throws IOException {
    var configured = client.refreshToken();
    return stored()
        .filter(it -> it.clientId().equals(client.clientId()))
        .filter(it -> configured.isEmpty() || it.from().equals(hash(configured)))
        .map(it -> new Kept(new Secret(it.refreshToken()), Optional.of(it.at())))
        .or(
            () ->
                configured.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Kept(configured, Optional.empty())));
  }

  /**
   * Looks whether {@link #store} would work, and changes nothing.
   *
   * @throws IOException if it would not; it says what to do
   */
  void rehearse() throws IOException {
    var place = directory.toAbsolutePath();
    while (place.getParent() != null && Files.notExists(place)) {
      place = place.getParent();
    }
    if (!Files.isDirectory(place) || !Files.isWritable(place)) {
      throw new IOException(
          "you may not write in %s: log in as the user that otpost runs as, and make him its owner"
              .formatted(place));
    }
  }

  /** Replaces what is there. */
  void store(Client client, Secret refreshToken, Instant at) throws IOException {
    var object = new LinkedHashMap<String, Object>();
    object.put("refresh_token", refreshToken.value());
    object.put("client_id", client.clientId());
    object.put("from", hash(client.refreshToken()));
    object.put("stored_at", at.toString());
    makeDirectory();
    // A name of its own, for a login may store while the daemon does.
    var whole = Files.createTempFile(directory, account + ".", ".new", FILE_OF_OWNER);
    try {
      try (var file = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap((JSON.std.asString(object) + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(whole, path(), ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
    syncDirectory();
  }

  /** Whether there was one. What a crash has left behind of others goes too. */
  boolean delete() throws IOException {
    boolean was = Files.deleteIfExists(path());
    if (Files.isDirectory(directory)) {
      try (var halves = Files.newDirectoryStream(directory, account + ".*.new")) {
        for (var half : halves) {
          Files.deleteIfExists(half);
        }
      }
      syncDirectory();
    }
    return was;
  }

  private record Stored(String refreshToken, String clientId, String from, Instant at) {
    @Override
    public String toString() {
      return "Stored[" + at + "]";
    }
  }

  /** Empty if there is no file, or one that was not written here. */
  private Optional<Stored> stored() throws IOException {
    try (var in = Files.newInputStream(path())) {
      var fields =
          JSON.std.anyFrom(new String(in.readNBytes(LONGEST_BYTES), UTF_8))
                  instanceof Map<?, ?> object
              ? object
              : Map.of();
      return fields.get("refresh_token") instanceof String token
              && !token.isEmpty()
              && fields.get("client_id") instanceof String clientId
              && fields.get("from") instanceof String from
              && fields.get("stored_at") instanceof String at
          ? Optional.of(new Stored(token, clientId, from, Instant.parse(at)))
          : Optional.empty();
    } catch (NoSuchFileException | JacksonException | DateTimeException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new TokenRefusedException(
          "otpost may not read %s; make the user that it runs as the owner of it and of its directory"
              .formatted(path()));
    }
  }

  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(directory)) {
      // None of these fails if another account's thread was faster.
      var spool = directory.toAbsolutePath().getParent();
      if (spool != null && spool.getParent() != null) {
        Files.createDirectories(spool.getParent());
        Files.createDirectories(spool, DIRECTORY_OF_OWNER);
      }
      Files.createDirectories(directory, DIRECTORY_OF_OWNER);
    }
  }

  /** Only then is the name of the file durable too. */
  private void syncDirectory() throws IOException {
    try (var names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Of a random token of many characters, so it tells nothing about it. */
  private static String hash(Secret token) {
    try {
      return token.isEmpty()
          ? ""
          : HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256").digest(token.value().getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
