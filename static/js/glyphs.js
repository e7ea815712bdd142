// One small drawing and one outline per kind of entity, so that kinds differ without colour too. Used by canvas, legend, list and SVG.

import { h } from "./dom.js";

/** Stroke paths on a 24 × 24 grid. */
const PATHS = {
  PERSON: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6",
  COUNTRY: "M6 21V4M6 4.5c4-2 7 2 12 0v9c-5 2-8-2-12 0",
  IGO: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
  ORG: "M4 20h16M5.5 20V9M10 20V9M14 20V9M18.5 20V9M3.5 9 12 4l8.5 5z",
  PLACE: "M12 21c-4-5-6-8-6-11a6 6 0 1 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  FACILITY: "M4 20V10l5 3V10l5 3V5h5v15zM8 20v-3M12 20v-3M16 20v-3",
  EQUIPMENT: "M3 15h18l-2.5 5h-13zM7 15V9h8l2 6M11 9V4",
  EVENT: "M4 6h16v14H4zM4 10h16M8.5 3v5M15.5 3v5M12 12.5l1 2h2l-1.6 1.4.6 2.1-2-1.2-2 1.2.6-2.1L9 14.5h2z",
  GROUP: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 19c.6-3.5 2.8-5 5.5-5s4.9 1.5 5.5 5M12.5 14.9c1-.6 2.2-.9 3.5-.9 2.7 0 4.9 1.5 5.5 5",
};

/** Outlines as the drawing library names them. */
export const SHAPES = {
  PERSON: "ellipse",
  COUNTRY: "round-rectangle",
  IGO: "round-hexagon",
  ORG: "round-diamond",
  PLACE: "round-pentagon",
  FACILITY: "cut-rectangle",
  EQUIPMENT: "round-heptagon",
  EVENT: "round-octagon",
  GROUP: "barrel",
};

export const KINDS = Object.keys(PATHS);

export const glyphPath = (kind) => PATHS[kind] ?? PATHS.GROUP;

const SVG = "http://www.w3.org/2000/svg";

/** The glyph as an inline SVG element for the page. */
export function glyph(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "glyph");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", glyphPath(kind));
  svg.append(path);
  return svg;
}

/** The glyph on the colour of its kind. */
export const badge = (kind) => h("span", { class: `kind kind-${kind.toLowerCase()}` }, glyph(kind));

const images = new Map();

function image(key, markup) {
  if (!images.has(key)) images.set(key, `data:image/svg+xml;utf8,${encodeURIComponent(markup)}`);
  return images.get(key);
}

/** The glyph as an image address for the canvas. */
export function glyphImage(kind, colour) {
  return image(
    `${kind} ${colour}`,
    `<svg xmlns="${SVG}" width="96" height="96" viewBox="0 0 24 24"><path d="${glyphPath(kind)}" fill="none" stroke="${colour}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
  );
}

/** A badge such as "+12" as an image address; its size in pixels comes with it. */
export function badgeImage(text, { background, colour, border }) {
  const width = 12 + text.length * 7;
  const markup = `<svg xmlns="${SVG}" width="${width * 3}" height="54" viewBox="0 0 ${width} 18"><rect x="1" y="1" width="${width - 2}" height="16" rx="8" fill="${background}" stroke="${border}"/><text x="${width / 2}" y="12.8" text-anchor="middle" font-family="sans-serif" font-size="11" font-weight="700" fill="${colour}">${text}</text></svg>`;
  return { address: image(`${text} ${background} ${colour}`, markup), width, height: 18 };
}

/** A transparent image, where there is no badge. */
export const NO_BADGE = image("none", `<svg xmlns="${SVG}" width="1" height="1"/>`);
