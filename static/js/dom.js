// Making elements. Text only ever becomes text nodes: nothing here, or anywhere in the explorer, parses HTML.

/**
 * An element. Attributes: a function value listens to that event ("click"), `dataset` is spread, true sets an empty attribute,
 * false, null and undefined leave it out; anything else is set as text. Children: nodes, text, or arrays of them; null is skipped.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child);
  }
}

/** Replaces all children. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** A name from the graph: <bdi> keeps right-to-left names from reordering the words around them. */
export function nameOf(entity) {
  return h("bdi", { title: entity.name.length > 40 ? entity.name : null }, entity.name);
}
