package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.each;
import static dev.otpost.web.dashboard.html.Tag.link;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import dev.otpost.web.desk.Desk.Task;
import java.util.List;
import java.util.Set;

/** What is to be done until codes arrive; out of the way once it is. */
record ChecklistPart(List<Task> tasks) {

  /** The tasks that a test mail does. */
  private static final Set<String> BY_TEST = Set.of("first_mail", "first_post");

  Html html() {
    long done = tasks.stream().filter(Task::done).count();
    boolean complete = done == tasks.size();
    return Frame.part("checklist", "checklist panel")
        .with("aria-label", "Setting up")
        .of(
            tag("details")
                .with("id", "checklist-details")
                .when(!complete, "open")
                .of(
                    tag("summary")
                        .of(
                            tag("h2").of("Setting up"),
                            (complete ? Shape.DONE : Shape.UNDER_WAY)
                                .before(
                                    complete
                                        ? "all %d steps done".formatted(done)
                                        : "%d of %d done".formatted(done, tasks.size()))),
                    tag("ol").of(each(tasks, ChecklistPart::task))));
  }

  private static Tag task(Task task) {
    return tag("li", task.done() ? "done" : "open")
        .of(
            (task.done() ? Shape.DONE : Shape.OPEN).before(task.title()),
            tag("span", "unseen").of(task.done() ? " (done)" : " (to do)"),
            task.hint().isEmpty()
                ? Html.nothing()
                : tag("p", "detail").of(Words.theirs(task.hint())),
            way(task));
  }

  /** To where it can be done; nothing if it is done, or is done elsewhere. */
  private static Html way(Task task) {
    return !task.done() && BY_TEST.contains(task.name())
        ? tag("p", "detail").of(link("/test").of("Send a test mail"))
        : Html.nothing();
  }
}
