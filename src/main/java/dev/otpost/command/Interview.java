package dev.otpost.command;

import dev.otpost.config.Template;
import dev.otpost.message.Secret;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;

/** The questions of {@code otpost init}; each is asked until the answer is of use. */
final class Interview {

  private final Person person;
  private final PrintWriter out;

  /** Who is asked. */
  interface Person {

    /** The answer without white space around it; empty when there will be no more answers. */
    Optional<String> answer(String question);

    /** Likewise; what is typed is not shown. */
    Optional<String> secret(String question);
  }

  /**
   * What was answered, each fit for its key.
   *
   * @param recipient an address or {@code *@domain}
   * @param baseUrl empty if it is Skyvern's cloud
   * @param key {@link Secret#NONE} if it comes later
   */
  record Answers(String recipient, Optional<String> baseUrl, Secret key) {}

  Interview(Person person, PrintWriter out) {
    this.person = person;
    this.out = out;
  }

  /**
   * Empty if the person went away.
   *
   * @param withBaseUrl whether the base URL is still to be asked for
   * @param withKey whether the key is, and has a place
   */
  Optional<Answers> hold(boolean withBaseUrl, boolean withKey) {
    var recipient =
        ask(
            "smtp.recipients",
            "Where does the mail come in? An address; or a domain, and an address in it that nobody"
                + " guesses is made up: ",
            question -> person.answer(question).map(Interview::recipient),
            false);
    if (recipient.isEmpty()) {
      return Optional.empty();
    }
    var baseUrl =
        withBaseUrl
            ? ask(
                "skyvern.base-url",
                "Where is your Skyvern? Nothing for its cloud: ",
                person::answer,
                true)
            : Optional.of("");
    if (baseUrl.isEmpty()) {
      return Optional.empty();
    }
    var key =
        withKey
            ? ask(
                "skyvern.api-key",
                "Its API key? It is not shown; nothing to hand it in later: ",
                person::secret,
                true)
            : Optional.of("");
    return key.map(
        text ->
            new Answers(recipient.get(), baseUrl.filter(url -> !url.isEmpty()), new Secret(text)));
  }

  /** {@code written}, if it is a domain with an address in it that nobody guesses. */
  static String recipient(String written) {
    return written.isEmpty() || written.contains("@")
        ? written
        : SecretAddress.in(written, SecretAddress.PREFIX);
  }

  private Optional<String> ask(
      String key, String question, Function<String, Optional<String>> voice, boolean mayBeNothing) {
    while (true) {
      var answer = voice.apply(question);
      if (answer.isEmpty() || (mayBeNothing && answer.get().isEmpty())) {
        return answer;
      }
      var objection =
          answer.get().isEmpty()
              ? Optional.of("there must be one")
              : Template.whyNot(key, answer.get());
      if (objection.isEmpty()) {
        return answer;
      }
      out.println("  " + objection.get());
      out.flush();
    }
  }

  /** Somebody at a terminal. */
  record Typist(Console console) implements Person {

    @Override
    public Optional<String> answer(String question) {
      return Optional.ofNullable(console.readLine("%s", question)).map(String::strip);
    }

    @Override
    public Optional<String> secret(String question) {
      return Optional.ofNullable(console.readPassword("%s", question))
          .map(typed -> new String(typed).strip());
    }
  }
}
