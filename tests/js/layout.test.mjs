import assert from "node:assert/strict";
import test from "node:test";
import { arrange } from "../../static/js/layout.js";

function star(count, prefix = "n") {
  const nodes = Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}` }));
  return { nodes, links: nodes.slice(1).map(({ id }) => ({ source: `${prefix}0`, target: id })) };
}
const apart = ([x1, y1], [x2, y2]) => Math.hypot(x1 - x2, y1 - y2);

test("the same graph is laid out the same way", () => {
  assert.deepEqual(arrange(star(40)), arrange(star(40)));
});

test("nodes do not overlap", () => {
  const places = Object.values(arrange(star(60)));
  for (const [index, one] of places.entries()) {
    for (const other of places.slice(index + 1)) assert.ok(apart(one, other) > 60, `${apart(one, other)}`);
  }
});

test("nodes that have a place keep it to the pixel when others come", () => {
  const first = star(30);
  const before = arrange(first);
  const more = star(20, "m");
  const nodes = [...first.nodes.map(({ id }) => ({ id, x: before[id][0], y: before[id][1] })), ...more.nodes];
  const after = arrange({ nodes, links: [...first.links, ...more.links, { source: "n3", target: "m0" }] });
  for (const { id } of first.nodes) assert.deepEqual(after[id], before[id]);
  for (const { id } of more.nodes) assert.ok(apart(after[id], before.n3) < 2500, id);
});

test("parallel relations, loops and relations that leave the view do no harm", () => {
  const places = arrange({
    nodes: [{ id: "a" }, { id: "b" }],
    links: [{ source: "a", target: "b" }, { source: "b", target: "a" }, { source: "a", target: "a" }, { source: "a", target: "elsewhere" }],
  });
  assert.deepEqual(Object.keys(places), ["a", "b"]);
  assert.ok(Object.values(places).flat().every(Number.isFinite));
  assert.ok(apart(places.a, places.b) > 80);
});

test("one entity alone stands in the middle, none give nothing", () => {
  assert.deepEqual(arrange({ nodes: [], links: [] }), {});
  assert.ok(apart(arrange({ nodes: [{ id: "a" }], links: [] }).a, [0, 0]) < 20);
});

test("what is linked to nothing does not drift away from the others", () => {
  const ring = Array.from({ length: 16 }, (_, index) => ({ id: `n${index}` }));
  const links = ring.flatMap(({ id }, index) => [1, 2, 5].map((step) => ({ source: id, target: ring[(index + step) % 16].id })));
  const lonely = Array.from({ length: 16 }, (_, index) => ({ id: `alone${index}` }));
  const places = Object.values(arrange({ nodes: [...ring, ...lonely], links, aspect: 1.1 }));
  const [width, height] = [0, 1].map((axis) => Math.max(...places.map((place) => place[axis])) - Math.min(...places.map((place) => place[axis])));
  assert.ok(width * height < 1_500_000, `${width} by ${height}`);
});
