// The keyboard: one table, from which the help (`?`) is made too.

import { fill, h } from "./dom.js";

/** `table`: [{keys: ["e"], label, run, on?: "canvas"}]; "ctrl+z" and the like are written so. Typing into a field is never a command. */
export function shortcuts({ table, dialog, canvas }) {
  const commands = new Map(table.flatMap((command) => command.keys.map((key) => [key, command])));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = `${event.ctrlKey || event.metaKey ? "ctrl+" : ""}${event.shiftKey && event.key.length > 1 ? "shift+" : ""}${event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.length === 1 ? "shift+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
    const command = commands.get(name);
    if (!command) return;
    const { target } = event;
    if (target.matches?.("input:not([type=checkbox], [type=range]), textarea, select") || target.isContentEditable) return;
    if (command.on === "canvas" && target !== canvas && !canvas.contains(target)) return;
    event.preventDefault();
    command.run();
  });
  const shown = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Enter: "Enter", Escape: "Esc" };
  const pretty = (key) => (key === "+" ? ["+"] : key.split("+")).map((part) => shown[part] ?? (part.length === 1 ? part.toUpperCase() : part[0].toUpperCase() + part.slice(1)));
  fill(dialog,
    h("h2", { id: "keys-title" }, "Keys"),
    h("dl", { class: "keys" }, table.filter(({ label }) => label).map(({ keys, label, on }) => h("div", {}, h("dt", {}, keys.map((key, index) => [index ? " or " : "", pretty(key).map((part, at) => [at ? " + " : "", h("kbd", {}, part)])])), h("dd", {}, label, on ? h("small", {}, " in the graph") : null)))),
    h("button", { type: "button", class: "quiet", click: () => dialog.close() }, "Close"));
  return () => dialog.showModal();
}
