// The drawing as SVG text, with its legend: for print and for other programs. All text is escaped; nothing is fetched.

import { glyphPath } from "./glyphs.js";
import { LOOK } from "./graph-style.js";

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => String(text).replace(/[&<>"]/g, (letter) => escapes[letter]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
const round = (value) => Math.round(value * 10) / 10;

/** `drawing` from GraphView.drawing(); `palette` in force; `title` for the picture; legend: {kinds: [[kind, word]], statuses}. */
export function svgOf({ box, nodes, edges }, palette, { title, legend }) {
  const margin = 40;
  const rows = Math.max(legend.statuses.length, legend.kinds.length);
  const legendHeight = 34 + rows * 20;
  const width = round(box.w + 2 * margin);
  const height = round(box.h + 2 * margin + legendHeight);
  const left = round(box.x1 - margin);
  const top = round(box.y1 - margin);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="sans-serif" role="img">
<title>${escape(title)}</title>
<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${palette.surface}"/>
${edges.map((edge) => edgeOf(edge, palette)).join("\n")}
${nodes.map((node) => nodeOf(node, palette)).join("\n")}
${legendOf(legend, palette, left + margin, round(box.y2 + margin))}
</svg>
`;
}

function edgeOf(edge, palette) {
  const [start, ...rest] = edge.points.map(([x, y]) => [round(x), round(y)]);
  const end = rest.at(-1);
  const bends = rest.slice(0, -1);
  let d = `M${start}`;
  for (const [index, bend] of bends.entries()) {
    const next = bends[index + 1];
    d += ` Q${bend} ${next ? [round((bend[0] + next[0]) / 2), round((bend[1] + next[1]) / 2)] : end}`;
  }
  if (!bends.length) d += ` L${end}`;
  const before = bends.at(-1) ?? start;
  const angle = round((Math.atan2(end[1] - before[1], end[0] - before[0]) * 180) / Math.PI);
  const dash = edge.dash.length ? ` stroke-dasharray="${edge.dash}"${edge.dash[0] < 3 ? ' stroke-linecap="round"' : ""}` : "";
  const [x, y] = [round(edge.middle.x), round(edge.middle.y)];
  const lean = round((Math.atan((end[1] - start[1]) / (end[0] - start[0] || 1e-6)) * 180) / Math.PI); // along the line, never upside down
  return `<g opacity="${edge.opacity}"><path d="${d}" fill="none" stroke="${edge.colour}" stroke-width="${round(edge.width)}"${dash}/>${edge.symmetric ? "" : `<path transform="translate(${end}) rotate(${angle})" ${TIPS[edge.arrow]} stroke="${edge.colour}" fill="${edge.fill === "filled" ? edge.colour : palette.surface}"/>`}<text transform="translate(${x} ${y}) rotate(${lean})" y="3" text-anchor="middle" font-size="9.5" font-weight="600" fill="${edge.contested ? palette.danger : palette.text}" stroke="${palette.surface}" stroke-width="3" paint-order="stroke">${escape(edge.label)}</text></g>`;
}

const TIPS = { triangle: 'd="M0 0-10-5v10z"', vee: 'd="M0 0-10-5-7 0l-3 5z"', tee: 'd="M0-7V7" stroke-width="3"', circle: 'd="M-7 0a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0"' };

function nodeOf({ x, y, size, colour, kind, label, badge: figure }, palette) {
  const r = size / 2;
  const scale = round((size * 0.56) / 24 * 100) / 100;
  const outline = OUTLINES[kind] ?? OUTLINES.PERSON;
  const badge = figure ? `<g transform="translate(${round(x + r)} ${round(y - r)})"><rect x="-4" y="-9" width="${12 + figure.length * 7}" height="18" rx="9" fill="${palette.raised}" stroke="${palette.muted}"/><text x="2" y="4" font-size="11" font-weight="700" fill="${palette.text}">${escape(figure)}</text></g>` : "";
  return `<g><g transform="translate(${round(x)} ${round(y)})"><g transform="scale(${r})">${outline(colour)}</g><path transform="scale(${scale}) translate(-12 -12)" d="${glyphPath(kind)}" fill="none" stroke="${palette.onKind}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></g><text x="${round(x)}" y="${round(y + r + 16)}" text-anchor="middle" font-size="12.5" font-weight="600" fill="${palette.text}" stroke="${palette.surface}" stroke-width="3" paint-order="stroke">${escape(label)}</text>${badge}</g>`;
}

const polygon = (sides, turn = -90) => (colour) => {
  const points = Array.from({ length: sides }, (_, index) => ((turn + (360 / sides) * index) * Math.PI) / 180).map((angle) => `${round(Math.cos(angle) * 100) / 100},${round(Math.sin(angle) * 100) / 100}`);
  return `<polygon points="${points.join(" ")}" fill="${colour}"/>`;
};
const OUTLINES = {
  PERSON: (colour) => `<circle r="1" fill="${colour}"/>`,
  COUNTRY: (colour) => `<rect x="-1" y="-1" width="2" height="2" rx=".3" fill="${colour}"/>`,
  IGO: polygon(6, 0),
  ORG: polygon(4),
  PLACE: polygon(5),
  FACILITY: (colour) => `<polygon points="-.7,-1 .7,-1 1,-.7 1,.7 .7,1 -.7,1 -1,.7 -1,-.7" fill="${colour}"/>`,
  EQUIPMENT: polygon(7),
  EVENT: polygon(8, -67.5),
  GROUP: (colour) => `<rect x="-1" y="-1" width="2" height="2" rx=".6" fill="${colour}"/>`,
};

function legendOf({ kinds, statuses }, palette, left, top) {
  const line = (status, index) => {
    const look = LOOK[status];
    const y = top + 24 + index * 20;
    return `<path d="M${left} ${y - 4}h34" stroke="${palette.text}" stroke-width="2" stroke-dasharray="${look.dash}"${look.dash[0] < 3 ? ' stroke-linecap="round"' : ""} opacity="${look.opacity}"/><path transform="translate(${left + 44} ${y - 4})" ${TIPS[look.arrow]} stroke="${palette.text}" fill="${look.fill === "filled" ? palette.text : palette.surface}"/><text x="${left + 54}" y="${y}" font-size="12" fill="${palette.text}">${escape(status)}</text>`;
  };
  const mark = ([kind, word], index) => {
    const y = top + 24 + index * 20;
    return `<g transform="translate(${left + 196} ${y - 4}) scale(8)">${(OUTLINES[kind] ?? OUTLINES.PERSON)(palette.kind(kind))}</g><text x="${left + 212}" y="${y}" font-size="12" fill="${palette.text}">${escape(word)}</text>`;
  };
  return `<g>${statuses.map(line).join("")}${kinds.map(mark).join("")}</g>`;
}
