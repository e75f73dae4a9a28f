package dev.otpost.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * One container of an image, run by runc as an engine would: as the image's user, without any right
 * of root's, on a root that is read-only, with a folder of the machine as its volume. It shares the
 * network of the machine, so its listeners are to be on the loopback interface.
 */
final class Container implements AutoCloseable {

  private final Image image;
  private final Path folder;
  private final String name;

  /**
   * @param folder gets all that belongs to it, and stays when it is gone
   * @param secret is in /run/secrets/skyvern.api-key
   */
  Container(Image image, Path folder, String secret) throws Exception {
    this.image = image;
    this.folder = folder;
    name = "otpost-" + folder.getFileName();
    var user = image.configuration().leaf("User");
    Files.createDirectories(folder.resolve("state"));
    Files.createDirectory(folder.resolve("volume"));
    Files.createDirectory(folder.resolve("secrets"));
    var key = Files.writeString(folder.resolve("secrets/skyvern.api-key"), secret);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
    Product.finish(
        new ProcessBuilder(
            "chown",
            "-R",
            user,
            folder.resolve("volume").toString(),
            folder.resolve("secrets").toString()));
  }

  /** Runs what the image runs, with these settings on top of those of the image. */
  ProcessBuilder run(Map<String, String> settings) throws IOException {
    var arguments = new ArrayList<>(image.configuration().words("Entrypoint"));
    arguments.addAll(image.configuration().words("Cmd"));
    return run(settings, arguments);
  }

  /** Runs another program of the image. */
  ProcessBuilder run(Map<String, String> settings, List<String> arguments) throws IOException {
    var bundle = Files.createDirectories(folder.resolve("bundle"));
    Files.writeString(
        bundle.resolve("config.json"), JSON.std.asString(configuration(settings, arguments)));
    return runc("run", "--bundle", bundle.toString(), name);
  }

  /** Runs a program beside the one that runs. */
  ProcessBuilder exec(List<String> arguments) {
    var command = new ArrayList<>(List.of("exec", name));
    command.addAll(arguments);
    return runc(command.toArray(String[]::new));
  }

  private ProcessBuilder runc(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(Needs.program("runc", "runc").toString(), "--root=" + folder.resolve("state")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private Map<String, Object> configuration(Map<String, String> settings, List<String> arguments)
      throws IOException {
    var environment = new TreeMap<String, String>();
    for (var variable : image.configuration().words("Env")) {
      var parts = variable.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    environment.putAll(settings);
    var user = image.configuration().leaf("User").split(":", -1);
    return Map.of(
        "ociVersion",
        "1.0.0",
        "root",
        Map.of("path", image.root().toString(), "readonly", true),
        "process",
        Map.of(
            "user",
            Map.of("uid", Integer.valueOf(user[0]), "gid", Integer.valueOf(user[1])),
            "args",
            arguments,
            "env",
            environment.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList(),
            "cwd",
            "/",
            "noNewPrivileges",
            true,
            "capabilities",
            Map.of()),
        "mounts",
        List.of(
            mount("/proc", "proc", "proc", List.of("nosuid", "nodev", "noexec")),
            mount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "mode=755", "size=64k")),
            mount("/tmp", "tmpfs", "tmpfs", List.of("nosuid", "nodev", "noexec", "mode=1777")),
            mount("/var/lib/otpost", "bind", folder.resolve("volume").toString(), List.of("bind")),
            mount(
                "/run/secrets",
                "bind",
                folder.resolve("secrets").toString(),
                List.of("bind", "ro"))),
        "linux",
        Map.of(
            "namespaces",
            Stream.of("pid", "ipc", "uts", "mount").map(type -> Map.of("type", type)).toList()));
  }

  private static Map<String, Object> mount(
      String destination, String type, String source, List<String> options) {
    return Map.of("destination", destination, "type", type, "source", source, "options", options);
  }

  @Override
  public void close() throws IOException {
    try {
      Product.finish(runc("delete", "--force", name));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
