package dev.otpost.web.dashboard;

import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.Body;
import dev.otpost.web.http.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A file that pages need, from the class path. */
enum Asset {
  STYLE("otpost.css", "text/css; charset=utf-8"),
  SCRIPT("otpost.js", "text/javascript; charset=utf-8"),
  ICON("otpost.svg", "image/svg+xml");

  private final String file;
  private final String type;

  Asset(String file, String type) {
    this.file = file;
    this.type = type;
  }

  String path() {
    return "/assets/" + file;
  }

  /** For everybody, as the page to log in needs them. */
  Resource resource() {
    var whole = new Answer.Whole(200, type, read(), Map.of());
    return Resource.get(path(), Audience.ANYBODY, _ -> whole);
  }

  private Body read() {
    try (var in = Asset.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the program");
      }
      return Body.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
