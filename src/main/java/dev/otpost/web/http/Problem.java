package dev.otpost.web.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Why a request is not answered as it wants; see {@link Answer#problem}.
 *
 * @param fields of the header, besides
 */
record Problem(int status, String title, String detail, Map<String, String> fields) {

  Problem {
    fields = Map.copyOf(fields);
  }

  Problem(int status, String title, String detail) {
    this(status, title, detail, Map.of());
  }

  Problem with(String name, String value) {
    var more = new HashMap<>(fields);
    more.put(name, value);
    return new Problem(status, title, detail, more);
  }

  /** For programs. */
  Answer.Whole answer() {
    return over(Answer.problem(status, title, detail));
  }

  /** For people. */
  Answer.Whole answer(Faults faults) {
    return over(faults.page(status, title, detail));
  }

  private Answer.Whole over(Answer.Whole answer) {
    var whole = answer;
    for (var field : fields.entrySet()) {
      whole = whole.with(field.getKey(), field.getValue());
    }
    return whole;
  }
}
