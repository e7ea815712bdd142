import assert from "node:assert/strict";
import test from "node:test";
import * as state from "../../static/js/state.js";
import { expansions, facets, leaves, MOST, summary, visible } from "../../static/js/visible.js";

const piece = (status, day, extra = {}) => ({
  id: `ev_${Math.random()}`, status, earliest: day, latest: day, published: day, source: "The Herald", article_id: `art_${day}`, confidence: 0.9, attributed_to: null, ...extra,
});
const entity = (id, kind, degrees) => ({
  id, name: id, kind, degrees: degrees.map(([type, direction, total]) => ({ type, direction, total, label: type })), degree: degrees.reduce((sum, [, , total]) => sum + total, 0),
});
const relation = (id, subject, type, object, ...evidence) => ({ id, subject, type, object, evidence });

function world() {
  const entities = [
    entity("rutte", "PERSON", [["VISITS", "out", 7], ["MEETS", "out", 1]]),
    entity("japan", "COUNTRY", [["VISITS", "in", 1], ["REQUESTS", "out", 3], ["PRAISES", "out", 1]]),
    entity("nsatu", "IGO", [["REQUESTS", "in", 1]]),
    entity("ishiba", "PERSON", [["MEETS", "out", 1]]),
  ];
  const relations = [
    relation("r1", "rutte", "VISITS", "japan", piece("asserted", "2025-04-09"), piece("planned", "2025-03-30", { source: "Echo" })),
    relation("r2", "japan", "REQUESTS", "nsatu", piece("requested", "2025-04-09", { confidence: 0.5 })),
    relation("r3", "ishiba", "MEETS", "rutte", piece("asserted", "2025-04-10"), piece("denied", "2025-04-12")),
    relation("r4", "japan", "PRAISES", "japan", piece("hypothetical", "2025-05-01")),
  ];
  const data = { entities: new Map(entities.map((e) => [e.id, e])), relations: new Map(relations.map((r) => [r.id, r])) };
  return { data, now: state.addEntities(state.EMPTY, ["rutte", "japan", "nsatu", "ishiba"]) };
}
const ids = (map) => [...map.keys()].sort();

test("with no filter everything loaded is visible, and what is not loaded is counted", () => {
  const { data, now } = world();
  const view = visible(data, now);
  assert.deepEqual(ids(view.relations), ["r1", "r2", "r3", "r4"]);
  assert.equal(view.hidden, 0);
  assert.equal(view.total, 15 - 3); // degrees, less the three that both ends count; the loop counts once
  assert.equal(view.entities.get("rutte").more, 6);
  assert.equal(view.entities.get("japan").more, 2);
  assert.equal(view.entities.get("nsatu").more, 0);
});

test("a filter looks at single pieces and counts only those it lets through", () => {
  const { data, now } = world();
  const view = visible(data, state.toggle(now, "status", "asserted", false));
  assert.equal(view.relations.get("r1").status, "planned");
  assert.equal(view.relations.get("r1").articles, 1);
  assert.equal(view.relations.get("r3").status, "denied");
  assert.equal(view.relations.get("r3").contested, false);
});

test("an entity whose relations are all filtered away leaves, the one looked up stays", () => {
  const { data, now } = world();
  const view = visible(data, state.toggle(now, "type", "REQUESTS", false));
  assert.deepEqual(ids(view.entities), ["ishiba", "japan", "rutte"]);
  assert.equal(view.hidden, 1);
  const alone = visible(data, state.setFilter(now, { confidence: 0.99 }));
  assert.deepEqual(ids(alone.entities), ["rutte"]);
  assert.equal(alone.hidden, 4);
});

test("a kind that is switched off takes its relations with it", () => {
  const { data, now } = world();
  const view = visible(data, state.toggle(now, "kind", "PERSON", false));
  assert.deepEqual(ids(view.relations), ["r2", "r4"]);
  assert.deepEqual(ids(view.entities), ["japan", "nsatu"]);
});

test("each outlet can be switched off", () => {
  const { data, now } = world();
  const view = visible(data, state.toggle(now, "source", "The Herald", false));
  assert.deepEqual(ids(view.relations), ["r1"]);
});

test("event time and publication time are two clocks", () => {
  const { data, now } = world();
  const april = { from: "2025-04-01", to: "2025-04-30" };
  data.relations.get("r2").evidence[0].earliest = "2024-01-01";
  data.relations.get("r2").evidence[0].latest = "2024-12-31";
  assert.deepEqual(ids(visible(data, state.setFilter(now, april)).relations), ["r1", "r3"]);
  assert.deepEqual(ids(visible(data, state.setFilter(now, { ...april, clock: "published" })).relations), ["r1", "r2", "r3"]);
});

test("an open period reaches as far as it may, a piece without any day passes no time filter", () => {
  const { data, now } = world();
  Object.assign(data.relations.get("r2").evidence[0], { earliest: "2020-01-01", latest: null });
  Object.assign(data.relations.get("r4").evidence[0], { earliest: null, latest: null, published: null });
  assert.deepEqual(ids(visible(data, state.setFilter(now, { from: "2030-01-01" })).relations), ["r2"]);
});

test("a relation that some assert and others deny is contested", () => {
  const { data, now } = world();
  const view = visible(data, now);
  assert.deepEqual(ids(view.relations).filter((id) => view.relations.get(id).contested), ["r3"]);
  assert.equal(view.relations.get("r3").status, "asserted"); // a tie goes to the likelier
});

test("what changed since a day is told apart", () => {
  const { data, now } = world();
  const at = (since, id) => {
    for (const { evidence } of data.relations.values()) for (const one of evidence) one.recent = one.published >= since; // as the server marks it
    return visible(data, { ...now, since }).relations.get(id).change;
  };
  assert.equal(at("2025-04-01", "r1"), "strengthened");
  assert.equal(at("2025-04-01", "r3"), "contradicted");
  assert.equal(at("2025-04-11", "r3"), "contradicted");
  assert.equal(at("2025-04-20", "r4"), "new");
  assert.equal(at("2025-06-01", "r4"), null); // one article told of it, and told it once
  assert.equal(at("2025-06-01", "r1"), "silent"); // two did, and none does any more
  at("2025-04-01", "r1");
  const outlets = data.relations.get("r1").evidence.filter(({ recent }) => recent).map(({ source }) => source);
  const without = visible(data, { ...state.setFilter(now, { source: outlets }), since: "2025-04-01" }).relations.get("r1");
  assert.equal(without.change, "strengthened"); // a filter hides the recent report; the relation did not fall silent
});

test("expansions tell beforehand how many each type would add", () => {
  const { data, now } = world();
  assert.deepEqual(
    expansions(data, now, "japan").map(({ type, direction, total, shown }) => [type, direction, total, shown]),
    [["REQUESTS", "out", 3, 1], ["PRAISES", "out", 1, 1], ["VISITS", "in", 1, 1]],
  );
  assert.deepEqual(expansions(data, now, "rutte").map(({ type, shown }) => [type, shown]), [["VISITS", 1], ["MEETS", 1]]);
});

test("collapsing takes what hangs on one entity alone, pinned ones stay", () => {
  const { data, now } = world();
  assert.deepEqual(leaves(data, now, "rutte"), ["ishiba"]);
  assert.deepEqual(leaves(data, state.pin(now, "nsatu", [0, 0]), "japan"), []);
});

test("of too many relations the best reported are drawn, the others counted", () => {
  const { data, now } = world();
  for (let index = 0; index < MOST + 20; index += 1) data.relations.set(`x${index}`, relation(`x${index}`, "rutte", "VISITS", "nsatu", piece("asserted", "2020-01-01")));
  data.relations.set("well", relation("well", "rutte", "VISITS", "nsatu", piece("asserted", "2019-01-01"), piece("asserted", "2019-01-02")));
  const view = visible(data, state.select(now, "relation", `x${MOST + 19}`));
  assert.equal(view.relations.size, MOST);
  assert.equal(view.undrawn, 25);
  assert.equal(view.hidden, 0);
  for (const id of ["well", "r1", `x${MOST + 19}`]) assert.ok(view.relations.has(id), id);
});

test("facets count the loaded relations of each value", () => {
  const { data, now } = world();
  const counts = facets(data, now);
  assert.equal(counts.status.get("asserted"), 2);
  assert.equal(counts.kind.get("PERSON"), 2);
  assert.equal(counts.source.get("Echo"), 1);
  assert.equal(counts.type.get("VISITS"), 1);
});

test("an article that repeats another counts with it", () => {
  const pieces = [["a"], ["b", "a"], ["c"]].map(([article_id, repeats = null]) => piece("asserted", "2025-04-09", { article_id, repeats }));
  assert.equal(summary(relation("r1", "rutte", "VISITS", "japan", ...pieces), pieces).articles, 2);
});
