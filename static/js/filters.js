// Legend and filters in one: every line shows how something is drawn, how much of it is loaded, and switches it off.

import { fill, h } from "./dom.js";
import { badge, KINDS } from "./glyphs.js";
import { CHANGE, LOOK, typeName } from "./graph-style.js";
import { NO_FILTERS } from "./state.js";
import { facets, STATUSES } from "./visible.js";
import * as words from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/** `actions`: toggle(name, value, on), filter(changes, {sketch}). Returns render({state, data, view}). */
export function filterPanel(root, { schema, types, actions }) {
  const about = Object.fromEntries(schema.statuses.map((status) => [status.name, status.definition]));
  const groups = h("div", { class: "filter-groups" });
  const tints = h("section", { class: "filter-group", "aria-label": "What changed" });
  const confidence = h("input", {
    id: "confidence", type: "range", min: 0, max: 1, step: 0.05,
    input: () => actions.filter({ confidence: Number(confidence.value) }, { sketch: true }),
    change: () => actions.filter({ confidence: Number(confidence.value) }),
  });
  const confidenceShown = h("output", { for: "confidence" });
  const reset = h("button", { type: "button", class: "quiet", click: () => actions.filter({ ...NO_FILTERS }) }, "Show everything again");
  fill(root,
    tints,
    groups,
    h("div", { class: "filter-group" }, h("label", { for: "confidence", class: "filter-title" }, "Confidence at least ", confidenceShown), confidence),
    reset);
  let drawn = "";

  return function render({ state, data, view }) {
    tints.hidden = !state.since;
    if (state.since) fill(tints, h("p", { class: "filter-title" }, `Since ${words.since(state.since)}`), h("ul", { class: "tints" }, Object.keys(CHANGE).map((change) =>
      h("li", {}, h("span", { class: `tint change-${change}` }), CHANGE[change], h("small", {}, ` ${words.count([...view.relations.values()].filter((relation) => relation.change === change).length)}`)))));
    const counts = facets(data, state);
    const { filters } = state;
    const sections = [
      { name: "status", title: "Status", rows: STATUSES.map((status) => ({ value: status, label: status, hint: about[status], sample: lineSample(status), count: counts.status.get(status) ?? 0 })) },
      { name: "kind", title: "Entities", rows: KINDS.filter((kind) => counts.kind.has(kind)).map((kind) => ({ value: kind, label: words.kind(kind), sample: badge(kind), count: counts.kind.get(kind) })) },
      { name: "type", title: "Relations", rows: typeRows(counts.type, types) },
      { name: "source", title: "Outlets", rows: [...counts.source].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([source, count]) => ({ value: source, label: source || "unknown outlet", count })) },
    ];
    const key = JSON.stringify(sections.map(({ rows }) => rows.map(({ value, count, quad }) => [value ?? quad, count])));
    if (key !== drawn) {
      drawn = key;
      const focused = document.activeElement?.dataset?.filter;
      const open = new Set([...groups.querySelectorAll("details:not([open])")].map((details) => details.dataset.name));
      fill(groups, sections.filter(({ rows }) => rows.length).map((section) => group(section, !open.has(section.name), actions)));
      if (focused) groups.querySelector(`[data-filter="${CSS.escape(focused)}"]`)?.focus();
    }
    for (const box of groups.querySelectorAll("input[data-value]")) box.checked = !filters[box.dataset.name].includes(box.dataset.value);
    for (const box of groups.querySelectorAll("input[data-values]")) {
      const values = JSON.parse(box.dataset.values);
      const on = values.filter((value) => !filters.type.includes(value)).length;
      box.checked = on > 0;
      box.indeterminate = on > 0 && on < values.length;
    }
    for (const details of groups.querySelectorAll("details")) {
      const off = filters[details.dataset.name].length;
      details.querySelector(".off").textContent = off ? `${off} off` : "";
    }
    confidence.value = filters.confidence;
    confidenceShown.textContent = words.share(filters.confidence);
    reset.hidden = JSON.stringify(filters) === JSON.stringify(NO_FILTERS);
  };
}

/** Types under their quad class and PLOVER event type. */
function typeRows(counts, types) {
  const present = [...counts.keys()].map((name) => types.get(name)).filter(Boolean);
  const groups = new Map();
  for (const type of present) {
    const title = type.plover ?? "facts";
    if (!groups.has(title)) groups.set(title, { quad: type.quad, title, types: [] });
    groups.get(title).types.push(type);
  }
  return [...groups.values()]
    .sort((a, b) => a.quad.localeCompare(b.quad) || a.title.localeCompare(b.title))
    .flatMap(({ quad, title, types: members }) => [
      { quad: `${quad}: ${title}`, label: title === "facts" ? "standing facts" : title.toLowerCase(), hint: quad, values: members.map(({ name }) => name), sample: swatch(quad) },
      ...members.sort((a, b) => a.name.localeCompare(b.name)).map((type) => ({ value: type.name, label: typeName(type.name), hint: type.definition, count: counts.get(type.name) })),
    ]);
}

function group({ name, title, rows }, open, actions) {
  return h("details", { class: "filter-group", open, dataset: { name } },
    h("summary", { class: "filter-title" }, title, h("span", { class: "off" })),
    h("ul", {}, rows.map((row) => line(name, row, actions))));
}

function line(name, { value, values, label, hint, sample, count }, actions) {
  const key = `${name}:${value ?? values.join()}`;
  const dataset = values ? { name, values: JSON.stringify(values), filter: key } : { name, value, filter: key };
  const box = h("input", {
    type: "checkbox", dataset,
    change: () => (values ? actions.toggleAll(name, values, box.checked) : actions.toggle(name, value, box.checked)),
  });
  return h("li", { class: values ? "filter-heading" : null },
    h("label", { title: hint ?? null }, box, sample ?? null, h("bdi", { class: "filter-label" }, label), count === undefined ? null : h("span", { class: "filter-count" }, words.count(count))));
}

/** A short line drawn as edges of a status are. */
export function lineSample(status) {
  const look = LOOK[status];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 44 12");
  svg.setAttribute("class", "line-sample");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", "M2 6H33");
  line.setAttribute("stroke-dasharray", look.dash.join(" "));
  line.setAttribute("stroke-linecap", look.dash[0] < 3 ? "round" : "butt");
  line.setAttribute("opacity", look.opacity);
  const tip = document.createElementNS(SVG, "path");
  tip.setAttribute("d", { triangle: "M33 1.5 42 6l-9 4.5z", vee: "M33 1.5 42 6l-9 4.5 3-4.5z", tee: "M38 1v10", circle: "M34 6a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0" }[look.arrow]);
  tip.setAttribute("class", look.fill === "filled" ? "tip filled" : "tip");
  svg.append(line, tip);
  return svg;
}

function swatch(quad) {
  return h("span", { class: `swatch quad-${quad.replaceAll(" ", "-")}` });
}
