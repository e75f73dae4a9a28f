package dev.otpost.story;

import java.io.IOException;

/** A real mail server that a story started. */
interface MailServer extends AutoCloseable {

  /** Shows its log and what else helps to understand a story that failed. */
  void print() throws IOException, InterruptedException;

  /** Ends it, and leaves nothing of it. */
  @Override
  void close() throws IOException;
}
