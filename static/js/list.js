// The same view as text: every entity and every relation of the canvas as a button, in reading order. What a screen reader, a keyboard
// and a test use; painted before the canvas.

import { fill, h } from "./dom.js";
import { badge } from "./glyphs.js";
import { typeName } from "./graph-style.js";
import { lineSample } from "./filters.js";
import * as words from "./words.js";

const MOST = 500;

/** A relation as a list item with one button. */
export function relationRow(relation, { data, state, actions }) {
  const end = (id) => h("bdi", {}, data.entities.get(id)?.name ?? id);
  const chosen = state.selected?.kind === "relation" && state.selected.id === relation.id;
  return h("li", {},
    h("button", {
      type: "button", class: `row ${relation.change ? `change-${relation.change}` : ""}`, "aria-current": chosen ? "true" : null, dataset: { relation: relation.id },
      click: () => actions.select("relation", relation.id, { focus: true }),
    },
    lineSample(relation.status),
    h("span", { class: "row-claim" }, end(relation.subject), " ", h("b", {}, typeName(relation.type)), " ", end(relation.object)),
    h("small", {}, words.summaryOf(relation), relation.change ? h("em", {}, `, ${relation.change}`) : null)));
}

export function listPanel(root, { actions }) {
  return function render({ state, data, view }) {
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset : null;
    const entities = [...view.entities.values()].sort((a, b) => b.degree - a.degree || a.name.localeCompare(b.name));
    const nameById = (id) => data.entities.get(id)?.name ?? id;
    const relations = [...view.relations.values()].sort((a, b) => (b.latest ?? "").localeCompare(a.latest ?? "") || words.claim(a, nameById).localeCompare(words.claim(b, nameById)));
    fill(root,
      h("h2", {}, "As a list"),
      h("h3", { id: "list-relations" }, `Relations (${words.count(relations.length)})`),
      relations.length ? h("ul", { class: "relations", "aria-labelledby": "list-relations" }, relations.slice(0, MOST).map((relation) => relationRow(relation, { data, state, actions }))) : h("p", { class: "about" }, "None."),
      h("h3", { id: "list-entities" }, `Entities (${words.count(entities.length)})`),
      h("ul", { class: "entities", "aria-labelledby": "list-entities" }, entities.map((entity) => entityRow(entity, { state, actions }))));
    if (focused?.relation) root.querySelector(`[data-relation="${CSS.escape(focused.relation)}"]`)?.focus();
    else if (focused?.entity) root.querySelector(`[data-entity="${CSS.escape(focused.entity)}"]`)?.focus();
  };
}

function entityRow(entity, { state, actions }) {
  const chosen = state.selected?.kind === "entity" && state.selected.id === entity.id;
  return h("li", {},
    h("button", {
      type: "button", class: "row", "aria-current": chosen ? "true" : null, dataset: { entity: entity.id },
      click: () => actions.select("entity", entity.id, { focus: true }),
      keydown: (event) => {
        if (event.key.toLowerCase() !== "e" || event.ctrlKey || event.metaKey || event.altKey) return;
        event.stopPropagation();
        actions.expand(entity.id);
      },
    },
    badge(entity.kind),
    h("span", { class: "row-claim" }, h("bdi", {}, entity.name)),
    h("small", {}, [words.kind(entity.kind), words.plural(entity.degree, "relation"), entity.more ? `+${words.count(entity.more)} more` : "", entity.id in state.pins ? "pinned" : ""].filter(Boolean).join(", "))));
}
