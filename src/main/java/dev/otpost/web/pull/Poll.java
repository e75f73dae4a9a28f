package dev.otpost.web.pull;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * What the body of a request says: {@code {"task_id":"tsk_1","workflow_run_id":"wr_1",…}}, of which
 * everything may be missing or be something else.
 *
 * @param task empty if it does not say
 * @param run the id of the workflow run, else that of the task; empty if it names neither
 */
record Poll(Optional<String> task, String run) {

  /** What is longer is no id of Skyvern's. */
  static final int LONGEST_ID = 200;

  /** Empty if it is nothing that Skyvern would send, so that there is nobody to hand a code to. */
  static Optional<Poll> of(String body) {
    if (body.isBlank()) {
      return Optional.of(new Poll(Optional.empty(), ""));
    }
    try {
      var fields = JSON.std.anyFrom(body) instanceof Map<?, ?> map ? map : Map.of();
      var task = text(fields, "task_id");
      var run = text(fields, "workflow_run_id").or(() -> task).orElse("");
      return run.length() > LONGEST_ID || task.orElse("").length() > LONGEST_ID
          ? Optional.empty()
          : Optional.of(new Poll(task, run));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }
}
