// What a page can do where JavaScript is on: times as the clock on the wall has them, and parts that fetch themselves
// again when something changes. Everything works without.
"use strict";

(() => {
  const FORMATS = {
    today: { timeStyle: "medium" },
    short: { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
    minute: { timeStyle: "short" },
    day: { dateStyle: "medium", timeStyle: "medium" },
    exact: {
      year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit",
      fractionalSecondDigits: 3,
    },
  };

  function tellLocalTimes(within) {
    for (const time of within.querySelectorAll("time[data-as]")) {
      const at = new Date(time.dateTime);
      time.title = time.dateTime;
      const isToday = time.dataset.as === "short" && at.toDateString() === new Date().toDateString();
      time.textContent = new Intl.DateTimeFormat(undefined, FORMATS[isToday ? "today" : time.dataset.as]).format(at);
    }
  }

  tellLocalTimes(document);

  const main = document.querySelector("main[data-live]");
  if (!main || !window.EventSource) {
    return;
  }

  const news = document.getElementById("news");
  const parts = new Map(); // As they came from the server: what is shown has other times in it.
  let fetching = false;
  let again = false;

  for (const part of main.querySelectorAll("[data-part]")) {
    parts.set(part.id, null);
  }

  // Who marks text or has opened a list must not have it taken from under his hands.
  function isInUse(part) {
    const marked = getSelection();
    const focus = document.activeElement;
    return (marked && !marked.isCollapsed && part.contains(marked.anchorNode)) ||
      (part.contains(focus) && /^(INPUT|SELECT|TEXTAREA)$/.test(focus.tagName));
  }

  // By what an element of the old part is found again in the new one.
  function nameOf(element) {
    if (element.id) {
      return "#" + CSS.escape(element.id);
    }
    if (element.getAttribute("href")) {
      return `${element.localName}[href="${CSS.escape(element.getAttribute("href"))}"]`;
    }
    const form = element.closest("form");
    if (form) {
      return `form[action="${CSS.escape(form.getAttribute("action"))}"] button`;
    }
    const details = element.closest("details[id]");
    return details ? `#${CSS.escape(details.id)} > summary` : null;
  }

  function replace(old, fresh) {
    const focus = old.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    const rolled = [...old.querySelectorAll("[tabindex], pre")].map((it) => it.scrollTop);
    for (const details of old.querySelectorAll("details[id]")) {
      const same = fresh.querySelector("#" + CSS.escape(details.id));
      if (same) {
        same.open = details.open;
      }
    }
    const known = new Set([...old.querySelectorAll("tr[data-id]")].map((row) => row.dataset.id));
    const newRows = [...fresh.querySelectorAll("tr[data-id]")].filter((row) => !known.has(row.dataset.id));
    tellLocalTimes(fresh);
    old.replaceWith(fresh);
    [...fresh.querySelectorAll("[tabindex], pre")].forEach((it, i) => { it.scrollTop = rolled[i] || 0; });
    if (focus) {
      const same = fresh.querySelector(focus);
      if (same) {
        same.focus({ preventScroll: true });
      }
    }
    newRows.forEach((row) => row.classList.add("fresh"));
    return newRows.length;
  }

  async function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      const answer = await fetch(location.pathname + location.search, {
        cache: "no-store", redirect: "manual", headers: { Accept: "text/html" },
      });
      if (answer.type === "opaqueredirect") {
        location.reload(); // He has been logged out.
      }
      if (!answer.ok) {
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      let count = 0;
      for (const [id, before] of parts) {
        const old = document.getElementById(id);
        const fresh = page.getElementById(id);
        if (!old || !fresh || fresh.outerHTML === before) {
          continue;
        }
        if (isInUse(old)) {
          again = true;
          continue;
        }
        parts.set(id, fresh.outerHTML);
        count += replace(old, document.importNode(fresh, true));
      }
      if (count > 0) {
        news.textContent = count === 1 ? "One new mail." : `${count} new mails.`;
      }
      document.documentElement.dataset.refreshed = String(Number(document.documentElement.dataset.refreshed || 0) + 1);
    } catch (unreachable) {
      // The next event, or the next connection, has it fetched.
    } finally {
      fetching = false;
    }
  }

  const LOST = 2; // Missed in a row: one is how every stream ends when its time is over.
  let missed = 0;

  function follow() {
    const events = new EventSource("/events");
    events.addEventListener("open", () => {
      if (missed > 0) {
        refresh();
      }
      if (missed >= LOST) {
        news.textContent = "otpost answers again.";
      }
      missed = 0;
    });
    events.addEventListener("change", refresh);
    events.addEventListener("error", () => {
      const wasLost = missed >= LOST;
      missed += events.readyState === EventSource.CLOSED ? LOST : 1;
      if (missed >= LOST && !wasLost) {
        news.textContent = "otpost does not answer. This page is as it was.";
      }
      if (events.readyState === EventSource.CLOSED) {
        setTimeout(follow, 15000);
      }
    });
    addEventListener("pagehide", () => events.close());
  }

  // What was held back because it was in use.
  setInterval(() => {
    if (again && !fetching) {
      again = false;
      refresh();
    }
  }, 1000);

  follow();
})();
