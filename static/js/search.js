// A combobox over the names and aliases of entities: prefix, alias, typing error and accent are the server's business.

import * as api from "./api.js";
import { h, fill } from "./dom.js";
import { badge } from "./glyphs.js";
import * as words from "./words.js";

const PAUSE = 70; // milliseconds after the last key
let boxes = 0;

/** A labelled search box. `choose(entity, {add})` is called with the entity picked; `add` tells Shift+Enter or Shift+click. */
export function searchBox({ label, placeholder = "", choose, keep = false }) {
  const name = `search-${++boxes}`;
  const input = h("input", {
    id: name, type: "text", role: "combobox", placeholder, autocomplete: "off", spellcheck: "false", maxlength: 200,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${name}-list`,
  });
  const list = h("ul", { id: `${name}-list`, role: "listbox", "aria-label": label, hidden: true });
  const note = h("p", { class: "search-note", role: "status" });
  const box = h("div", { class: "search" }, h("label", { for: name, class: "search-label" }, label), input, list, note);
  let found = [];
  let active = -1;
  let timer;
  let request;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const activate = (index) => {
    active = index;
    for (const [at, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(at === active));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `${name}-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  };

  const pick = (index, add) => {
    const entity = found[index];
    if (!entity) return;
    close();
    input.value = keep ? entity.name : "";
    note.textContent = "";
    choose(entity, { add });
  };

  const show = () => {
    fill(list, found.map((entity, index) =>
      h("li", {
        id: `${name}-${index}`, role: "option", "aria-selected": "false",
        pointerdown: (event) => {
          event.preventDefault();
          pick(index, event.shiftKey);
        },
      },
      badge(entity.kind),
      h("span", { class: "option-name" }, h("bdi", {}, entity.name), entity.matched && entity.matched !== entity.name ? h("small", {}, " also ", h("bdi", {}, entity.matched)) : null),
      h("small", { class: "option-about" }, `${words.kind(entity.kind)}, ${words.plural(entity.degree, "relation")}`))));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    if (found.length) activate(0);
  };

  const look = async () => {
    const q = input.value.trim();
    request?.abort();
    if (!q) {
      found = [];
      note.textContent = "";
      close();
      return;
    }
    request = new AbortController();
    try {
      found = await api.suggestions(q, request.signal);
      note.textContent = found.length ? "" : `Nobody and nothing here is called “${q}”.`;
      show();
    } catch (error) {
      if (error.name !== "AbortError") note.textContent = error.message;
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) await look();
      else activate((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const { shiftKey } = event;
      if (list.hidden && input.value.trim()) {
        clearTimeout(timer);
        await look();
      }
      pick(Math.max(active, 0), shiftKey);
    } else if (event.key === "Escape") {
      if (!list.hidden) event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
  return { box, input, set: (value) => (input.value = value) };
}
