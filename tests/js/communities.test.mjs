import assert from "node:assert/strict";
import test from "node:test";
import { mapLine, mapView } from "../../static/js/communities.js";
import { MOST } from "../../static/js/visible.js";

const community = (id, size) => ({ id, name: id, kind: "COUNTRY", size, relations: 3, kinds: { COUNTRY: size }, entities: [] });
const link = (source, target, relations) => ({ source, target, relations });

function map(changes = {}) {
  const communities = [community("north", 12), community("south", 9), community("west", 4)];
  const links = [link("north", "south", 2), link("north", "west", 7)];
  return { communities, links, count: 3, omitted: 0, entities: 25, relations: 40, total: 40, ...changes };
}

test("a map is drawn as a view, the strongest links first", () => {
  const view = mapView(map());
  assert.deepEqual([...view.entities.keys()], ["north", "south", "west"]);
  assert.deepEqual([...view.relations.values()].map(({ subject, object, between }) => [subject, object, between]), [["north", "west", 7], ["north", "south", 2]]);
  assert.equal(mapLine(map(), view), "3 of 3 communities, all 40 relations among 25 entities");
});

test("what a map leaves out is counted", () => {
  const found = map({ count: 5, omitted: 6, relations: 20_000, total: 1_000_000, entities: 2_000 });
  assert.equal(
    mapLine(found, mapView(found)),
    "3 of 5 communities; the smallest 2 hold 6 entities, drawn from the 2,000 best-linked entities and 20,000 of all 1,000,000 relations",
  );
});

test("links beyond what a canvas can show are left out, the weakest first, and counted", () => {
  const links = Array.from({ length: MOST + 1 }, (_, index) => link("north", `other ${index}`, index + 1));
  const view = mapView(map({ links }));
  assert.equal(view.relations.size, MOST);
  assert.ok(!view.relations.has("north other 0"));
  assert.match(mapLine(map({ links }), view), /, 1 weak link between them not drawn$/);
});
