// Where new nodes go: a force layout in which every node that already has a place keeps it, to the pixel. Pure and repeatable: the same
// input gives the same picture, in the worker and in the tests.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "../vendor/d3-force-3.0.1/d3-force.min.mjs";

const LINK = 190;
const CLEARANCE = 70; // half a node's label, with air
const TICKS = { fresh: 320, more: 140 };

/**
 * nodes: [{id, x?, y?}] (a node with x and y stays), links: [{source, target}], aspect: width / height of the canvas.
 * Returns {id: [x, y]} of all nodes.
 */
export function arrange({ nodes, links, aspect = 1.5 }) {
  const placed = new Map(nodes.filter((node) => Number.isFinite(node.x)).map((node) => [node.id, node]));
  const points = nodes.map((node) => (placed.has(node.id) ? { id: node.id, x: node.x, y: node.y, fx: node.x, fy: node.y } : { id: node.id }));
  const byId = new Map(points.map((point) => [point.id, point]));
  const lines = distinct(links).filter(({ source, target }) => byId.has(source) && byId.has(target));
  if (placed.size) seat(points, lines, byId);

  const degree = new Map();
  for (const { source, target } of lines) {
    degree.set(source, (degree.get(source) ?? 0) + 1);
    degree.set(target, (degree.get(target) ?? 0) + 1);
  }
  const crowd = ({ source, target }) => Math.min(degree.get(source.id), degree.get(target.id));
  const pull = ({ id }) => (degree.has(id) ? 0.06 : 0.3); // what is linked to nothing would drift far away
  const shape = Math.min(Math.max(aspect, 0.5), 2.5) ** 1.5; // wide canvas, wide picture
  const simulation = forceSimulation(points)
    .force("link", forceLink(lines).id((point) => point.id).distance((link) => LINK + 12 * Math.sqrt(crowd(link))).strength((link) => 0.7 / crowd(link)))
    .force("charge", forceManyBody().strength(-1500).distanceMax(1400))
    .force("x", forceX(0).strength((point) => pull(point) / shape))
    .force("y", forceY(0).strength((point) => pull(point) * shape))
    .force("collide", forceCollide(CLEARANCE).strength(0.9).iterations(2))
    .stop();
  const ticks = placed.size ? TICKS.more : TICKS.fresh;
  simulation.alphaDecay(1 - Math.pow(0.002, 1 / ticks));
  for (let tick = 0; tick < ticks; tick += 1) simulation.tick();
  return Object.fromEntries(points.map(({ id, x, y }) => [id, [x, y]]));
}

/** One line per pair, no loops: parallel relations do not pull harder. */
function distinct(links) {
  const pairs = new Map();
  for (const { source, target } of links) {
    if (source !== target) pairs.set([source, target].sort().join("\u0000"), { source, target });
  }
  return [...pairs.values()];
}

/** New nodes start on the far side of a neighbour that has a place, so that they need not cross the old picture. */
function seat(points, lines, byId) {
  const settled = points.filter((point) => point.fx !== undefined);
  const centre = [0, 1].map((axis) => settled.reduce((sum, p) => sum + (axis ? p.y : p.x), 0) / settled.length);
  let turn = 0;
  for (const point of points) {
    if (point.fx !== undefined) continue;
    const line = lines.find(({ source, target }) => (source === point.id && byId.get(target).fx !== undefined) || (target === point.id && byId.get(source).fx !== undefined));
    const anchor = line ? byId.get(line.source === point.id ? line.target : line.source) : { x: centre[0], y: centre[1] };
    const away = Math.atan2(anchor.y - centre[1], anchor.x - centre[0]) || 0;
    turn += 1;
    const angle = away + ((turn % 2 ? 1 : -1) * Math.ceil(turn / 2) * Math.PI) / 7;
    point.x = anchor.x + Math.cos(angle) * LINK;
    point.y = anchor.y + Math.sin(angle) * LINK;
  }
}
