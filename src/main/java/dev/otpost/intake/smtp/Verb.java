package dev.otpost.intake.smtp;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/**
 * A {@link Command} as SubEtha calls it, and the one place where a fault of ours in a command is
 * caught.
 *
 * <p>SubEtha finds a command by the first four letters of a line: that the whole word is meant is
 * checked here, or {@code DATAX} would be DATA.
 */
final class Verb implements org.subethamail.smtp.internal.server.Command {

  private static final Logger log = LoggerFactory.getLogger(Verb.class);

  private final String name;
  private final boolean grouped;
  private final Command command;
  private final Conversations conversations;

  /**
   * @param name in upper case
   * @param grouped whether its reply may wait for those of the commands pipelined behind it (RFC
   *     2920 3.2)
   */
  Verb(String name, boolean grouped, Command command, Conversations conversations) {
    this.name = name;
    this.grouped = grouped;
    this.command = command;
    this.conversations = conversations;
  }

  @Override
  public void execute(String line, Session session) {
    var conversation = conversations.of(session);
    try {
      carryOut(line.stripTrailing(), conversation);
    } catch (IOException e) {
      log.atInfo()
          .addKeyValue("peer", conversation.peer())
          .addKeyValue("because", "the connection broke")
          .log("session_ended");
      conversation.hangUp();
    }
  }

  private void carryOut(String line, Conversation conversation) throws IOException {
    if (!conversation.socket().goesOn()) {
      conversation.hangUp();
      return;
    }
    var answer = answer(line, conversation);
    if (!answer.text().isEmpty()) {
      conversation.sayLater(answer.text());
    }
    if (answer.last()) {
      conversation.hangUp();
    } else if (!grouped) {
      conversation.socket().sendReplies();
    }
  }

  private Answer answer(String line, Conversation conversation) throws IOException {
    int space = line.indexOf(' ');
    var word = space < 0 ? line : line.substring(0, space);
    if (!word.equalsIgnoreCase(name)) {
      return Answer.of("500 5.5.2 no such command");
    }
    try {
      return command.answer(space < 0 ? "" : line.substring(space + 1), conversation);
    } catch (RuntimeException e) {
      // How much of the input was read is not known, so nothing behind it may be taken for a
      // command.
      log.atError()
          .addKeyValue("peer", conversation.peer())
          .addKeyValue("command", name)
          .setCause(e)
          .log("session_failed");
      return new Answer("421 4.3.0 something went wrong here, please try again later", true);
    }
  }

  @Override
  public HelpMessage getHelp() {
    return new HelpMessage(name, "See RFC 5321.");
  }

  @Override
  public String getName() {
    return name;
  }
}
