package dev.otpost.doctor;

import dev.otpost.message.Checkup;
import dev.otpost.message.Checkup.Step;
import dev.otpost.message.Checkup.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the steps are written down, and told as they are. For one thread, used once. */
final class Sheet {

  private static final Logger log = LoggerFactory.getLogger(Sheet.class);

  private final Consumer<Step> told;
  private final List<Step> steps = new ArrayList<>();
  private boolean broken;

  Sheet(Consumer<Step> told) {
    this.told = told;
  }

  /** One look at something. */
  interface Look {
    Finding look() throws IOException, InterruptedException;
  }

  /** Looks, unless a step before it failed. */
  void step(String name, String title, Look look) throws InterruptedException {
    if (broken) {
      write(
          new Step(
              name, title, Verdict.SKIPPED, Optional.empty(), "not tried: it broke above", ""));
    } else {
      last(name, title, look);
    }
  }

  /** Looks in any case. */
  void last(String name, String title, Look look) throws InterruptedException {
    long began = System.nanoTime();
    var finding = finding(look);
    var took = Optional.of(Duration.ofNanos(System.nanoTime() - began));
    write(
        switch (finding) {
          case Finding.Well(var because) ->
              new Step(name, title, Verdict.PASSED, took, because, "");
          case Finding.Ill(var because, var asks) ->
              new Step(name, title, Verdict.FAILED, took, because, asks);
          case Finding.Unseen(var because) ->
              new Step(name, title, Verdict.SKIPPED, Optional.empty(), because, "");
        });
  }

  Checkup checkup() {
    return new Checkup(steps);
  }

  /** What nobody thought of: the world's failures say what they are, ours stand in the log. */
  private static Finding finding(Look look) throws InterruptedException {
    try {
      return look.look();
    } catch (IOException e) {
      return new Finding.Ill(
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
          "see to that, and try again; `otpost check` looks at everything otpost needs");
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("checkup_failed");
      return new Finding.Ill("otpost failed here, which it should not", "please report its log");
    }
  }

  private void write(Step step) {
    broken |= step.verdict() == Verdict.FAILED;
    steps.add(step);
    told.accept(step);
  }
}
