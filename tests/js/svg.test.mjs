import assert from "node:assert/strict";
import test from "node:test";
import { svgOf } from "../../static/js/svg.js";

const palette = { surface: "#fff", raised: "#eee", text: "#111", muted: "#777", danger: "#a00", onKind: "#fff", kind: () => "#123" };
const look = { dash: [9, 5], arrow: "triangle", fill: "hollow", opacity: 1 };
const node = (id, x, label) => ({ id, x, y: 0, size: 40, colour: "#123", kind: "PERSON", label, badge: "+3" });
const drawing = {
  box: { x1: -50, y1: -50, x2: 250, y2: 50, w: 300, h: 100 },
  nodes: [node("a", 0, 'A <img src=x> & "B"\u0000'), node("b", 200, "جماعة")],
  edges: [
    { id: "r", label: "VISITS ×2", colour: "#00f", width: 2, points: [[20, 0], [100, 30], [180, 0]], middle: { x: 100, y: 15 }, ...look },
    { id: "loop", label: "PRAISES", colour: "#00f", width: 2, symmetric: true, points: [[0, -20], [-30, -60], [30, -60], [0, -20]], middle: { x: 0, y: -50 }, ...look, dash: [] },
  ],
};
const made = svgOf(drawing, palette, { title: "T & <T>", legend: { kinds: [["PERSON", "person"]], statuses: ["planned"] } });

test("every entity and relation is drawn once, with its words", () => {
  assert.equal(made.match(/<g opacity=/g).length, 2);
  for (const words of ["VISITS ×2", "PRAISES", "جماعة", "person", "planned"]) assert.ok(made.includes(`>${words}</text>`), words);
  assert.match(made, /stroke-dasharray="9,5"/);
});

test("names that look like markup stay text, and nothing XML forbids gets in", () => {
  assert.ok(made.includes("A &lt;img src=x&gt; &amp; &quot;B&quot;\ufffd"));
  assert.ok(made.includes("<title>T &amp; &lt;T&gt;</title>"));
  assert.doesNotMatch(made, /<img|\u0000|NaN|undefined/);
});
