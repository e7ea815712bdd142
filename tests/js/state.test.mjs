import assert from "node:assert/strict";
import test from "node:test";
import * as state from "../../static/js/state.js";

const some = (count) => Array.from({ length: count }, (_, index) => (index % 3 ? `person-some-body-${index * 7919}` : `Q${index * 104729}`));

test("a state survives the address, whatever script its names are in", async () => {
  let before = state.addEntities(state.EMPTY, ["Q17", "person-mark-rutte", "person-岸田-文雄", "group-الحوثيون"]);
  before = state.pin(before, "Q17", [10.4, -3.6]);
  before = state.toggle(before, "status", "asserted", false);
  before = state.select(before, "relation", "rel_0123456789abcdef0123");
  before = state.setFilter(before, { from: "2025-04-01", to: "2025-04-30", clock: "published" });
  before = state.note(before, "Q17", "ask “A & B” about <this>");
  const after = await state.decode(await state.encode(before));
  assert.deepEqual(after, { ...before, pins: { Q17: [10, -4] } });
});

test("entities take the place of the whole graph's map", async () => {
  const map = { ...state.EMPTY, whole: true };
  const after = state.addEntities(map, ["Q17"]);
  assert.deepEqual([after.whole, after.entities], [false, ["Q17"]]);
  assert.equal((await state.decode(await state.encode({ ...after, whole: true }))).whole, false);
});

test("the address of the largest view stays within 2,000 characters", async () => {
  let large = state.addEntities(state.EMPTY, some(state.LIMIT));
  for (const id of large.entities.slice(0, 10)) large = state.pin(large, id, [id.length * 31, -id.length * 17]);
  const code = await state.encode(large);
  assert.ok(code.length < 1900, `${code.length} characters`);
  assert.match(code, /^[\w-]+$/);
});

test("an address that is none of ours gives no state", async () => {
  for (const text of ["", "%%%", "AAAA", "not deflated", await state.encode(state.EMPTY).then((code) => code.slice(0, -1))]) {
    const found = await state.decode(text);
    assert.ok(found === null || state.equal(found, state.EMPTY), text);
  }
});

test("misshapen parts of an address are dropped and the rest is kept", async () => {
  const crooked = { ...state.EMPTY, entities: ["Q1", 7, null, "Q1"], pins: { Q1: ["a", 2] }, filters: { ...state.NO_FILTERS, from: "yesterday", confidence: 9 } };
  const found = await state.decode(await state.encode(crooked));
  assert.deepEqual(found.entities, ["Q1"]);
  assert.deepEqual(found.pins, {});
  assert.equal(found.filters.from, null);
  assert.equal(found.filters.confidence, 1);
});

test("removing an entity lets go of its pin and its selection", () => {
  let now = state.addEntities(state.EMPTY, ["Q1", "Q2"]);
  now = state.select(state.pin(now, "Q2", [1, 2]), "entity", "Q2");
  now = state.removeEntities(now, ["Q2"]);
  assert.deepEqual(now, { ...state.EMPTY, entities: ["Q1"] });
});

test("switching a value off and on again leaves no trace", () => {
  const off = state.toggle(state.EMPTY, "type", "VISITS", false);
  assert.deepEqual(off.filters.type, ["VISITS"]);
  assert.ok(state.equal(state.toggle(off, "type", "VISITS", true), state.EMPTY));
});

/** The part of a window that History uses, with a real list of entries. */
function browser() {
  const entries = [{ state: null, url: "" }];
  let at = 0;
  let pop;
  const kept = new Map();
  return {
    entries,
    addEventListener: (_, listener) => (pop = listener),
    sessionStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) },
    history: {
      get state() {
        return entries[at].state;
      },
      pushState(value, _, url) {
        entries.splice(at + 1, Infinity, { state: structuredClone(value), url });
        at += 1;
      },
      replaceState(value, _, url) {
        entries[at] = { state: structuredClone(value), url: url || entries[at].url };
      },
      back: () => pop({ state: entries[--at].state }),
      forward: () => pop({ state: entries[++at].state }),
    },
  };
}

test("undo and redo walk the same states as the browser's Back and Forward", async () => {
  const window = browser();
  const history = new state.History(window, (_, code) => `/explore#${code}`);
  const seen = [];
  history.listen((now) => seen.push(now.entities.length));
  history.start(state.addEntities(state.EMPTY, ["Q1"]));
  assert.equal(history.canUndo, false);
  history.commit(state.addEntities(history.state, ["Q2", "Q3"]));
  history.commit(state.removeEntities(history.state, ["Q1"]));
  await history.settled();
  history.undo();
  history.undo();
  assert.equal(history.canUndo, false);
  history.redo();
  window.history.forward();
  assert.equal(history.canRedo, false);
  assert.deepEqual(seen, [1, 3, 2, 3, 1, 3, 2]);
  assert.deepEqual((await state.decode(window.entries[2].url.split("#")[1])).entities, ["Q2", "Q3"]);
});

test("an amended state is no step of its own, and an equal one is none at all", () => {
  const window = browser();
  const history = new state.History(window, () => "");
  history.start(state.addEntities(state.EMPTY, ["Q1"]));
  history.amend(state.select(history.state, "entity", "Q1"));
  history.commit({ ...history.state });
  assert.equal(window.entries.length, 1);
  assert.equal(history.canUndo, false);
  assert.equal(history.state.selected.id, "Q1");
});

test("dragging makes one step, which undo takes back whole", () => {
  const window = browser();
  const history = new state.History(window, () => "");
  history.start(state.addEntities(state.EMPTY, ["Q1"]));
  for (const confidence of [0.2, 0.4, 0.6]) history.sketch(state.setFilter(history.state, { confidence }));
  history.commit(state.setFilter(history.state, { confidence: 0.6 }));
  assert.equal(window.entries.length, 2);
  history.sketch(state.setFilter(history.state, { confidence: 0.8 }));
  assert.equal(window.entries.length, 3);
  history.undo();
  assert.equal(history.state.filters.confidence, 0.6);
  history.undo();
  assert.equal(history.state.filters.confidence, 0);
});

test("a new step after undo forgets what was undone", () => {
  const history = new state.History(browser(), () => "");
  history.start(state.EMPTY);
  history.commit(state.addEntities(history.state, ["Q1"]));
  history.undo();
  assert.equal(history.canRedo, true);
  history.commit(state.addEntities(history.state, ["Q2"]));
  assert.equal(history.canRedo, false);
});

test("the map of all communities, and what is chosen on it, survive the address", async () => {
  const map = { ...state.EMPTY, whole: true, selected: { kind: "community", id: "community-Q17" } };
  assert.deepEqual(await state.decode(await state.encode(map)), map);
  const line = state.select(map, "link", "community-Q17 community-Q148");
  assert.deepEqual(await state.decode(await state.encode(line)), line);
  const crooked = await state.decode(await state.encode({ ...map, whole: "yes", selected: { kind: "continent", id: "x" } }));
  assert.ok(state.equal(crooked, state.EMPTY));
});
