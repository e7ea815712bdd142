// What is on screen, handed over: files from the server, pictures from the canvas, links, saved views.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { STATUSES } from "./visible.js";
import { svgOf } from "./svg.js";
import * as words from "./words.js";

const SAVED = "entente.views";

/** The filters as the API words them. Outlets that are switched off have no such word; relations are named one by one anyway. */
export function apiFilters({ status, confidence, from, to, clock }) {
  const [first, last] = clock === "published" ? ["published_from", "published_to"] : ["date_from", "date_to"];
  return {
    status: status.length ? STATUSES.filter((one) => !status.includes(one)) : [],
    min_confidence: confidence || null,
    [first]: from,
    [last]: to,
  };
}

export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  download(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function download(address, name) {
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

export function exportDialog(dialog, { schema, context, graphView, title, settled, tell }) {
  const legend = () => {
    const { view } = context();
    const kinds = [...new Set([...view.entities.values()].map(({ kind }) => kind))].sort();
    const statuses = STATUSES.filter((status) => [...view.relations.values()].some((relation) => relation.status === status));
    return { kinds: kinds.map((kind) => [kind, words.kind(kind)]), statuses };
  };
  const only = h("input", { type: "checkbox" });
  const choice = h("label", { class: "about" }, only, " Files hold only what is chosen: a relation, or an entity with its relations");
  const name = (suffix) => `entente-${title().replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.${suffix}`;
  const file = async (format) => {
    const { view, state: { selected, filters, whole } } = context();
    if (whole) {
      download(api.wholeFile(format), ""); // as large as the graph is: straight to the disk, under the server's name
      return `${format.toUpperCase()} is on its way to the disk.`;
    }
    const lines = [...view.relations.values()].filter(({ id, subject, object }) => !only.checked || [id, subject, object].includes(selected.id));
    const nodes = only.checked ? [selected.id].filter((id) => view.entities.has(id)) : [...view.entities.keys()]; // ends of relations come along
    const question = { view: title() };
    if (only.checked) question.part = "what is chosen, with its relations";
    for (const one of ["type", "kind", "source"]) if (filters[one].length) question[`without ${one}`] = filters[one].join(", ");
    return save(await api.exported(format, apiFilters(filters), { entities: nodes, relations: lines.map(({ id }) => id), question, total: view.total }), name(format));
  };
  const pictures = {
    PNG: ["A picture, twice the size of the screen, with its legend.", async () => save(await pngWithLegend(await graphView().png(), graphView().palette, legend(), title()), name("png"))],
    SVG: ["A drawing for print, with its legend.", async () => {
      const { view } = context();
      const drawing = graphView().drawing();
      for (const node of drawing.nodes) {
        const { kind, size, more } = view.entities.get(node.id) ?? {};
        Object.assign(node, { kind, badge: size ? String(size) : more ? `+${more}` : "" });
      }
      save(new Blob([svgOf(drawing, graphView().palette, { title: title(), legend: legend() })], { type: "image/svg+xml" }), name("svg"));
    }],
  };
  const error = h("p", { role: "alert", class: "failure" });
  const button = (label, about, work) => h("li", {}, h("button", { type: "button", class: "row", click: async () => {
    error.textContent = "";
    try {
      const told = await work();
      dialog.close();
      tell(told ?? `${label} saved.`);
    } catch (problem) {
      error.textContent = problem.message;
    }
  } }, h("b", {}, label), h("small", {}, about)));
  const about = h("p", { class: "about" });
  fill(dialog,
    h("h2", { id: "export-title" }, "Export what is on screen"), about, choice,
    h("ul", { class: "formats" },
      schema.formats.map(({ name: format, label, definition }) => button(label, definition, () => file(format))),
      Object.entries(pictures).map(([label, [text, work]]) => button(label, text, work))),
    error,
    h("button", { type: "button", class: "quiet", click: () => dialog.close() }, "Close"));
  return async () => {
    const { view, state } = context();
    await settled();
    only.checked = false;
    choice.hidden = state.whole || !(view.entities.has(state.selected?.id) || view.relations.has(state.selected?.id));
    about.textContent = state.whole ? `The map as a picture, or all ${words.plural(view.total, "relation")} of the graph, each with its sentences, as a file.` : `${words.plural(view.entities.size, "entity", "entities")} and ${words.plural(view.relations.size, "relation")}, each with its sentences.`;
    dialog.showModal();
  };
}

/** The picture of the graph with a legend under it, as a PNG blob. */
async function pngWithLegend(blob, palette, { kinds, statuses }, title) {
  const image = await createImageBitmap(blob);
  const row = 44;
  const canvas = h("canvas", { width: Math.max(image.width, 900), height: image.height + 110 + row * Math.max(1, Math.ceil(kinds.length / 4) + 1) });
  const pen = canvas.getContext("2d");
  pen.fillStyle = palette.surface;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, (canvas.width - image.width) / 2, 60);
  pen.fillStyle = palette.text;
  pen.font = `600 28px ${palette.font}`;
  pen.fillText(title, 30, 44, canvas.width - 60);
  pen.font = `22px ${palette.font}`;
  let y = image.height + 100;
  const { LOOK } = await import("./graph-style.js");
  for (const [index, status] of statuses.entries()) {
    const x = 30 + index * 250;
    pen.strokeStyle = palette.text;
    pen.lineWidth = 3.5;
    pen.lineCap = LOOK[status].dash[0] < 3 ? "round" : "butt";
    pen.setLineDash(LOOK[status].dash.map((part) => part * 2));
    pen.beginPath();
    pen.moveTo(x, y - 7);
    pen.lineTo(x + 76, y - 7);
    pen.stroke();
    pen.fillText(status, x + 90, y);
  }
  pen.setLineDash([]);
  for (const [index, [kind, word]] of kinds.entries()) {
    const x = 30 + (index % 4) * 250;
    if (index % 4 === 0) y += row;
    pen.fillStyle = palette.kind(kind);
    pen.beginPath();
    pen.arc(x + 12, y - 7, 11, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = palette.text;
    pen.fillText(word, x + 34, y);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

// -- saved views: in this browser, no login -----------------------------------------------------------------------------

export function viewsDialog(dialog, { address, title, tell }) {
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(SAVED) ?? "[]");
    } catch {
      return [];
    }
  };
  const write = (views) => localStorage.setItem(SAVED, JSON.stringify(views));
  const field = h("input", { id: "view-name", type: "text", maxlength: 80, required: true });
  const list = h("ul", { class: "relations" });
  const draw = () => {
    const views = read();
    fill(list, views.length ? views.map((view, index) => h("li", { class: "saved" },
      h("a", { href: view.address }, h("bdi", {}, view.name)), h("small", {}, words.date(view.day)),
      h("button", { type: "button", class: "quiet", "aria-label": `Forget ${view.name}`, click: () => {
        write(views.filter((_, other) => other !== index));
        draw();
      } }, "Forget"))) : h("li", { class: "about" }, "None yet. They are kept in this browser only."));
  };
  fill(dialog,
    h("h2", { id: "views-title" }, "Saved views"),
    h("form", { class: "pair", submit: async (event) => {
      event.preventDefault();
      write([{ name: field.value, address: await address(), day: new Date().toISOString().slice(0, 10) }, ...read()].slice(0, 100));
      draw();
      tell("View saved.");
    } }, h("label", { for: "view-name" }, "Name of this view"), field, h("button", { type: "submit", class: "primary" }, "Save this view")),
    list,
    h("button", { type: "button", class: "quiet", click: () => dialog.close() }, "Close"));
  return () => {
    field.value = title();
    draw();
    dialog.showModal();
  };
}
