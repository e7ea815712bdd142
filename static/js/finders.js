// Questions beyond one neighbourhood: how two are linked, what they share, what changed, who contradicts whom.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { card, failure, sentence } from "./evidence.js";
import { CHANGE, typeName } from "./graph-style.js";
import { searchBox } from "./search.js";
import * as words from "./words.js";

/** Fills `root` with what `work` gives; says that it looks, and what went wrong. Only the latest question counts. */
function asker(root) {
  let turn = 0;
  return async function ask(work) {
    const mine = ++turn;
    fill(root, h("p", { class: "loading" }, "Looking …"));
    try {
      const children = await work();
      if (mine === turn) fill(root, children);
    } catch (error) {
      if (mine === turn) fill(root, failure(error, () => ask(work)));
    }
  };
}

function pairForm(title, [first, second], submit) {
  const chosen = { first: null, second: null };
  const one = searchBox({ label: first, keep: true, choose: (entity) => (chosen.first = entity) });
  const other = searchBox({ label: second, keep: true, choose: (entity) => (chosen.second = entity) });
  const form = h("form", { class: "pair", submit: (event) => {
    event.preventDefault();
    if (chosen.first && chosen.second) submit(chosen.first, chosen.second);
    else (chosen.first ? other : one).input.focus();
  } }, one.box, other.box, h("button", { type: "submit", class: "primary" }, title));
  return {
    form,
    preset(which, entity) {
      chosen[which] = entity;
      (which === "first" ? one : other).set(entity?.name ?? "");
    },
    chosen,
  };
}

const relationLine = (relation, actions) =>
  h("button", { type: "button", class: "row", click: () => actions.showRelation(relation) },
    h("span", { class: "row-claim" }, h("bdi", {}, relation.subject.name), " ", h("b", {}, typeName(relation.type)), " ", h("bdi", {}, relation.object.name)),
    h("small", {}, `${relation.status}, ${words.plural(relation.article_count, "article")}`));

// -- paths -------------------------------------------------------------------------------------------------------------

export function pathPanel(root, { actions }) {
  const results = h("div", { class: "results", "aria-live": "polite" });
  const ask = asker(results);
  const search = (from, to) => ask(async () => {
    const { data, meta } = await api.paths(from.id, to.id);
    if (!data.length) return h("p", {}, `No way of at most ${meta.max_length} steps leads from `, h("bdi", {}, from.name), " to ", h("bdi", {}, to.name), ".");
    actions.showPath(data[0]);
    return [
      meta.complete ? null : h("p", { class: "about" }, "Busy entities were only partly searched; shorter ways may exist."),
      h("ol", { class: "paths" }, data.map((path) => h("li", {},
        h("button", { type: "button", class: "quiet", click: () => actions.showPath(path) }, `Show this way of ${words.plural(path.length, "step")}`),
        h("ul", { class: "relations" }, path.hops.flatMap(({ relations }) => relations.map((relation) => h("li", {}, relationLine(relation, actions)))))))),
    ];
  });
  const pair = pairForm("Find paths", ["From", "To"], search);
  fill(root, h("h2", {}, "How are two linked?"), pair.form, results);
  return {
    start(entity) {
      pair.preset("first", entity);
    },
  };
}

// -- comparison --------------------------------------------------------------------------------------------------------

export function comparePanel(root, { actions }) {
  const results = h("div", { class: "results", "aria-live": "polite" });
  const ask = asker(results);
  const search = (a, b) => ask(async () => {
    const found = await api.compare(a.id, b.id);
    const types = (names, who) => names.length ? h("small", {}, h("bdi", {}, who.name), ": ", names.map(typeName).join(", ")) : null;
    const group = (title, members) => h("section", {}, h("h3", {}, `${title} (${words.count(members.length)})`),
      members.length ? h("ul", { class: "relations" }, members.slice(0, 60).map((one) => h("li", {}, h("button", { type: "button", class: "row", click: () => actions.select("entity", one.entity.id, { add: true }) },
        h("span", { class: "row-claim" }, h("bdi", {}, one.entity.name)), types(one.a, found.a), types(one.b, found.b))))) : h("p", { class: "about" }, "None."));
    const ids = [found.a.id, found.b.id, ...found.shared.slice(0, 40).map(({ entity }) => entity.id)];
    return [
      found.complete ? null : h("p", { class: "about" }, "One has more relations than were looked at; the groups may be incomplete."),
      h("button", { type: "button", click: () => actions.add(ids, { compare: [found.a.id, found.b.id] }) }, "Show both and what they share"),
      found.between.length ? h("section", {}, h("h3", {}, `With each other (${words.count(found.between.length)})`), h("ul", { class: "relations" }, found.between.map((relation) => h("li", {}, relationLine(relation, actions))))) : null,
      group("Shared", found.shared),
      group(`Only ${found.a.name}`, found.only_a),
      group(`Only ${found.b.name}`, found.only_b),
    ];
  });
  const pair = pairForm("Compare", ["One", "The other"], search);
  fill(root, h("h2", {}, "Compare two"), pair.form, results);
  return {
    start(entity) {
      pair.preset("first", entity);
    },
  };
}

// -- changes and contradictions ----------------------------------------------------------------------------------------

const VISIT = "entente.visit";
const PAUSE = 30 * 60 * 1000; // milliseconds away that make another visit

/** When this browser last left the explorer before this visit, or null. A reload, or a short absence, belongs to the same visit. */
function lastVisit() {
  const left = localStorage.getItem(VISIT) ?? "";
  const another = Date.now() - Date.parse(left) > PAUSE;
  const before = (another ? null : sessionStorage.getItem(VISIT)) ?? left;
  sessionStorage.setItem(VISIT, before);
  addEventListener("pagehide", () => localStorage.setItem(VISIT, new Date().toISOString()));
  return before || null;
}

export function newsPanel(root, { actions }) {
  const results = h("div", { class: "results", "aria-live": "polite" });
  const ask = asker(results);
  const since = h("input", { type: "date", id: "since", required: true });
  const around = h("option", { value: "" });
  const where = h("select", { "aria-label": "Where" }, around, h("option", { value: "everywhere" }, "in the whole graph"));
  let centre = null;
  const report = async (from) => {
    actions.since(from);
    const entity = where.value ? null : centre?.id;
    const [{ data, meta }, silent] = await Promise.all([api.changes(from, entity), api.changes(from, entity, true)]);
    return [
      h("p", { class: "about" }, `${words.plural(meta.count ?? data.length, "relation")} reported since ${words.since(from)}${meta.truncated ? `, the newest ${data.length} here` : ""}.`),
      Object.keys(CHANGE).map((change) => {
        const members = [...data, ...silent.data].filter((one) => one.change === change);
        return members.length ? h("section", {}, h("h3", {}, h("span", { class: `tint change-${change}` }), `${CHANGE[change]} (${members.length}${change === "silent" && silent.meta.truncated ? " and more" : ""})`),
          h("ul", { class: "relations" }, members.map(({ relation, evidence }) => h("li", {}, relationLine(relation, actions), evidence.slice(0, 1).map(sentence))))) : null;
      }),
      silent.meta.truncated && !silent.data.length ? h("p", { class: "about" }, "Only some relations were looked at for what has gone silent.") : null,
    ];
  };
  const show = (from) => ask(() => report(from));
  const ingest = () => ask(async () => {
    const last = await api.lastIngest();
    return last ? report(last.began) : h("p", {}, "This store has noted no ingest yet.");
  });
  const visit = lastVisit();
  const contradictions = () => ask(async () => {
    const { data, truncated } = await api.contradictions();
    const more = truncated ? h("p", { class: "about" }, "There may be more: ", h("a", { href: "contradictions" }, "all contradictions, page by page"), ".") : null;
    if (!data.length && !more) return h("p", {}, "No relation here is denied by others, or contradicted by an opposite deed.");
    const side = (title, pieces) => h("div", {}, h("h4", {}, title), pieces.map((piece) => card(piece)));
    return [...data.map(({ kind, relation, asserted, denied, opposite }) => h("section", { class: "contested" },
      h("h3", {}, kind === "denied" ? "Denied" : "Opposite deed"), relationLine(relation, actions),
      h("div", { class: "sides" }, kind === "denied" ? [side("Asserted", asserted), side("Denied", denied)]
        : [side(typeName(relation.type), asserted), opposite.map((other) => side(typeName(other.relation.type), other.evidence))]))), more];
  });
  fill(root, h("h2", {}, "What is new?"),
    h("form", { class: "pair", submit: (event) => {
      event.preventDefault();
      show(since.value);
    } }, h("label", { for: "since" }, "Published since"), since, where, h("button", { type: "submit", class: "primary" }, "Show changes"),
    h("button", { type: "button", click: ingest }, "Since the last ingest"),
    visit ? h("button", { type: "button", title: words.since(visit), click: () => show(visit) }, "Since my last visit") : null,
    h("button", { type: "button", click: () => { since.value = ""; actions.since(null); fill(results); } }, "Clear")),
    h("button", { type: "button", click: contradictions }, "Contradictions everywhere"), results);
  return {
    /** The entity that changes are looked for around, unless everywhere is asked for. */
    about(entity) {
      centre = entity ?? null;
      around.textContent = entity ? `around ${entity.name}` : "in the whole graph";
    },
    render({ state }) {
      if (document.activeElement !== since && state.since) since.value = state.since.length === 10 ? state.since : "";
    },
  };
}
