// Finds the page's elements once and wires the parts: state.js knows what was chosen, api.js asks, visible.js decides what shows,
// graph-view.js and the panels draw it. Every deed of the analyst is one of `actions`.

import * as api from "./api.js";
import { communityDetails, communityList, mapLine, mapView } from "./communities.js";
import { fill, h } from "./dom.js";
import { noteField } from "./notes.js";
import { showEntity } from "./entity.js";
import { failure, forgetRecords, record, showRelation } from "./evidence.js";
import { exportDialog, viewsDialog } from "./exports.js";
import { filterPanel } from "./filters.js";
import { comparePanel, newsPanel, pathPanel } from "./finders.js";
import { GraphView } from "./graph-view.js";
import { badge } from "./glyphs.js";
import { shortcuts } from "./keys.js";
import { listPanel } from "./list.js";
import { readingPanel } from "./reading.js";
import { searchBox } from "./search.js";
import * as states from "./state.js";
import { tabs } from "./tabs.js";
import { themeSelect } from "./theme.js";
import { timelinePanel } from "./timeline.js";
import { condition, leaves, visible } from "./visible.js";
import { watchGraph } from "./watch.js";
import * as words from "./words.js";

const FIRST = 40; // neighbours of the entity looked up
const MORE = 30; // neighbours per expansion
const MEMBERS = 60; // of communities that are opened
const FULL = `A view holds at most ${states.LIMIT} entities. Hide or collapse some first.`;
const NO_MAP = { communities: [], links: [], count: 0, omitted: 0, entities: 0, relations: 0, total: 0 };
const MAPPED = { entity: "community", relation: "link" }; // what nodes and lines are on the map
const $ = (id) => document.getElementById(id);

const data = { entities: new Map(), relations: new Map(), omitted: 0, since: null, map: null };
const history = new states.History(window, address);
const elements = { root: $("explorer"), canvas: $("canvas"), status: $("status"), details: $("panel-details"), welcome: $("welcome"), toast: $("toast") };
let view = visible(data, states.EMPTY);
let graph;
let reading;
let render = () => {};
let focusWanted = false;
let busy = 0;

// -- asking the server -------------------------------------------------------------------------------------------------

function merge({ data: { entities, relations }, meta }) {
  for (const entity of entities) data.entities.set(entity.id, entity);
  for (const relation of relations) data.relations.set(relation.id, relation);
  data.omitted = meta.omitted;
}

/** Runs `work` while the page says that it is busy; a failure is said and leaves the view as it was. */
async function during(message, work) {
  busy += 1;
  elements.root.setAttribute("aria-busy", "true");
  const waiting = setTimeout(() => tell(message), 600);
  try {
    return await work();
  } catch (error) {
    tell(error.message, { lasting: true });
    return null;
  } finally {
    clearTimeout(waiting);
    if (elements.toast.textContent === message) tell("");
    busy -= 1;
    if (!busy) elements.root.removeAttribute("aria-busy");
  }
}

/** Fetches a screen, with what is recent since then marked; what was marked for another time is forgotten. */
async function fetched(entities, expand = null, since = history.state.since) {
  const answer = await api.screen(entities, expand, since);
  if (since !== data.since) {
    data.entities.clear();
    data.relations.clear();
  }
  merge(answer);
  data.since = since;
  return answer;
}

/** Makes sure that everything a state names is loaded, and marked. */
async function load(state) {
  if (state.whole) data.map ??= await api.communities();
  if (state.entities.every((id) => data.entities.has(id)) && (!state.since || state.since === data.since)) return;
  await fetched(state.entities, null, state.since);
}

// -- deeds -------------------------------------------------------------------------------------------------------------

const actions = {
  /** A fresh view around one entity. */
  open: (id) =>
    during("Looking up the neighbourhood …", async () => {
      const answer = await fetched([], { entity: id, limit: FIRST });
      const entities = [id, ...answer.meta.added.filter((one) => one !== id)];
      focusWanted = false;
      history.commit({ ...states.EMPTY, entities, selected: { kind: "entity", id } });
    }),

  /** The whole graph as a map of communities. */
  whole: () =>
    during("Looking at the whole graph …", async () => {
      if (history.state.whole && data.map) return;
      data.map ??= await api.communities();
      if (history.state.whole) render(history.state);
      else history.commit({ ...states.EMPTY, whole: true });
    }),

  /** The best-linked members of communities, as a fresh view. */
  openCommunities: (communityIds) =>
    during("Opening …", async () => {
      const share = Math.floor(MEMBERS / communityIds.length);
      const opened = await Promise.all(communityIds.map((id) => api.community(id, share)));
      const ids = opened.flatMap(({ entities }) => entities.map(({ id }) => id));
      const size = opened.reduce((sum, one) => sum + one.size, 0);
      await fetched(ids);
      focusWanted = document.activeElement !== elements.canvas;
      panel.show("details", { draw: false });
      history.commit({ ...states.EMPTY, entities: ids, selected: { kind: "entity", id: ids[0] } });
      tell(ids.length < size ? `The ${words.count(ids.length)} best linked of ${words.plural(size, "entity", "entities")}.` : `All ${words.plural(size, "entity", "entities")} of it.`);
    }),

  add: (ids, changes = {}) =>
    during("Adding …", async () => {
      const wanted = states.addEntities(history.state, ids);
      if (wanted.entities.length > states.LIMIT) {
        tell(FULL, { lasting: true });
        return;
      }
      await fetched(wanted.entities);
      history.commit({ ...wanted, ...changes, selected: changes.compare ? null : { kind: "entity", id: ids[0] } });
    }),

  /** New neighbours of an entity, of one relation type and direction or of any. One request. */
  expand: (id, { type = null, direction = "both" } = {}) =>
    during("Expanding …", async () => {
      const { entities } = history.state;
      if (entities.length >= states.LIMIT) {
        tell(FULL, { lasting: true });
        return;
      }
      const answer = await fetched(entities, { entity: id, type, direction, limit: MORE });
      const { added } = answer.meta;
      history.commit(states.addEntities(states.select(history.state, "entity", id), added));
      tell(added.length ? `${words.plural(added.length, "entity", "entities")} added.` : "Nothing new to add.");
    }),

  collapse(id) {
    const ids = leaves(data, history.state, id);
    if (ids.length) history.commit(states.removeEntities(history.state, ids));
    tell(ids.length ? `${words.plural(ids.length, "entity", "entities")} taken off the screen.` : "Nothing hangs on it alone.");
  },

  hide(id) {
    history.commit(states.removeEntities(history.state, [id]));
    tell(`${data.entities.get(id)?.name ?? "It"} is hidden. Undo brings it back.`);
  },

  pin: (id, place = graph.positions()[id]) => place && history.commit(states.pin(history.state, id, place)),
  unpin: (id) => history.commit(states.unpin(history.state, id)),

  /** Chooses an entity or relation; `add` brings an entity in that is not on screen, `focus` moves the focus to its details. */
  select(kind, id, { add = false, focus = false } = {}) {
    if (add && kind === "entity" && !history.state.entities.includes(id)) return actions.add([id]);
    focusWanted = focus;
    const next = states.select(history.state, kind, id);
    if (panel.current() !== "details") panel.show("details", { draw: states.equal(next, history.state) });
    else if (focus && states.equal(next, history.state)) render(next);
    history.amend(next);
    return undefined;
  },

  /** `sketch`: still being dragged or played. */
  filter: (changes, { sketch = false } = {}) => {
    const next = states.setFilter(history.state, changes);
    if (sketch) history.sketch(next);
    else history.commit(next);
  },
  toggle: (name, value, on) => history.commit(states.toggle(history.state, name, value, on)),
  toggleAll: (name, values, on) => history.commit(values.reduce((state, value) => states.toggle(state, name, value, on), history.state)),
  since: (since) => history.commit({ ...history.state, since }),
  note: (id, text) => history.commit(states.note(history.state, id, text)),

  /** A way between two entities, from /paths: on screen and highlighted. */
  showPath: (path) => actions.add(path.entities.map(({ id }) => id), { path: path.hops.flatMap(({ relations }) => relations.map(({ id }) => id)) }),

  /** An article beside the graph, at the sentence of a piece of evidence. */
  read(articleId, evidenceId) {
    panel.show("article");
    reading.open(articleId, evidenceId);
  },

  /** A relation that may not be on screen: brings both ends in and opens its sentences. */
  showRelation: async (relation) => {
    await actions.add([relation.subject.id, relation.object.id]);
    actions.select("relation", relation.id, { focus: true });
  },
};

// -- the page ----------------------------------------------------------------------------------------------------------

const panel = tabs($("tabs"));
panel.listen(() => render(history.state));

let toastTimer;
function tell(message, { lasting = false } = {}) {
  elements.toast.textContent = message;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (elements.toast.textContent = ""), lasting ? 9000 : 3500);
}

function address(state, code) {
  const url = new URL(location.pathname, location.origin);
  if (state.entities.length) url.searchParams.set("entity", state.entities[0]);
  url.hash = states.equal(state, states.EMPTY) ? "" : `s=${code}`;
  return url.href;
}

const titleOf = (state) => {
  if (state.whole) return "The whole graph";
  const first = data.entities.get(state.entities[0]);
  return first ? `${first.name}${state.entities.length > 1 ? ` and ${state.entities.length - 1} more` : ""}` : "Explorer";
};

function statusLine(state) {
  if (state.whole) return data.map ? mapLine(data.map, view) : "";
  const parts = [`Showing ${words.count(view.relations.size)} of ${words.plural(view.total, "relation")}`, `${words.count(view.hidden)} hidden by filters`, `${words.plural(view.entities.size, "entity", "entities")} on screen`];
  const contested = [...view.relations.values()].filter((relation) => relation.contested).length;
  if (contested) parts.push(`${words.count(contested)} contradicted`);
  const opposed = [...view.relations.values()].filter((relation) => relation.opposes.length).length;
  if (opposed) parts.push(`${words.count(opposed)} with opposite deeds`);
  if (view.undrawn + data.omitted) parts.push(`${words.count(view.undrawn + data.omitted)} between them not drawn`);
  return state.entities.length ? parts.join(", ") : "";
}

function focusDetails() {
  if (!focusWanted) return;
  focusWanted = false;
  elements.details.querySelector("h2")?.focus();
}

/** Remembers what in `root` has the focus; the function returned gives it to its like, or to the heading, if it was lost meanwhile. */
function focusIn(root) {
  const active = document.activeElement;
  if (!root.contains(active)) return () => {};
  const likeness = ({ tagName, textContent, className, dataset }) => `${tagName} ${dataset.type ? `${dataset.type} ${dataset.direction}` : textContent.replace(/\d+|^un/gi, "").toLowerCase()} ${className}`;
  const before = likeness(active);
  return () => {
    if (document.activeElement !== document.body) return;
    const again = [...root.querySelectorAll("button, a, summary, textarea")].find((element) => likeness(element) === before && !element.disabled);
    (again ?? root.querySelector("h2"))?.focus();
  };
}

function showDetails(state) {
  const note = (id) => noteField(id, state.notes[id] ?? "", actions.note);
  const { selected } = state;
  const root = elements.details;
  if (state.whole) {
    const refocus = focusIn(root);
    communityDetails(root, { state, view, actions, known: data.map !== null });
    refocus();
    focusDetails();
    return;
  }
  if (!selected) {
    delete root.dataset.shows;
    fill(root, h("h2", {}, "Details"), h("p", { class: "about" }, state.entities.length ? "Choose a line to read the sentences behind it, or an entity to expand it." : "Look somebody up first."));
    return;
  }
  const refocus = focusIn(root);
  if (selected.kind === "entity") {
    showEntity(root, selected.id, { state, data, view, actions, note });
    refocus();
    focusDetails();
  } else {
    showRelation(root, selected.id, { state, actions, note, light: (ids) => graph.light(ids) }).then(() => {
      refocus();
      focusDetails();
    });
  }
}

async function welcome(show) {
  elements.welcome.hidden = !show;
  if (!show || elements.welcome.childElementCount) return;
  const onwards = () => elements.canvas.focus(); // the button that was pressed is gone
  fill(elements.welcome, h("h2", {}, "Whom are you looking for?"), h("p", {}, "Type a name above, look at ", h("button", { type: "button", class: "quiet", click: () => actions.whole().then(onwards) }, "the whole graph as a map of communities"), ", or start with one of the best connected:"));
  try {
    const found = await api.busiest();
    elements.welcome.append(found.length
      ? h("ul", {}, found.map((entity) => h("li", {}, h("button", { type: "button", click: () => actions.open(entity.id).then(onwards) }, badge(entity.kind), h("bdi", {}, entity.name), h("small", {}, words.plural(entity.degree, "relation"))))))
      : h("p", {}, "The graph is still empty. Let it read some articles: ", h("code", {}, "python -m ingest add PATH…")));
  } catch (error) {
    elements.welcome.append(failure(error, () => { fill(elements.welcome); welcome(true); }));
  }
}

async function start() {
  elements.root.hidden = false;
  const search = searchBox({ label: "Search entities", placeholder: "Search people, states, bodies …", choose: (entity, { add }) => {
    search.input.blur();
    if (add && history.state.entities.length) actions.add([entity.id]);
    else actions.open(entity.id);
  } });
  $("search").append(search.box);

  const schema = await during("Loading …", api.schema);
  if (!schema) {
    fill(elements.root, failure(new Error("The vocabulary could not be fetched, so there is nothing to draw with."), () => location.reload()));
    return;
  }
  const types = new Map(schema.types.map((type) => [type.name, type]));
  graph = new GraphView(elements.canvas, { schema: types, on: {
    select: (kind, id) => (kind ? actions.select(history.state.whole ? MAPPED[kind] : kind, id) : history.amend({ ...states.select(history.state, null, null), path: [] })),
    open: (id) => (history.state.whole ? actions.openCommunities([id]) : actions.expand(id)),
    pin: (id, place) => history.state.whole || actions.pin(id, place),
    point: (id) => reading.point(id),
  } });
  reading = readingPanel($("panel-article"), { actions, light: (ids) => graph.light(ids) });

  const context = () => ({ state: history.state, data, view });
  const drawFilters = filterPanel($("filter-panel"), { schema, types, actions });
  const drawList = listPanel($("panel-list"), { actions });
  const drawTime = timelinePanel($("timeline"), { actions, condition });
  const paths = pathPanel($("panel-paths"), { actions });
  const compare = comparePanel($("panel-compare"), { actions });
  const news = newsPanel($("panel-news"), { actions });

  render = (state) => {
    view = state.whole ? mapView(data.map ?? NO_MAP) : visible(data, state);
    elements.root.classList.toggle("whole", state.whole);
    const now = context();
    if (panel.current() === "list") (state.whole ? communityList($("panel-list"), { ...now, actions }) : drawList(now));
    if (panel.current() === "details") showDetails(state);
    news.render(now);
    drawFilters(now);
    drawTime(now);
    const chosen = state.selected?.kind === "entity" ? data.entities.get(state.selected.id) : null;
    if (panel.current() === "paths") paths.start(chosen ?? data.entities.get(state.entities[0]));
    news.about(chosen ?? data.entities.get(state.entities[0]));
    if (panel.current() === "compare") compare.start(chosen ?? data.entities.get(state.entities[0]));
    const line = statusLine(state);
    if (elements.status.textContent !== line) elements.status.textContent = line;
    $("title").textContent = titleOf(state);
    document.title = `${titleOf(state)} · Entente`;
    $("undo").disabled = !history.canUndo;
    $("redo").disabled = !history.canRedo;
    for (const id of ["fit", "rearrange", "copy"]) $(id).disabled = !state.entities.length && !state.whole;
    $("export").disabled = !state.entities.length && !state.whole;
    $("whole").setAttribute("aria-current", String(state.whole));
    welcome(state.whole ? !view.entities.size : !state.entities.length);
    graph.update(view, state);
  };

  history.listen(async (state) => {
    await during("Fetching …", () => load(state));
    if (history.state === state) render(state);
  });

  const openExport = exportDialog($("export-dialog"), { schema, context, graphView: () => graph, title: () => titleOf(history.state), settled: () => graph.settled(), tell });
  const openViews = viewsDialog($("views-dialog"), { address: async () => (await history.settled(), location.href), title: () => titleOf(history.state), tell });
  wireButtons({ openExport, openViews });
  themeSelect($("theme"), () => graph.restyle());
  watchGraph($("banner"), { asked: api.stats, refresh });
  await begin();
}

/** After the graph grew: the same view, told anew. */
async function refresh() {
  forgetRecords();
  await during("Fetching what is new …", async () => {
    const { whole, entities } = history.state;
    data.map = whole ? await api.communities() : null;
    if (entities.length) await fetched(entities);
    render(history.state);
  });
}

/** The first state: from this history entry (reload), from the address (permalink), from ?entity=, or nothing yet. */
async function begin() {
  const kept = window.history.state?.entente;
  const code = /^#s=([\w-]+)$/.exec(location.hash)?.[1];
  const linked = code ? await states.decode(code) : null;
  if (code && !linked) tell("This link holds no view that can be read; it may have been cut.", { lasting: true });
  const asked = new URLSearchParams(location.search);
  const entity = asked.get("entity");
  history.start(kept ?? linked ?? { ...states.EMPTY, whole: asked.has("whole") });
  if (!kept && !linked && entity) {
    await during("Looking up the neighbourhood …", async () => {
      const answer = await fetched([], { entity, limit: FIRST });
      history.amend({ ...states.EMPTY, entities: [entity, ...answer.meta.added.filter((one) => one !== entity)], selected: { kind: "entity", id: entity } });
      if (asked.get("relation")) await showAsked(asked.get("relation"));
    });
  }
}

/** A relation that the address names: its ends come in if they are not on screen, its sentences open. */
async function showAsked(id) {
  const { subject, object } = await record(id);
  const wanted = states.select(states.addEntities(history.state, [subject.id, object.id]), "relation", id);
  await fetched(wanted.entities);
  history.amend(wanted);
}

function wireButtons({ openExport, openViews }) {
  const walk = (direction) => {
    const { selected, whole } = history.state;
    const from = view.entities.has(selected?.id) ? selected.id : null;
    const to = from ? graph.neighbour(from, direction) : view.entities.keys().next().value;
    if (!to) return;
    actions.select(whole ? "community" : "entity", to);
    graph.reveal(to);
    const { name, kind, more, size } = view.entities.get(to);
    tell(`${name}, ${size ? words.plural(size, "entity", "entities") : words.kind(kind)}${more ? `, +${words.count(more)} more` : ""}`);
  };
  const lines = (step) => {
    const { selected } = history.state;
    if (!selected || history.state.whole) return;
    const relation = selected.kind === "relation" ? view.relations.get(selected.id) : null;
    const centre = relation ? relation.subject : selected.id;
    const around = [...view.relations.values()].filter(({ subject, object }) => subject === centre || object === centre);
    if (!around.length) return;
    const next = around[(around.indexOf(relation) + step + around.length) % around.length];
    actions.select("relation", next.id);
    tell(`${words.claim(next, (id) => data.entities.get(id)?.name ?? id)}, ${words.summaryOf(next)}`);
  };
  const chosen = () => (history.state.selected?.kind === "entity" ? history.state.selected.id : null);
  const withChosen = (deed) => () => chosen() && deed(chosen());
  const copy = async () => {
    await history.settled();
    try {
      await navigator.clipboard.writeText(location.href);
      tell("Link copied.");
    } catch {
      tell("The browser does not let pages copy here; the address bar holds the link.", { lasting: true });
    }
  };
  const openKeys = shortcuts({
    canvas: elements.canvas,
    dialog: $("keys-dialog"),
    table: [
      { keys: ["/"], label: "Search", run: () => $("search").querySelector("input").focus() },
      { keys: ["ArrowUp"], label: "Walk to the neighbour in that direction", on: "canvas", run: () => walk([0, -1]) },
      { keys: ["ArrowDown"], on: "canvas", run: () => walk([0, 1]) },
      { keys: ["ArrowLeft"], on: "canvas", run: () => walk([-1, 0]) },
      { keys: ["ArrowRight"], on: "canvas", run: () => walk([1, 0]) },
      { keys: ["]"], label: "Next relation of the entity", run: () => lines(1) },
      { keys: ["["], label: "Previous relation of the entity", run: () => lines(-1) },
      { keys: ["Enter"], label: "Read what is chosen; open a community", on: "canvas", run: () => {
        const { selected } = history.state;
        if (selected?.kind === "community") return actions.openCommunities([selected.id]);
        focusWanted = true;
        panel.show("details");
      } },
      { keys: ["e"], label: "Expand the chosen entity", run: withChosen(actions.expand) },
      { keys: ["c"], label: "Collapse it", run: withChosen(actions.collapse) },
      { keys: ["h"], label: "Hide it", run: withChosen(actions.hide) },
      { keys: ["p"], label: "Pin or unpin it", run: withChosen((id) => (id in history.state.pins ? actions.unpin(id) : actions.pin(id))) },
      { keys: ["o"], label: "Start afresh from it", run: withChosen(actions.open) },
      { keys: ["ctrl+z"], label: "Undo (also the browser's Back)", run: () => history.undo() },
      { keys: ["ctrl+shift+z", "ctrl+y"], label: "Redo (also Forward)", run: () => history.redo() },
      { keys: ["w"], label: "The whole graph as a map of communities", run: () => actions.whole() },
      { keys: ["f"], label: "Fit the graph", run: () => graph.fit() },
      { keys: ["l"], label: "Rearrange the graph", run: () => graph.rearrange() },
      { keys: ["+", "="], label: "Zoom in", run: () => graph.zoom(1.25) },
      { keys: ["-"], label: "Zoom out", run: () => graph.zoom(0.8) },
      { keys: ["d"], label: "Details", run: () => panel.show("details", { focus: true }) },
      { keys: ["t"], label: "The graph as a list", run: () => panel.show("list", { focus: true }) },
      { keys: ["g"], label: "The graph itself", run: () => elements.canvas.focus() },
      { keys: ["s"], label: "Export", run: () => $("export").click() },
      { keys: ["Escape"], label: "Choose nothing", run: () => history.amend({ ...states.select(history.state, null, null), path: [] }) },
      { keys: ["?"], label: "These keys", run: () => openKeys() },
    ],
  });
  for (const [id, deed] of Object.entries({
    undo: () => history.undo(), redo: () => history.redo(), fit: () => graph.fit(), rearrange: () => graph.rearrange(),
    whole: actions.whole, copy, views: openViews, export: openExport, keys: openKeys,
    "zoom-in": () => graph.zoom(1.25), "zoom-out": () => graph.zoom(0.8),
  })) $(id).addEventListener("click", deed);
  if (matchMedia("(max-width: 64rem)").matches) $("filters").open = false;
}

/** For tests: what stands on the screen, without looking at pixels. */
window.entente = Object.freeze({
  state: () => ({
    ...structuredClone(history.state),
    shown: { entities: [...view.entities.keys()], relations: [...view.relations.keys()], hidden: view.hidden, total: view.total },
    positions: graph?.positions() ?? {},
    busy: busy > 0,
  }),
  pointOf: (id) => graph.pointOf(id),
  settled: async () => {
    await history.settled();
    await graph?.settled();
  },
  refresh,
});

start();
