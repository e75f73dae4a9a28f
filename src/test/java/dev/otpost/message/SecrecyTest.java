package dev.otpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No word of this room tells a secret by accident. */
final class SecrecyTest {

  private static final String SECRET = "S3cr3t";

  /**
   * What may stand in the clear though it is text: reasons in words, and names that are no secret.
   */
  private static final List<String> OPEN =
      List.of(
          "about",
          "asks",
          "because",
          "account",
          "channel",
          "domain",
          "site",
          "title",
          "evidence",
          "messageId",
          "peer",
          "name",
          "patterns",
          "route",
          "routes",
          "trouble");

  private static final PasswordHash PASSWORD_HASH =
      new PasswordHash(PasswordHash.FEWEST, SECRET + "A".repeat(16), SECRET + "A".repeat(37));

  static Stream<Class<?>> records() {
    return new ClassFileImporter()
        .importPackages("dev.otpost.message").stream()
            .filter(it -> it.isRecord() && !it.getSource().toString().contains("test-classes"))
            .<Class<?>>map(JavaClass::reflect)
            // Takes no text; that it is masked has a test of its own.
            .filter(it -> it != PhoneNumber.class);
  }

  @ParameterizedTest
  @MethodSource("records")
  void showsNoTextThatItHolds(Class<?> type) throws ReflectiveOperationException {
    assertFalse(made(type).toString().contains(SECRET), type.getSimpleName());
  }

  @ParameterizedTest
  @MethodSource("records")
  void isImmutable(Class<?> type) {
    for (var field : type.getDeclaredFields()) {
      assertTrue(Modifier.isFinal(field.getModifiers()), field.toString());
      assertFalse(field.getType().isArray(), field.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"john.doe@example.com", "j@example.com"})
  void masksAnIdentifierThatIsAnAddress(String address) {
    assertEquals("j…@example.com", new Identifier(address).toString());
    assertEquals("j…@example.com", new Address(address).toString());
  }

  @Test
  void masksAnAddressWithARandomPartWhereverPatternsAreShown() {
    var patterns = List.of("otp-7f3k9q2m@gw.example.com", "*@gw.example.com", "otp@gw.example.com");

    for (var shown : List.of(new Recipients(patterns), new Wildcards(patterns))) {
      assertEquals(
          shown.getClass().getSimpleName()
              + "[o…@gw.example.com, *@gw.example.com, otp@gw.example.com]",
          shown.toString());
    }
  }

  /** A value of the record in which every text that is not open is the secret. */
  private static Object made(Class<?> type) throws ReflectiveOperationException {
    var components = type.getRecordComponents();
    var constructor =
        type.getDeclaredConstructor(
            Stream.of(components).map(it -> it.getType()).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor.newInstance(
        Stream.of(components).map(it -> value(it.getName(), it.getType())).toArray());
  }

  private static Object value(String name, Class<?> type) {
    var values =
        Map.<Class<?>, Object>ofEntries(
            entry(
                String.class,
                switch (name) {
                  case "salt" -> PASSWORD_HASH.salt();
                  case "hash" -> PASSWORD_HASH.hash();
                  default -> OPEN.contains(name) ? "open@open" : SECRET + "@example.com";
                }),
            entry(Address.class, new Address(SECRET + "@example.com")),
            entry(Identifier.class, new Identifier(SECRET + "@example.com")),
            entry(Lane.class, Lane.of(new Identifier(SECRET + "@example.com"))),
            entry(Otp.class, new Otp.Code(SECRET, "a test")),
            entry(Headers.class, new Headers(List.of(new Headers.Field("Subject", SECRET)))),
            entry(Form.class, Form.FIRST),
            entry(Life.class, Life.of(Instant.EPOCH, Duration.ofMinutes(1))),
            entry(Instant.class, Instant.EPOCH),
            entry(Optional.class, Optional.empty()),
            entry(long.class, 1L),
            entry(int.class, name.equals("prefix") ? 32 : PasswordHash.FEWEST),
            entry(InetAddress.class, InetAddress.getLoopbackAddress()),
            entry(Map.class, Map.of(SECRET, PASSWORD_HASH)),
            entry(Source.class, Source.SMTP),
            entry(PhoneNumber.class, new PhoneNumber("+4915112345678")),
            entry(boolean.class, true),
            entry(PrivateKey.class, new StubKey()),
            entry(Folder.class, new Folder("work", "INBOX")),
            entry(Place.class, new Place(new Folder("work", "INBOX"), 1, 1)),
            entry(Stored.Extent.class, Stored.Extent.WHOLE),
            entry(Concern.Kind.class, Concern.Kind.DELIVERIES_HELD),
            entry(Concern.class, new Concern(Concern.Kind.DELIVERIES_HELD, "", "a test", 1)),
            entry(Reach.State.class, Reach.State.SILENT),
            entry(Watch.State.class, Watch.State.WATCHING),
            entry(Dkim.Verdict.class, Dkim.Verdict.PASS),
            entry(Checkup.Verdict.class, Checkup.Verdict.PASSED),
            entry(Forwarded.How.class, Forwarded.How.INLINE));
    return type == List.class
        ? switch (name) {
          case "ids" -> List.of(1L);
          case "fields" -> List.of(new Headers.Field("Subject", SECRET));
          case "patterns" -> List.of("*@example.com");
          default -> List.of(new Address(SECRET + "@example.com"));
        }
        : Optional.ofNullable(values.get(type))
            .orElseThrow(() -> new AssertionError("make a value of " + type + " here"));
  }

  private static final class StubKey implements PrivateKey {
    private static final long serialVersionUID = 1;

    @Override
    public String getAlgorithm() {
      return SECRET;
    }

    @Override
    public String getFormat() {
      return SECRET;
    }

    @Override
    public byte[] getEncoded() {
      return SECRET.getBytes(UTF_8);
    }

    @Override
    public String toString() {
      return SECRET;
    }
  }

  static {
    // A room without records would make the tests above pass for nothing.
    assertTrue(records().map(Class::getSimpleName).collect(Collectors.toSet()).contains("Letter"));
  }
}
