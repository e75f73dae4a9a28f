package dev.otpost.intake.imap;

import dev.otpost.message.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Access tokens, one after the other; the last one for ever. */
final class ListOfTokens implements TokenSource {

  private final List<String> tokens;
  private final List<String> refused = new CopyOnWriteArrayList<>();

  ListOfTokens(String... tokens) {
    this.tokens = List.of(tokens);
  }

  @Override
  public Secret token(String account) {
    return new Secret(tokens.get(Math.min(refused.size(), tokens.size() - 1)));
  }

  @Override
  public Secret tokenAfter(String account, Secret old) {
    refused.add(old.value());
    return token(account);
  }

  List<String> refused() {
    return refused;
  }
}
