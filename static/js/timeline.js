// When: a histogram of the evidence in the view with a brush over it, two clocks (what happened when, what was published when), replay.

import { fill, h } from "./dom.js";
import { daysOf } from "./visible.js";
import * as words from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86_400_000;
const BARS = 72;
const STEP = 900; // milliseconds of replay per week

const time = (iso) => Date.parse(`${iso}T00:00:00Z`);
const iso = (stamp) => new Date(stamp).toISOString().slice(0, 10);
const shape = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** Counts of pieces over time: {first, last (stamps), width of a bar in days, bars: [[in view, all]]}; null without any day. */
export function histogram(relations, passes, clock) {
  const days = relations.flatMap(({ evidence }) => evidence.map((piece) => [daysOf(piece, clock).find(Boolean), passes(piece)])).filter(([day]) => day);
  if (!days.length) return null;
  const stamps = days.map(([day]) => time(day)).sort((a, b) => a - b);
  const first = stamps[0];
  const span = (stamps.at(-1) - first) / DAY + 1;
  const width = [1, 7, 14, 30.4375, 91.3125, 365.25, 1826.25, 3652.5].find((days) => span / days <= BARS) ?? span / BARS;
  const bars = Array.from({ length: Math.max(1, Math.ceil(span / width)) }, () => [0, 0]);
  for (const [day, shown] of days) {
    const bar = bars[Math.min(bars.length - 1, Math.floor((time(day) - first) / DAY / width))];
    bar[1] += 1;
    if (shown) bar[0] += 1;
  }
  return { first, last: first + (bars.length * width - 1) * DAY, width, bars };
}

export function timelinePanel(root, { actions, condition }) {
  const picture = shape("svg", { class: "histogram", viewBox: "0 0 720 56", preserveAspectRatio: "none", role: "img" });
  const from = h("input", { type: "date", "aria-label": "First day", change: () => actions.filter({ from: from.value || null }) });
  const to = h("input", { type: "date", "aria-label": "Last day", change: () => actions.filter({ to: to.value || null }) });
  const clock = h("select", { "aria-label": "Which time", change: () => actions.filter({ clock: clock.value }) },
    h("option", { value: "event" }, "Time of the event"), h("option", { value: "published" }, "Time of publication"));
  const play = h("button", { type: "button", click: () => (playing ? stop() : start()) }, "Play");
  const whole = h("button", { type: "button", class: "quiet", click: () => actions.filter({ from: null, to: null }) }, "All time");
  const ends = h("div", { class: "histogram-ends", "aria-hidden": "true" }, h("span", {}), h("span", {}));
  fill(root,
    h("div", { class: "timeline-controls" }, clock, h("label", {}, "from ", from), h("label", {}, "to ", to), play, whole),
    h("div", { class: "histogram-frame" }, picture, ends));
  let chart = null;
  let playing = null;
  let dragged = null;

  const at = (event) => {
    const box = picture.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return chart.first + part * (chart.last - chart.first);
  };
  picture.addEventListener("pointerdown", (event) => {
    if (!chart) return;
    picture.setPointerCapture(event.pointerId);
    dragged = at(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (dragged === null) return;
    const [first, last] = [dragged, at(event)].sort((a, b) => a - b);
    if (last - first > DAY) actions.filter({ from: iso(first), to: iso(last) }, { sketch: true });
  });
  picture.addEventListener("pointerup", (event) => {
    if (dragged === null) return;
    const [first, last] = [dragged, at(event)].sort((a, b) => a - b);
    dragged = null;
    if (last - first > DAY) actions.filter({ from: iso(first), to: iso(last) });
  });

  function start() {
    if (!chart) return;
    const begin = from.value ? time(from.value) : chart.first;
    const end = to.value ? time(to.value) : chart.last;
    const weeks = Math.max(1, (end - begin) / (7 * DAY));
    const stride = Math.max(7, Math.ceil(weeks / 60) * 7) * DAY; // at most a minute, whole weeks
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let now = begin;
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    const step = () => {
      now = Math.min(now + stride, end);
      actions.filter({ from: iso(begin), to: iso(now) }, { sketch: true });
      if (now >= end) stop();
    };
    playing = { timer: setInterval(step, still ? STEP * 2 : STEP) };
    step();
  }

  function stop() {
    clearInterval(playing?.timer);
    playing = null;
    actions.filter({}); // what was played so far becomes a step of its own
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  return function render({ state, data }) {
    const { filters } = state;
    const inside = new Set(state.entities);
    const relations = [...data.relations.values()].filter(({ subject, object, type }) => inside.has(subject) && inside.has(object) && !filters.type.includes(type));
    chart = histogram(relations, condition(filters), filters.clock);
    root.hidden = !relations.length;
    from.value = filters.from ?? "";
    to.value = filters.to ?? "";
    clock.value = filters.clock;
    whole.hidden = !filters.from && !filters.to;
    play.disabled = !chart;
    picture.replaceChildren();
    if (!chart) {
      picture.setAttribute("aria-label", "No evidence with a known day");
      fill(ends, h("span", {}, "no days known"));
      return;
    }
    const most = Math.max(...chart.bars.map(([, all]) => all));
    const wide = 720 / chart.bars.length;
    for (const [index, [shown, all]] of chart.bars.entries()) {
      if (!all) continue;
      const height = (count) => 4 + (count / most) * 50;
      picture.append(shape("rect", { class: "bar", x: index * wide + 0.5, y: 56 - height(all), width: Math.max(1, wide - 1), height: height(all) }));
      if (shown) picture.append(shape("rect", { class: "bar shown", x: index * wide + 0.5, y: 56 - height(shown), width: Math.max(1, wide - 1), height: height(shown) }));
    }
    if (filters.from || filters.to) {
      const place = (stamp) => Math.min(720, Math.max(0, ((stamp - chart.first) / (chart.last + DAY - chart.first)) * 720));
      const left = filters.from ? place(time(filters.from)) : 0;
      const right = filters.to ? place(time(filters.to) + DAY) : 720;
      picture.append(shape("rect", { class: "brush", x: left, y: 0, width: Math.max(2, right - left), height: 56 }));
    }
    const total = chart.bars.reduce((sum, [, all]) => sum + all, 0);
    picture.setAttribute("aria-label", `${words.plural(total, "report")} from ${words.date(iso(chart.first))} to ${words.date(iso(chart.last))}`);
    fill(ends, h("span", {}, words.date(iso(chart.first))), h("span", {}, words.date(iso(chart.last))));
  };
}
