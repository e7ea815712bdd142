// Copies the browser libraries from node_modules to static/vendor/<name>-<version>/, each with its licence.
// The versions are package-lock.json's; imports between the libraries become relative paths, since a browser
// without an import map (ours has none: the content security policy forbids inline scripts) knows no bare names.

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const VENDOR = join(ROOT, "static", "vendor");

/** Which files of which package the pages need. */
const FILES = {
  cytoscape: ["dist/cytoscape.esm.min.mjs"],
  "d3-dispatch": ["dist/d3-dispatch.min.mjs"],
  "d3-force": ["dist/d3-force.min.mjs"],
  "d3-quadtree": ["dist/d3-quadtree.min.mjs"],
  "d3-timer": ["dist/d3-timer.min.mjs"],
  "swagger-ui-dist": ["swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css"],
  "world-atlas": ["land-110m.json"],
};

const versions = Object.fromEntries(
  Object.keys(FILES).map((name) => [name, JSON.parse(readFileSync(join(source(name), "package.json"), "utf8")).version]),
);

rmSync(VENDOR, { recursive: true, force: true });
for (const [name, files] of Object.entries(FILES)) {
  const target = join(VENDOR, `${name}-${versions[name]}`);
  mkdirSync(target, { recursive: true });
  for (const licence of readdirSync(source(name)).filter((file) => /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(file))) {
    cpSync(join(source(name), licence), join(target, licence));
  }
  for (const file of files) {
    const text = readFileSync(join(source(name), file), "utf8");
    writeFileSync(join(target, file.split("/").at(-1)), file.endsWith(".mjs") ? relativeImports(text) : text);
  }
  console.log(`static/vendor/${name}-${versions[name]}`);
}

function source(name) {
  const folder = join(ROOT, "node_modules", name);
  if (!existsSync(folder)) {
    console.error(`${name} is not in node_modules: run npm ci first`);
    process.exit(1);
  }
  return folder;
}

function relativeImports(text) {
  return text.replace(/(from\s*|import\s*)"([a-z][a-z0-9-]*)"/g, (whole, keyword, name) => {
    if (!(name in versions)) return whole;
    const file = FILES[name][0].split("/").at(-1);
    return `${keyword}"../${name}-${versions[name]}/${file}"`;
  });
}
