package dev.otpost.config;

import java.nio.file.Path;
import java.util.List;

/** What reading the configuration came to. */
public sealed interface Configuration {

  /**
   * All is well.
   *
   * @param warnings sentences for the operator about what is allowed but hardly meant; nothing
   *     secret in them
   */
  record Loaded(Settings settings, List<String> warnings) implements Configuration {}

  /** Something is wrong: everything that is, in the order of the file and the keys; never empty. */
  record Faulty(List<Fault> faults) implements Configuration {}

  /** The file is there or was asked for, but cannot be read; {@code whatToDo} is a clause. */
  record Unreadable(Path file, String whatToDo) implements Configuration {}

  /**
   * Reads file, environment and secrets, and checks everything. Looks at the disk, but changes
   * nothing and never throws on account of what it finds there.
   */
  static Configuration load(Origin origin, Purpose purpose) {
    return new Loading(origin, purpose).load();
  }
}
