// How statuses, kinds and types look: one table for the canvas, the legend and the exported picture. Colours are those of tokens.css.

export const LOOK = {
  asserted: { dash: [], arrow: "triangle", fill: "filled", opacity: 1 },
  planned: { dash: [9, 5], arrow: "triangle", fill: "hollow", opacity: 1 },
  requested: { dash: [2, 4], arrow: "vee", fill: "filled", opacity: 1 },
  denied: { dash: [12, 4, 2, 4], arrow: "tee", fill: "filled", opacity: 1 },
  hypothetical: { dash: [1, 7], arrow: "circle", fill: "hollow", opacity: 0.75 },
};

/** What recent reports did to a relation. */
export const CHANGE = { contradicted: "Newly contradicted", new: "New", strengthened: "Reported again", silent: "Gone silent" };

/** The colours in force, read from the page once per theme. */
export function readPalette(element) {
  const style = getComputedStyle(element);
  const known = new Map(); // the browser would work them out anew at each asking
  const token = (name, otherwise) => {
    if (!known.has(name)) known.set(name, style.getPropertyValue(name).trim() || otherwise);
    return known.get(name);
  };
  return {
    surface: token("--surface", "#ffffff"),
    raised: token("--surface-raised", "#ffffff"),
    text: token("--text", "#1a1a1a"),
    muted: token("--text-muted", "#555555"),
    line: token("--line", "#cccccc"),
    lineStrong: token("--line-strong", "#777777"),
    accent: token("--accent", "#0b57d0"),
    accentText: token("--accent-text", "#ffffff"),
    danger: token("--danger", "#b3261e"),
    font: style.fontFamily || "sans-serif",
    kind: (kind) => token(`--kind-${kind.toLowerCase()}`, "#666666"),
    onKind: token("--on-kind", "#ffffff"),
    quad: (quad) => token(`--quad-${quad.replaceAll(" ", "-")}`, "#666666"),
    change: (change) => token(`--change-${change}`, "#d9a400"),
  };
}

/** Uppercase words for people: VISITS, DEPLOYS TO. */
export const typeName = (type) => type.replaceAll("_", " ");

/** What an edge says: its type, how many articles stand behind it, and whether they (≠) or an opposite deed (⇄) contradict it. */
export function edgeLabel(relation) {
  const denied = relation.status === "denied" ? "✕ " : "";
  const articles = relation.articles > 1 ? ` ×${relation.articles}` : "";
  return `${denied}${typeName(relation.type)}${articles}${relation.contested ? " ≠" : ""}${relation.opposes?.length ? " ⇄" : ""}`;
}

export const edgeWidth = (articles) => Math.min(1.6 + 1.1 * Math.log2(articles), 7);
export const linkWidth = (relations) => Math.min(1 + Math.log2(relations), 9);
export const communitySize = (entities) => Math.min(26 + 8 * Math.sqrt(entities), 110);
export const nodeSize = (degree) => Math.min(30 + 5 * Math.log2(1 + degree), 68);

/** Long names end in an ellipsis; code points, not halves of them. */
export function shortName(name, most = 42) {
  const letters = [...name];
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : name;
}

/** The drawing library's style sheet for a palette. */
export function stylesheet(palette) {
  const sheet = [
    {
      selector: "node",
      style: {
        shape: "data(shape)",
        width: "data(size)",
        height: "data(size)",
        "background-color": "data(colour)",
        "background-image": "data(images)",
        "background-width": "data(imageWidths)",
        "background-height": "data(imageHeights)",
        "background-position-x": ["50%", "100%"],
        "background-position-y": ["50%", "0%"],
        "background-offset-x": [0, 12],
        "background-offset-y": [0, -9],
        "background-clip": ["none", "none"],
        "background-image-containment": ["inside", "over"],
        "bounds-expansion": 22,
        "border-width": 1.5,
        "border-color": palette.raised,
        label: "data(label)",
        color: palette.text,
        "font-family": palette.font,
        "font-size": 12.5,
        "font-weight": 600,
        "text-valign": "bottom",
        "text-margin-y": 5,
        "text-wrap": "wrap",
        "text-max-width": 126,
        "text-overflow-wrap": "data(wrap)",
        "text-outline-color": palette.surface,
        "text-outline-width": 2.5,
        "min-zoomed-font-size": 6,
        "overlay-opacity": 0,
        "z-index": 10,
      },
    },
    { selector: "node[?community]", style: { "border-width": 6, "border-color": "data(colour)", "border-opacity": 0.35 } },
    { selector: "node.pinned", style: { "border-width": 3, "border-color": palette.text, "border-style": "double" } },
    {
      selector: "edge",
      style: {
        "curve-style": "bezier",
        "control-point-step-size": 44,
        "loop-direction": "-45deg",
        "loop-sweep": "-60deg",
        width: "data(width)",
        "line-color": "data(colour)",
        "target-arrow-color": "data(colour)",
        "arrow-scale": 0.95,
        label: "data(label)",
        "font-family": palette.font,
        "font-size": 9.5,
        "font-weight": 600,
        color: palette.text,
        "text-rotation": "autorotate",
        "text-background-color": palette.surface,
        "text-background-opacity": 0.88,
        "text-background-padding": 2,
        "text-background-shape": "round-rectangle",
        "min-zoomed-font-size": 6.5,
        "overlay-opacity": 0,
        "overlay-padding": 6,
      },
    },
    { selector: "edge[?symmetric]", style: { "target-arrow-shape": "none" } },
    {
      selector: "edge[?contested]",
      style: { "text-border-width": 1.5, "text-border-color": palette.danger, "text-border-opacity": 1, color: palette.danger },
    },
    { selector: "edge[?opposed]", style: { "text-border-style": "dashed" } },
    { selector: "edge[?between]", style: { "line-opacity": 0.5 } },
    { selector: "edge.quiet", style: { opacity: 0.32, label: "" } },
    { selector: "edge.unlabelled", style: { label: "" } },
    { selector: ".faded", style: { opacity: 0.22 } },
    { selector: "node.chosen", style: { "underlay-color": palette.accent, "underlay-opacity": 0.3, "underlay-padding": 9, "underlay-shape": "ellipse", "border-color": palette.accent, "border-width": 3 } },
    { selector: "edge.chosen", style: { "underlay-color": palette.accent, "underlay-opacity": 0.35, "underlay-padding": 6, "z-index": 20 } },
    { selector: "edge.path", style: { "underlay-color": palette.accent, "underlay-opacity": 0.28, "underlay-padding": 8, "z-index": 15 } },
    { selector: "edge.lit", style: { opacity: 1, label: "data(label)", "z-index": 18 } },
    { selector: "edge.pointed", style: { "underlay-color": palette.accent, "underlay-opacity": 0.2, "underlay-padding": 7 } },
  ];
  for (const [status, look] of Object.entries(LOOK)) {
    sheet.splice(3, 0, {
      selector: `edge[status = "${status}"]`,
      style: {
        "line-style": look.dash.length ? "dashed" : "solid",
        ...(look.dash.length ? { "line-dash-pattern": look.dash, "line-cap": look.dash[0] < 3 ? "round" : "butt" } : {}),
        "line-opacity": look.opacity,
        "target-arrow-shape": look.arrow,
        "target-arrow-fill": look.fill,
      },
    });
  }
  for (const change of Object.keys(CHANGE)) {
    sheet.push({
      selector: `edge[change = "${change}"]`,
      style: { "underlay-color": palette.change(change), "underlay-opacity": 0.45, "underlay-padding": 5 },
    });
  }
  return sheet;
}
