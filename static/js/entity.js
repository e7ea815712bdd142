// The panel of a selected entity: who it is, what of it is not on screen yet, what is.

import { fill, h, nameOf } from "./dom.js";
import { badge } from "./glyphs.js";
import { relationRow } from "./list.js";
import { expansions } from "./visible.js";
import * as words from "./words.js";

const CODES = { wikidata: "Wikidata", iso3: "ISO 3166", cameo: "CAMEO", country: "State", subtype: "Type", latitude: "Latitude", longitude: "Longitude" };

export function showEntity(root, id, { state, data, view, actions, note }) {
  root.dataset.shows = id;
  const entity = data.entities.get(id);
  if (!entity) {
    fill(root, h("p", {}, "The graph no longer knows this entity. It may have left with an article that was taken out."));
    return;
  }
  const here = [...view.relations.values()].filter(({ subject, object }) => subject === id || object === id);
  const more = expansions(data, state, id);
  const hidden = more.reduce((sum, { total, shown }) => sum + total - shown, 0);
  const open = more.filter(({ total, shown }) => total > shown);
  const whole = more.filter(({ total, shown }) => total <= shown);
  const inView = state.entities.includes(id);
  fill(root,
    h("h2", { tabindex: "-1" }, badge(entity.kind), nameOf(entity)),
    h("p", { class: "about" }, words.kind(entity.kind), `, ${words.plural(entity.degree, "relation")}`,
      hidden ? `, ${words.count(hidden)} not on screen` : ", all on screen"),
    entity.aliases.length ? h("p", { class: "aliases" }, "Also ", entity.aliases.slice(0, 8).map((alias, index) => [index ? ", " : "", h("bdi", {}, alias)]), entity.aliases.length > 8 ? ` and ${entity.aliases.length - 8} more names` : "") : null,
    Object.keys(entity.codes).length ? h("p", { class: "codes" }, Object.entries(entity.codes).map(([code, value]) => h("span", {}, `${CODES[code] ?? code} ${value}`))) : null,
    h("div", { class: "deeds", role: "group", "aria-label": "What to do with it" },
      inView ? h("button", { type: "button", class: "primary", disabled: !hidden, click: () => actions.expand(id) }, hidden ? `Expand` : "All shown") : h("button", { type: "button", class: "primary", click: () => actions.add([id]) }, "Add to view"),
      h("button", { type: "button", click: () => actions.collapse(id) }, "Collapse"),
      h("button", { type: "button", click: () => actions.hide(id) }, "Hide"),
      id in state.pins ? h("button", { type: "button", click: () => actions.unpin(id) }, "Unpin") : h("button", { type: "button", click: () => actions.pin(id) }, "Pin"),
      h("button", { type: "button", click: () => actions.open(id) }, "Start here")),
    open.length ? h("h3", {}, "Expand by relation") : null,
    open.length ? h("ul", { class: "expansions" }, open.map((one) => expansionRow(id, one, actions))) : null,
    whole.length ? h("p", { class: "about" }, "All on screen: ", whole.map(({ label, total }) => `${label} (${words.count(total)})`).join(", "), ".") : null,
    h("h3", {}, `On screen (${words.count(here.length)})`),
    here.length ? h("ul", { class: "relations" }, here.map((relation) => relationRow(relation, { data, state, actions }))) : h("p", { class: "about" }, "No relation of it is on screen. Expand it, or loosen the filters."),
    note(id),
    h("p", { class: "links" }, h("a", { href: `entities/${encodeURIComponent(id)}` }, "Page of this entity")));
}

function expansionRow(id, { type, direction, label, total, shown }, actions) {
  return h("li", {},
    h("button", { type: "button", dataset: { type, direction }, click: () => actions.expand(id, { type, direction }) },
      h("span", {}, `${label} (${words.count(total)})`),
      h("span", { class: "expansion-rest" }, `show ${words.count(total - shown)} more`)));
}
