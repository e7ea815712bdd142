// A note on an entity or a relation. It is part of the view, so it travels with its link and is saved with it.

import { h } from "./dom.js";

export function noteField(id, text, write) {
  const area = h("textarea", { rows: 2, maxlength: 400, "aria-label": "Note", placeholder: "Note …", change: () => write(id, area.value.trim()) });
  area.value = text;
  return h("details", { class: "note", open: Boolean(text) }, h("summary", {}, text ? "Your note" : "Add a note"), area);
}
