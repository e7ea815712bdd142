// What a relation rests on: every sentence with subject, trigger and object marked, who reported it, when, how sure.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { lineSample } from "./filters.js";
import { typeName } from "./graph-style.js";
import { condition, contested, STATUSES } from "./visible.js";
import * as words from "./words.js";

const cache = new Map();

/** The record of a relation with its evidence; asked for once per page. */
export async function record(id) {
  if (!cache.has(id)) cache.set(id, api.relation(id).catch((error) => (cache.delete(id), Promise.reject(error))));
  return cache.get(id);
}

/** After the graph changed under us. */
export const forgetRecords = () => cache.clear();

/** The sentence with its marks. Runs come cut by the server, so nobody counts characters twice. */
export function sentence(piece) {
  return h("blockquote", { class: "sentence", dir: "auto" }, piece.sentence.runs.map(({ text, roles }) => {
    if (!roles.length) return text;
    return h("mark", { class: roles.map((role) => `mark-${role}`).join(" "), title: roles.join(", ") }, text);
  }));
}

export function statusChip(status) {
  return h("span", { class: `status status-${status}` }, lineSample(status), status);
}

/** One piece of evidence as a card. */
export function card(piece, { position = null, light = () => {}, read = null } = {}) {
  const { article } = piece;
  const outside = [["subject", piece.subject], ["object", piece.object]].filter(([, span]) => span.sentence_start === null);
  return h("article", { class: "evidence", tabindex: "-1", dataset: { evidence: piece.id }, mouseenter: () => light(true), mouseleave: () => light(false) },
    h("header", {},
      statusChip(piece.status),
      position ? h("span", { class: "position" }, position) : null),
    sentence(piece),
    outside.length ? h("p", { class: "aside" }, outside.map(([role, span]) => h("span", {}, `${role} named elsewhere: `, h("mark", { class: `mark-${role}` }, span.text), " "))) : null,
    h("dl", { class: "facts" },
      fact("Outlet", h("bdi", {}, article.source ?? "unknown")),
      fact("Published", article.published ? h("time", { datetime: article.published }, words.date(article.published)) : "unknown day"),
      piece.period ? fact("Tells of", words.period(piece.period)) : null,
      fact("Says", piece.attributed_to ? h("bdi", {}, piece.attributed_to) : "the outlet itself"),
      piece.place ? fact("Place", h("bdi", {}, piece.place.name)) : null,
      piece.role ? fact("Role", h("bdi", {}, piece.role)) : null,
      fact("Confidence", words.share(piece.confidence)),
      fact("Rule", h("code", {}, piece.rule))),
    read ? h("button", { type: "button", class: "quiet", click: () => read(article.id, piece.id) }, "Read beside the graph") : null,
    h("a", { class: "open-article", href: `articles/${encodeURIComponent(article.id)}#${encodeURIComponent(piece.id)}` },
      "Open article at this sentence: ", h("bdi", {}, article.title)));
}

function fact(term, ...value) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}

/** The panel of a selected relation. Resolves when its sentences stand. */
export async function showRelation(root, id, { state, actions, light, note }) {
  const shown = root.dataset.shows;
  if (shown !== id) fill(root, h("p", { class: "loading" }, "Fetching the sentences …"));
  root.dataset.shows = id;
  let relation;
  try {
    relation = await record(id);
  } catch (error) {
    if (root.dataset.shows === id) fill(root, failure(error, () => showRelation(root, id, { state, actions, light, note })));
    return;
  }
  if (root.dataset.shows !== id) return;
  const passes = condition(state.filters);
  const short = (piece) => ({ status: piece.status, source: piece.article.source, confidence: piece.confidence, published: piece.article.published, earliest: piece.period?.earliest ?? null, latest: piece.period?.latest ?? null });
  const pieces = relation.evidence.filter((piece) => passes(short(piece)));
  const hidden = relation.evidence.length - pieces.length;
  const cards = pieces.map((piece, index) => card(piece, { position: `${index + 1} of ${pieces.length}`, light: (on) => light(on ? [id] : []), read: actions.read }));
  fill(root,
    h("h2", { tabindex: "-1" },
      endButton(relation.subject, actions), " – ", h("span", { class: `type quad-${relation.quad.replaceAll(" ", "-")}` }, typeName(relation.type)), " – ", endButton(relation.object, actions)),
    h("p", { class: "about" }, statusCounts(pieces), " in ", words.plural(new Set(pieces.map(({ article }) => article.id)).size, "article"),
      hidden ? `; ${words.plural(hidden, "sentence")} hidden by filters` : null),
    codes(relation),
    transitions(pieces),
    contested(pieces) ? bothSides(pieces) : null,
    relation.opposite.length ? oppositeDeeds(relation, actions) : null,
    pieces.length > 1 ? walker(cards) : null,
    cards,
    note(id),
    h("p", { class: "links" }, h("a", { href: `relations/${encodeURIComponent(id)}` }, "Page of this relation")));
}

export function failure(error, again) {
  return h("div", { class: "failure", role: "alert" }, h("p", {}, error.message), h("button", { type: "button", click: again }, "Try again"));
}

function endButton({ id, name }, actions) {
  return h("button", { type: "button", class: "end", click: () => actions.select("entity", id, { add: true }) }, h("bdi", {}, name));
}

function statusCounts(pieces) {
  const found = STATUSES.map((status) => [status, pieces.filter((piece) => piece.status === status).length]).filter(([, count]) => count);
  return found.map(([status, count]) => `${count === 1 ? "once" : `${words.count(count)} times`} ${status}`).join(", ");
}

function codes({ plover, cameo, quad }) {
  return h("p", { class: "codes" }, h("span", {}, quad), plover ? h("span", {}, `PLOVER ${plover}`) : null, cameo ? h("span", {}, `CAMEO ${cameo}`) : null);
}

/** How the status went over time, when it did: planned 30 March → asserted 9 April. */
function transitions(pieces) {
  const steps = [];
  const dated = pieces.filter(({ article }) => article.published).sort((a, b) => a.article.published.localeCompare(b.article.published));
  for (const piece of dated) if (steps.at(-1)?.status !== piece.status) steps.push({ status: piece.status, day: piece.article.published });
  if (steps.length < 2) return null;
  return h("ol", { class: "transitions", "aria-label": "How reports changed" }, steps.map(({ status, day }) => h("li", {}, statusChip(status), " ", h("time", { datetime: day }, words.date(day)))));
}

const told = (pieces) => h("ul", {}, pieces.map((piece) =>
  h("li", {}, sentence(piece), h("small", {}, h("bdi", {}, piece.attributed_to ?? piece.article.source ?? "unknown outlet"), piece.article.published ? `, ${words.date(piece.article.published)}` : ""))));

function oppositeDeeds({ opposite }, actions) {
  return h("section", { class: "contested" }, h("h3", {}, "Opposite deeds of the same two"), opposite.map(({ relation, evidence }) => [
    h("h4", {}, h("button", { type: "button", class: "end", click: () => actions.select("relation", relation.id, { focus: true }) }, typeName(relation.type))), told(evidence)]));
}

function bothSides(pieces) {
  const side = (status, title) => h("div", {}, h("h4", {}, title), told(pieces.filter((piece) => piece.status === status)));
  return h("section", { class: "contested" }, h("h3", {}, "Reports contradict each other"), h("div", { class: "sides" }, side("asserted", "Asserted"), side("denied", "Denied")));
}

/** Previous and next sentence; the card in turn gets the focus. */
function walker(cards) {
  let at = -1;
  const go = (step) => {
    at = (at + step + cards.length) % cards.length;
    cards[at].focus();
    cards[at].scrollIntoView({ block: "nearest" });
  };
  return h("div", { class: "walker", role: "group", "aria-label": "Sentences" },
    h("button", { type: "button", click: () => go(at < 0 ? 0 : -1) }, "Previous sentence"),
    h("button", { type: "button", click: () => go(1) }, "Next sentence"));
}
