package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the image and the examples for it against each other, and against the table of keys. */
class ContainerExamplesTest {

  private static final String KEY = "sk-example-0123456789";

  private final String image = Files.readString(Path.of("Dockerfile"));
  private final String compose = Files.readString(Path.of("conf/compose.yaml"));
  private final List<Tree> kubernetes = Tree.of(Files.readString(Path.of("conf/kubernetes.yaml")));

  @TempDir private Path folder = Path.of("");

  ContainerExamplesTest() throws IOException {}

  @Test
  void theImageIsOfThisVersion() throws IOException {
    var pom = Files.readString(Path.of("pom.xml"));
    var version = found(pom, "<version>(.+?)</version>");
    assertEquals(version, found(image, "ARG VERSION=(.+)"));
    assertEquals("otpost:" + version, composed(compose).leaf("image"));
    assertTrue(container().leaf("image").endsWith("/otpost:" + version));
  }

  @Test
  void theImageIsMadeOfBytesThatDoNotChange() {
    var digest = "[\\w./:-]+@sha256:[0-9a-f]{64}";
    assertTrue(found(image, "ARG MAVEN=(.+)").matches(digest));
    assertTrue(found(image, "ARG DEBIAN=(.+)").matches(digest));
    assertEquals(
        Set.of("${MAVEN}", "${DEBIAN}", "scratch"), Set.copyOf(all(image, "FROM (\\S+).*")));
  }

  @Test
  void theImageKeepsItsSpoolInItsVolume() throws IOException {
    var settings =
        serving(Map.of("OTPOST_SMTP_RECIPIENTS", "otp@a.example", "SKYVERN_API_KEY", KEY));
    assertEquals(volume(), settings.spool().path().toString());
  }

  @Test
  void composeSaysWhatOtpostUnderstands() throws IOException {
    var service = composed(compose);
    var settings = serving(service.entries("environment"));
    assertEquals(Set.of("25:" + settings.smtp().port()), service.words("ports"));
    assertEquals(8081, settings.web().http().outside().orElseThrow().port());
  }

  @Test
  void composeSaysWhatOtpostUnderstandsWithEveryLineSwitchedOn() throws IOException {
    var service = composed(switchedOn(compose));
    var http = serving(service.entries("environment")).web().http();
    assertEquals("0.0.0.0", http.host());
    assertEquals(Set.of("25:2525", "127.0.0.1:8025:" + http.port()), service.words("ports"));
  }

  @Test
  void composeHasAllThatItNames() {
    for (var text : List.of(compose, switchedOn(compose))) {
      var file = Tree.of(text).getFirst();
      var service = composed(text);
      assertEquals(service.words("networks"), file.names("networks"));
      assertEquals(service.words("secrets"), file.names("secrets"));
      assertEquals(
          service.words("secrets").stream()
              .map("/run/secrets/"::concat)
              .collect(Collectors.toSet()),
          files(service.entries("environment")));
      assertEquals(Set.of("spool:" + volume()), service.words("volumes"));
      assertEquals(Set.of("spool"), file.names("volumes"));
    }
  }

  @Test
  void composeGivesNoRightThatIsNotNeeded() {
    var service = composed(compose);
    assertEquals("true", service.leaf("read_only"));
    assertEquals(Set.of("ALL"), service.words("cap_drop"));
    assertEquals(Set.of("no-new-privileges:true"), service.words("security_opt"));
    assertEquals(Set.of("/tmp"), service.words("tmpfs"));
  }

  @Test
  void kubernetesSaysWhatOtpostUnderstands() throws IOException {
    var container = container();
    var settings = serving(environment(container));
    int outside = settings.web().http().outside().orElseThrow().port();
    assertEquals(
        Map.of("smtp", settings.smtp().port() + "", "public", outside + ""), ports(container));
  }

  @Test
  void kubernetesAsksForLifeAndReadinessWhereEverybodyMay() {
    var container = container();
    for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertEquals("public", container.leaf(probe + "/httpGet/port"));
    }
    assertEquals("/healthz", container.leaf("startupProbe/httpGet/path"));
    assertEquals("/healthz", container.leaf("livenessProbe/httpGet/path"));
    assertEquals("/readyz", container.leaf("readinessProbe/httpGet/path"));
  }

  @Test
  void kubernetesHasAllThatItNames() {
    var container = container();
    var mounts = pairs(container, "volumeMounts", "name", "mountPath");
    assertEquals(
        mounts.keySet(),
        pod().items("volumes").stream().map(it -> it.leaf("name")).collect(Collectors.toSet()));
    assertEquals(volume(), mounts.get("spool"));
    for (var file : files(environment(container))) {
      assertTrue(mounts.values().stream().anyMatch(it -> file.startsWith(it + "/")), file);
    }
    assertEquals(
        ofKind("PersistentVolumeClaim").getFirst().leaf("metadata/name"),
        pod().leaf("volumes/0/persistentVolumeClaim/claimName"));
    var labels = ofKind("Deployment").getFirst().entries("spec/template/metadata/labels");
    for (var service : ofKind("Service")) {
      assertEquals(labels, service.entries("spec/selector"));
      var target = service.leaf("spec/ports/0/targetPort");
      assertTrue(ports(container).containsKey(target), target);
    }
  }

  @Test
  void kubernetesGivesNoRightThatIsNotNeeded() {
    var user = found(image, "USER (\\d+):.*");
    for (var key : List.of("runAsUser", "runAsGroup", "fsGroup")) {
      assertEquals(user, pod().leaf("securityContext/" + key));
    }
    assertEquals("true", pod().leaf("securityContext/runAsNonRoot"));
    var container = container().below("securityContext");
    assertEquals("true", container.leaf("readOnlyRootFilesystem"));
    assertEquals("false", container.leaf("allowPrivilegeEscalation"));
    assertEquals(Set.of("ALL"), container.words("capabilities/drop"));
  }

  /** One writer of the spool at a time. */
  @Test
  void kubernetesRunsItOnce() {
    var deployment = ofKind("Deployment").getFirst();
    assertEquals("1", deployment.leaf("spec/replicas"));
    assertEquals("Recreate", deployment.leaf("spec/strategy/type"));
  }

  @Test
  void everyPortIsOneOfTheImage() {
    var exposed = Set.of(found(image, "EXPOSE (.+)").split(" "));
    for (var port : composed(switchedOn(compose)).words("ports")) {
      assertTrue(exposed.contains(port.substring(port.lastIndexOf(':') + 1)), port);
    }
    assertTrue(exposed.containsAll(ports(container()).values()));
  }

  /** What otpost makes of this environment, and that of the image. */
  private Settings serving(Map<String, String> environment) throws IOException {
    var secret = folder.resolve("secret");
    Files.writeString(secret, KEY);
    var all = new HashMap<>(environment);
    all.put("OTPOST_SPOOL_PATH", found(image, "ENV OTPOST_SPOOL_PATH=(.+)"));
    all.replaceAll((name, value) -> name.endsWith("_FILE") ? secret.toString() : value);
    var configuration = Configuration.load(new Origin(Optional.empty(), all, "gw"), Purpose.SERVE);
    return assertInstanceOf(Loaded.class, configuration, configuration::toString).settings();
  }

  private static Set<String> files(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(it -> it.getKey().endsWith("_FILE"))
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  private String volume() {
    return found(image, "VOLUME (.+)");
  }

  private static Tree composed(String text) {
    return Tree.of(text).getFirst().below("services/otpost");
  }

  /** Without the # before what is no comment, which would have a blank behind it. */
  private static String switchedOn(String text) {
    return text.replaceAll("(?m)^( *)#(?! |$)", "$1");
  }

  private List<Tree> ofKind(String kind) {
    return kubernetes.stream().filter(it -> it.leaf("kind").equals(kind)).toList();
  }

  private Tree pod() {
    return ofKind("Deployment").getFirst().below("spec/template/spec");
  }

  private Tree container() {
    return pod().below("containers/0");
  }

  private static Map<String, String> environment(Tree container) {
    return pairs(container, "env", "name", "value");
  }

  private static Map<String, String> ports(Tree container) {
    return pairs(container, "ports", "name", "containerPort");
  }

  private static Map<String, String> pairs(Tree tree, String list, String name, String value) {
    return tree.items(list).stream()
        .collect(Collectors.toMap(it -> it.leaf(name), it -> it.leaf(value)));
  }

  private static String found(String text, String line) {
    return all(text, line).getFirst();
  }

  private static List<String> all(String text, String line) {
    return Pattern.compile("(?m)^\\s*" + line + "$")
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .toList();
  }
}
