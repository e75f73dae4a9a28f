package dev.otpost.web.http;

import java.io.IOException;

/** Answers requests. Safe for any number of threads; each request has one of its own. */
@FunctionalInterface
public interface Endpoint {

  /**
   * What is to be answered.
   *
   * @throws IOException if the world fails, the spool for one: the caller is told to come again
   * @throws InterruptedException if the server ends meanwhile
   */
  Answer answer(Request request) throws IOException, InterruptedException;
}
