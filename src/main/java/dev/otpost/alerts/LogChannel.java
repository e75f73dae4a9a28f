package dev.otpost.alerts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log, in which every alert stands, whoever else is told. */
record LogChannel() implements Channel {

  static final String NAME = "log";

  private static final Logger log = LoggerFactory.getLogger(LogChannel.class);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String tell(Notice notice) {
    var line =
        switch (notice.state()) {
          case RAISED, REMINDER -> log.atError();
          case CLEARED -> log.atInfo();
        };
    line.addKeyValue("state", notice.state().word())
        .addKeyValue("kind", notice.concern().kind().word())
        .addKeyValue("about", notice.concern().about())
        .addKeyValue("because", notice.because())
        .addKeyValue("since", Notice.time(notice.since()))
        .addKeyValue("do", notice.concern().kind().asks())
        .log("alert");
    return "written";
  }
}
