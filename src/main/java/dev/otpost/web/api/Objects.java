package dev.otpost.web.api;

import static dev.otpost.web.api.Json.time;
import static dev.otpost.web.api.Json.told;

import dev.otpost.message.Checkup;
import dev.otpost.message.Concern;
import dev.otpost.message.Identifier;
import dev.otpost.message.Place;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.spool.Attempt;
import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Content;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Serving;
import dev.otpost.spool.Traffic;
import dev.otpost.web.desk.Desk.Task;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.desk.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is told of each thing, in the order in which it is told: by the API, and of the same things
 * by the command line, so that one program can read both. What is absent is null.
 */
public final class Objects {

  private Objects() {}

  static Map<String, @Nullable Object> entry(Entry entry) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("id", entry.id());
    object.put("state", entry.state().word());
    object.put("kind", entry.kind().word());
    object.put("source", entry.source().word());
    object.put("route", entry.route());
    object.put("identifier", entry.identifier().map(Identifier::value).orElse(null));
    object.put("because", entry.because());
    object.put("evidence", told(entry.evidence()));
    object.put("note", told(entry.note()));
    object.put("recipient", entry.recipient());
    object.put("site", told(entry.site()));
    object.put("mail_from", entry.mailFrom());
    object.put("dkim", entry.dkim().verdict().word());
    object.put("dkim_domain", told(entry.dkim().domain()));
    object.put("dkim_because", told(entry.dkim().because()));
    object.put("peer", told(entry.peer()));
    object.put("account", entry.place().map(it -> it.folder().account()).orElse(null));
    object.put("folder", entry.place().map(it -> it.folder().name()).orElse(null));
    object.put("uid_validity", entry.place().map(Place::uidValidity).orElse(null));
    object.put("uid", entry.place().map(Place::uid).orElse(null));
    object.put("size", entry.size());
    object.put("erased", entry.erased());
    object.put("forced", entry.forced());
    object.put("origin", time(entry.life().origin()));
    object.put("life_end", time(entry.life().end()));
    object.put("received_at", time(entry.receivedAt()));
    object.put("durable_at", time(entry.durableAt()));
    object.put("ended_at", time(entry.endedAt()));
    object.put("attempt_count", entry.attempts());
    return object;
  }

  public static Map<String, @Nullable Object> story(Story story) {
    var object = entry(story.entry());
    var hops = story.hops();
    object.put("posted_at", time(hops.posted()));
    object.put("answered_at", time(hops.answered()));
    object.put("attempts", story.attempts().stream().map(Objects::attempt).toList());
    object.put("servings", story.servings().stream().map(Objects::serving).toList());
    return object;
  }

  private static Map<String, @Nullable Object> attempt(Attempt attempt) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("number", attempt.number());
    object.put("form", attempt.form().word());
    object.put("started_at", time(attempt.startedAt()));
    object.put("ended_at", time(attempt.endedAt()));
    object.put("outcome", told(attempt.word()));
    object.put("because", told(attempt.because()));
    return object;
  }

  private static Map<String, @Nullable Object> serving(Serving serving) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("run", told(serving.run()));
    object.put("task", told(serving.task()));
    object.put("at", time(serving.at()));
    return object;
  }

  static Map<String, @Nullable Object> content(long id, Content content) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("id", id);
    object.put("text", content.text());
    object.put("code", content.code().orElse(null));
    object.put("link", content.link().orElse(null));
    return object;
  }

  static Map<String, @Nullable Object> confirmation(Confirmation confirmation) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("id", confirmation.id());
    object.put("received_at", time(confirmation.receivedAt()));
    object.put("source", confirmation.source().word());
    object.put("recipient", confirmation.recipient());
    object.put("mailbox", confirmation.mailbox().orElse(null));
    object.put("code", confirmation.code().orElse(null));
    object.put("link", confirmation.link().orElse(null));
    object.put("dkim", confirmation.dkim().verdict().word());
    object.put("dkim_domain", told(confirmation.dkim().domain()));
    object.put("note", told(confirmation.note()));
    return object;
  }

  static Map<String, @Nullable Object> situation(Situation situation) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("version", situation.version());
    object.put("well", situation.well());
    object.put("running_since", time(situation.since()));
    for (var state : State.values()) {
      object.put(state.word(), situation.counts().getOrDefault(state, 0L));
    }
    object.put("listeners", situation.listeners().stream().map(Objects::ear).toList());
    object.put("skyverns", situation.skyverns().stream().map(Objects::skyvern).toList());
    object.put("watches", situation.mailboxes().stream().map(Objects::mailbox).toList());
    object.put("alerts", situation.concerns().stream().map(Objects::concern).toList());
    return object;
  }

  private static Map<String, @Nullable Object> ear(Situation.Ear ear) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("name", ear.name());
    object.put("host", ear.host());
    object.put("port", ear.port());
    object.put("alive", ear.alive());
    object.put("since", time(ear.since()));
    return object;
  }

  private static Map<String, @Nullable Object> skyvern(Reach reach) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("routes", reach.routes());
    object.put("state", reach.state().word());
    object.put("meaning", reach.state().meaning());
    object.put("since", time(reach.since()));
    object.put("answered_at", time(reach.answeredAt()));
    object.put("because", told(reach.because()));
    return object;
  }

  private static Map<String, @Nullable Object> mailbox(Situation.Mailbox mailbox) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("account", mailbox.account());
    object.put("folder", mailbox.folder());
    object.put("state", mailbox.state());
    object.put("meaning", mailbox.meaning());
    object.put("well", mailbox.well());
    object.put("alive_at", time(mailbox.aliveAt()));
    object.put("mail_at", time(mailbox.mailAt()));
    object.put("trouble", told(mailbox.trouble()));
    return object;
  }

  private static Map<String, @Nullable Object> concern(Concern concern) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("kind", concern.kind().word());
    object.put("about", told(concern.about()));
    object.put("because", told(concern.because()));
    object.put("do", concern.kind().asks());
    return object;
  }

  static Map<String, @Nullable Object> traffic(String span, Traffic traffic) {
    var steps = new ArrayList<Map<String, @Nullable Object>>();
    for (var step : traffic.steps()) {
      var object = new LinkedHashMap<String, @Nullable Object>();
      object.put("from", time(traffic.from().plus(traffic.step().multipliedBy(steps.size()))));
      object.put("arrivals", step.arrivals());
      object.put("answered", step.answered());
      object.put("median_ms", Json.millis(step.median()));
      object.put("slowest_ms", Json.millis(step.slowest()));
      steps.add(object);
    }
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("span", span);
    object.put("step_s", traffic.step().toSeconds());
    object.put("steps", steps);
    return object;
  }

  static Map<String, @Nullable Object> task(Task task) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("name", task.name());
    object.put("title", task.title());
    object.put("done", task.done());
    object.put("hint", task.hint());
    return object;
  }

  public static Map<String, @Nullable Object> checkup(Checkup checkup) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("passed", checkup.passed());
    object.put("steps", checkup.steps().stream().map(Objects::step).toList());
    return object;
  }

  private static Map<String, @Nullable Object> step(Checkup.Step step) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("name", step.name());
    object.put("title", step.title());
    object.put("verdict", step.verdict().word());
    object.put("took_ms", Json.millis(step.took()));
    object.put("because", told(step.because()));
    object.put("do", told(step.asks()));
    return object;
  }

  /** What came of a wish: as the message stands now, and what should be known all the same. */
  static Map<String, @Nullable Object> moved(Story story, Optional<String> caveat) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("message", story(story));
    object.put("caveat", caveat.orElse(null));
    return object;
  }

  /** One member, a list. */
  static Map<String, @Nullable Object> listed(
      String name, List<? extends Map<String, @Nullable Object>> all) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put(name, all);
    return object;
  }
}
