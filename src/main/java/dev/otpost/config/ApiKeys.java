package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** API keys, each given itself or in a file. What is wrong is added to faults and warnings. */
record ApiKeys(Values values, Purpose purpose, List<Fault> faults, List<String> warnings) {

  /**
   * The key itself, or from the file; where both are given, the one that stands in the upper place.
   * Empty if neither is given, and none if secrets are not to be read.
   */
  Optional<Secret> read(Key<Secret> apiKey, Key<Optional<Path>> apiKeyFile) {
    var key = values.get(apiKey);
    var file = values.get(apiKeyFile);
    if (!values.given(apiKey) && file.isEmpty()) {
      return Optional.empty();
    }
    if (purpose == Purpose.INSPECT) {
      return Optional.of(Secret.NONE);
    }
    int above = values.height(apiKeyFile) - values.height(apiKey);
    if (above == 0 && file.isPresent()) {
      faults.add(
          Fault.in(
              apiKeyFile,
              values.stated(apiKeyFile),
              apiKey.name() + " is given as well; leave one of the two"));
    }
    return Optional.of(above > 0 ? file.map(path -> read(path, apiKeyFile)).orElse(key) : key);
  }

  private Secret read(Path file, Key<?> named) {
    if (SecretFile.isOpenToAll(file)) {
      warnings.add(SecretFile.openToAll("the API key", file));
    }
    return switch (SecretFile.read(file)) {
      case Good<Secret>(var secret) -> secret;
      case Bad<Secret>(var whatToDo) -> {
        faults.add(Fault.in(named, values.stated(named), whatToDo));
        yield Secret.NONE;
      }
    };
  }
}
