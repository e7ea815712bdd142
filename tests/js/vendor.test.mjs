import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import test from "node:test";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const scripts = readdirSync(new URL("static/js/", root)).filter((name) => name.endsWith(".js"));

test("every vendored file that a module names is the version of the lock file, with its licence", () => {
  const lock = JSON.parse(read("package-lock.json"));
  let named = 0;
  for (const script of scripts) {
    for (const [path, name, version] of read(`static/js/${script}`).matchAll(/vendor\/([a-z][a-z0-9-]*?)-(\d[\w.]*)\/[\w.-]+/g)) {
      named += 1;
      assert.equal(version, lock.packages[`node_modules/${name}`].version, `${script} names ${path}`);
      assert.ok(existsSync(new URL(`static/${path}`, root)), `static/${path}: run npm run vendor`);
      assert.ok(readdirSync(new URL(`static/vendor/${name}-${version}/`, root)).some((file) => /^licen[cs]e/i.test(file)), `licence of ${name}`);
    }
  }
  assert.ok(named >= 2);
});

test("the lock file names no host and runs nothing at install", () => {
  assert.doesNotMatch(read("package-lock.json"), /"resolved"|https?:\/\/registry/);
  assert.match(read(".npmrc"), /ignore-scripts=true/);
});

/** The modules that a module needs, itself among them: what it imports, and the worker that it starts. */
function reached(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, other] of read(path).matchAll(/(?:from|import|URL)\s*\(?\s*["'](\.{1,2}\/[^"']+\.m?js)["']/g)) {
    reached(new URL(other, new URL(path, root)).pathname.slice(root.pathname.length), found);
  }
  return found;
}

test("all JavaScript of the explorer is at most 200 KB gzipped, as the server sends it", () => {
  const files = [...reached("static/js/main.js")];
  for (const part of ["static/js/layout-worker.js", "cytoscape.esm.min.mjs", "d3-force.min.mjs", "d3-timer.min.mjs"]) assert.ok(files.some((file) => file.endsWith(part)), part);
  const level = Number(/GZipMiddleware, compresslevel=(\d)/.exec(read("app/__init__.py"))[1]);
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, root)), { level }).length, 0);
  assert.ok(bytes <= 200_000, `${bytes} bytes`);
});

test("no module parses HTML, evaluates text, or asks another origin", () => {
  for (const script of scripts) {
    const text = read(`static/js/${script}`);
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\b/, script);
    assert.doesNotMatch(text, /https?:\/\/(?!www\.w3\.org\/)/, script);
    if (script !== "api.js") assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest/, `${script}: only api.js fetches`);
    if (script !== "graph-view.js" && script !== "vendor.js") assert.doesNotMatch(text, /\bcytoscape\b/i, `${script}: only graph-view.js knows the drawing library`);
  }
});
