package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Form.Reading;
import dev.otpost.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Secrets, each given itself or in a file. What is wrong is added to faults and warnings. */
record Secrets(Values values, Purpose purpose, List<Fault> faults, List<String> warnings) {

  /**
   * The secret itself, or from the file; where both are given, the one that stands in the upper
   * place. Empty if neither is given, and none if secrets are not to be read.
   *
   * @param what it is, in words
   */
  Optional<Secret> read(String what, Key<Secret> itself, Key<Optional<Path>> inFile) {
    var secret = values.get(itself);
    var file = values.get(inFile);
    if (!values.given(itself) && file.isEmpty()) {
      return Optional.empty();
    }
    if (purpose == Purpose.INSPECT) {
      return Optional.of(Secret.NONE);
    }
    int above = values.height(inFile) - values.height(itself);
    if (above == 0 && file.isPresent()) {
      faults.add(
          Fault.in(
              inFile,
              values.stated(inFile),
              itself.name() + " is given as well; leave one of the two"));
    }
    return Optional.of(
        above > 0 ? file.map(path -> read(what, path, itself, inFile)).orElse(secret) : secret);
  }

  private Secret read(String what, Path file, Key<Secret> itself, Key<?> named) {
    if (SecretFile.isOpenToAll(file)) {
      warnings.add(SecretFile.openToAll("the " + what, file));
    }
    return switch (read(what, file, itself.form())) {
      case Good<Secret>(var secret) -> secret;
      case Bad<Secret>(var whatToDo) -> {
        faults.add(Fault.in(named, values.stated(named), whatToDo));
        yield Secret.NONE;
      }
    };
  }

  private static Reading<Secret> read(String what, Path file, Form<Secret> form) {
    return switch (SecretFile.read(what, file)) {
      case Good<String>(var text) -> form.read(text);
      case Bad<String>(var whatToDo) -> new Bad<>(whatToDo);
    };
  }
}
