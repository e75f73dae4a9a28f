package dev.otpost.web.api;

import dev.otpost.web.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** The body of a request: a JSON object of flags, or nothing at all. */
final class Wishes {

  private static final JSON READER = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

  private Wishes() {}

  /** Whether the one flag that is known here is set; without a body it is not. */
  static boolean flag(Request request, String known) throws Mistake {
    var wishes = read(request, List.of(known));
    return switch (wishes.getOrDefault(known, false)) {
      case Boolean set -> set;
      case null, default -> throw new Mistake(400, "Bad body", known + " takes true or false");
    };
  }

  /** That nothing is asked for by the body. */
  static void expectNone(Request request) throws Mistake {
    var _ = read(request, List.of());
  }

  private static Map<String, Object> read(Request request, List<String> known) throws Mistake {
    if (request.body().length() == 0) {
      return Map.of();
    }
    var type = request.field("content-type").orElse("");
    if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new Mistake(
          415, "Not JSON", "send the body as Content-Type: application/json, or send none");
    }
    var wishes = object(request.body().text());
    for (var key : wishes.keySet()) {
      if (!known.contains(key)) {
        throw new Mistake(
            400,
            "Bad body",
            "%s is not known here; %s"
                .formatted(
                    key,
                    known.isEmpty()
                        ? "send {} or no body"
                        : "there is " + String.join(", ", known)));
      }
    }
    return wishes;
  }

  /** The library passes over what follows an object, so the whole is read as a list of one. */
  private static Map<String, Object> object(String text) throws Mistake {
    try {
      if (READER.anyFrom("[" + text + "]") instanceof List<?> list
          && list.size() == 1
          && text.strip().startsWith("{")) {
        return READER.mapFrom(text);
      }
    } catch (JacksonException e) {
      throw new Mistake(400, "Bad body", "the body is no JSON; send an object, or no body");
    }
    throw new Mistake(400, "Bad body", "the body is no JSON object; send one, or no body");
  }
}
