// The whole graph as a map of communities: what the canvas, the list and the details show of it. The list and the canvas are one state.

import { fill, h } from "./dom.js";
import { failure } from "./evidence.js";
import { badge } from "./glyphs.js";
import { MOST } from "./visible.js";
import * as words from "./words.js";

/** A map from the server as graph-view.js draws it, like a view of visible.js: communities as entities, what runs between two as one relation; of
 * more than MOST those of the fewest relations are left out, and counted. */
export function mapView({ communities, links, total }) {
  const strongest = [...links].sort((a, b) => b.relations - a.relations).slice(0, MOST);
  return {
    entities: new Map(communities.map((one) => [one.id, one])),
    relations: new Map(strongest.map(({ source, target, relations }) => [`${source} ${target}`, { id: `${source} ${target}`, subject: source, object: target, between: relations }])),
    hidden: 0,
    undrawn: links.length - strongest.length,
    total,
  };
}

/** What is drawn, and all that is not. */
export function mapLine({ communities, count, omitted, entities, relations, total }, { undrawn }) {
  const parts = [`${words.count(communities.length)} of ${words.plural(count, "community", "communities")}`];
  if (omitted) parts[0] += `; the smallest ${words.count(count - communities.length)} hold ${words.plural(omitted, "entity", "entities")}`;
  parts.push(relations < total
    ? `drawn from the ${words.count(entities)} best-linked entities and ${words.count(relations)} of all ${words.plural(total, "relation")}`
    : `all ${words.plural(relations, "relation")} among ${words.plural(entities, "entity", "entities")}`);
  if (undrawn) parts.push(`${words.plural(undrawn, "weak link")} between them not drawn`);
  return parts.join(", ");
}

const about = (one) => `${words.plural(one.size, "entity", "entities")}, ${words.plural(one.relations, "relation")} inside`;
const between = (link) => `${words.plural(link.between, "relation")} between them`;

function row(key, id, state, actions, ...children) {
  return h("button", { type: "button", class: "row", dataset: { [key]: id }, "aria-current": state.selected?.id === id ? "true" : null, click: () => actions.select(key, id, { focus: true }) }, children);
}

const linkRow = (link, view, state, actions) => row("link", link.id, state, actions,
  h("span", { class: "row-claim" }, h("bdi", {}, view.entities.get(link.subject).name), " – ", h("bdi", {}, view.entities.get(link.object).name)), h("small", {}, between(link)));

/** The panel's list while the map is on show: every community and every line of the canvas. */
export function communityList(root, { state, view, actions }) {
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset : {};
  const links = [...view.relations.values()];
  fill(root,
    h("h2", {}, "As a list"),
    h("h3", { id: "list-communities" }, `Communities (${words.count(view.entities.size)})`),
    h("ul", { class: "communities", "aria-labelledby": "list-communities" }, [...view.entities.values()].map((one) => h("li", {},
      row("community", one.id, state, actions, badge(one.kind), h("span", { class: "row-claim" }, h("bdi", {}, one.name)), h("small", {}, about(one))),
      h("button", { type: "button", "aria-label": `Open ${one.name}`, click: () => actions.openCommunities([one.id]) }, "Open")))),
    h("h3", { id: "list-links" }, `Links between them (${words.count(links.length)})`),
    h("ul", { class: "relations", "aria-labelledby": "list-links" }, links.map((link) => h("li", {}, linkRow(link, view, state, actions)))));
  for (const key of ["community", "link"]) if (focused[key]) root.querySelector(`[data-${key}="${CSS.escape(focused[key])}"]`)?.focus();
}

/** The panel's details while the map is on show: of a community, of what runs between two, or of the whole; `known`: whether the server gave it. */
export function communityDetails(root, { state, view, actions, known }) {
  const id = state.selected?.id;
  root.dataset.shows = id ?? "";
  if (!known) {
    fill(root, failure(new Error("The map of communities could not be fetched."), actions.whole));
    return;
  }
  const one = view.entities.get(id);
  const link = view.relations.get(id);
  const open = (ids, label) => h("button", { type: "button", class: "primary", click: () => actions.openCommunities(ids) }, label);
  if (one) {
    const links = [...view.relations.values()].filter(({ subject, object }) => subject === id || object === id);
    fill(root,
      h("h2", { tabindex: "-1" }, badge(one.kind), h("bdi", {}, one.name)),
      h("p", { class: "about" }, about(one), ": ", kindsOf(one.kinds)),
      h("div", { class: "deeds" }, open([id], "Open this community")),
      h("h3", {}, one.entities.length < one.size ? `Its ${words.count(one.entities.length)} best-linked members` : "Its members"),
      h("ul", { class: "relations" }, one.entities.map((entity) => h("li", {}, h("button", { type: "button", class: "row", click: () => actions.open(entity.id) }, badge(entity.kind), h("span", { class: "row-claim" }, h("bdi", {}, entity.name)))))),
      h("h3", {}, `Links to other communities (${words.count(links.length)})`),
      h("ul", { class: "relations" }, links.map((other) => h("li", {}, linkRow(other, view, state, actions)))));
  } else if (link) {
    const ends = [link.subject, link.object].map((end) => view.entities.get(end));
    fill(root,
      h("h2", { tabindex: "-1" }, h("bdi", {}, ends[0].name), " – ", h("bdi", {}, ends[1].name)),
      h("p", { class: "about" }, between(link)),
      h("div", { class: "deeds" }, open([link.subject, link.object], "Open both")));
  } else {
    const kinds = {};
    for (const { kind } of view.entities.values()) kinds[kind] = (kinds[kind] ?? 0) + 1;
    fill(root,
      h("h2", { tabindex: "-1" }, "The whole graph"),
      h("p", {}, "Who deals with whom, in communities. Each bears the names of its best-linked members and the number of them all; a line is as wide as the relations between two are many."),
      h("p", {}, "Double-click a community, or choose it and press Enter, to open it. Back returns here."),
      h("h3", {}, "Mostly made of"),
      h("ul", { class: "relations" }, Object.entries(kinds).sort((a, b) => b[1] - a[1]).map(([kind, many]) => h("li", { class: "legend" }, badge(kind), ` ${words.kinds(kind)}, ${words.plural(many, "community", "communities")}`))));
  }
}

const kindsOf = (kinds) => Object.entries(kinds).sort((a, b) => b[1] - a[1]).map(([kind, many]) => words.plural(many, words.kind(kind), words.kinds(kind))).join(", ");
