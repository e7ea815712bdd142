// The only truth of the explorer: a plain, immutable value that goes into the address, comes back out of it, and can be undone.
// What the server knows (names, relations, sentences) is not state; what the analyst chose is.

export const LIMIT = 150; // entities in one view; more is a hairball, whatever draws it

export const NO_FILTERS = Object.freeze({
  status: [], // switched off
  type: [], // switched off
  kind: [], // switched off
  source: [], // switched off
  confidence: 0, // at least
  from: null, // ISO days, both included
  to: null,
  clock: "event", // or "published": which of the two times from/to speak of
});

export const EMPTY = Object.freeze({
  entities: [], // ids, in the order they came
  whole: false, // the map of all communities instead of entities
  pins: {}, // id → [x, y]
  filters: NO_FILTERS,
  selected: null, // {kind: "entity" | "relation" | "community" | "link", id}; the latter two on the map
  path: [], // relation ids of the path on show
  compare: null, // [entity id, entity id]
  since: null, // ISO day: tint what was published on it or later; or a moment: what came then or later
  notes: {}, // id → text
});

// -- changes: pure, each returns the state after ---------------------------------------------------------------------

export function addEntities(state, ids) {
  const fresh = ids.filter((id) => !state.entities.includes(id));
  return fresh.length ? { ...state, whole: false, entities: [...state.entities, ...new Set(fresh)] } : state;
}

export function removeEntities(state, ids) {
  const gone = new Set(ids);
  const pins = Object.fromEntries(Object.entries(state.pins).filter(([id]) => !gone.has(id)));
  const selected = state.selected?.kind === "entity" && gone.has(state.selected.id) ? null : state.selected;
  return { ...state, entities: state.entities.filter((id) => !gone.has(id)), pins, selected, path: [] };
}

export function pin(state, id, [x, y]) {
  return { ...state, pins: { ...state.pins, [id]: [Math.round(x), Math.round(y)] } };
}

export function unpin(state, id) {
  const { [id]: _, ...pins } = state.pins;
  return { ...state, pins };
}

export function select(state, kind, id) {
  return { ...state, selected: id ? { kind, id } : null };
}

export function setFilter(state, changes) {
  return { ...state, filters: { ...state.filters, ...changes } };
}

/** Switches one value of a list filter ("status", "type", "kind", "source") off, or on again. */
export function toggle(state, name, value, on) {
  const off = state.filters[name].filter((other) => other !== value);
  return setFilter(state, { [name]: on ? off : [...off, value].sort() });
}

export function note(state, id, text) {
  const { [id]: _, ...notes } = state.notes;
  return { ...state, notes: text ? { ...notes, [id]: text } : notes };
}

export function equal(one, other) {
  return JSON.stringify(normal(one)) === JSON.stringify(normal(other));
}

// -- in and out of the address ---------------------------------------------------------------------------------------

/** Only what differs from EMPTY, deflated, in URL-safe base64. */
export async function encode(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(normal(state)));
  return base64url(await pump(bytes, new CompressionStream("deflate-raw")));
}

/** The state inside, or null when the text is none of ours; unknown or misshapen parts are dropped, not trusted. */
export async function decode(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    return restore(JSON.parse(new TextDecoder().decode(await pump(bytes, new DecompressionStream("deflate-raw")))));
  } catch {
    return null;
  }
}

function normal(state) {
  const filters = Object.fromEntries(
    Object.entries(state.filters).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(NO_FILTERS[key])),
  );
  return Object.fromEntries(
    Object.entries({ ...state, filters }).filter(([key, value]) => {
      const nothing = key === "filters" ? {} : EMPTY[key];
      return key in EMPTY && JSON.stringify(value) !== JSON.stringify(nothing);
    }),
  );
}

function restore(parts) {
  if (typeof parts !== "object" || parts === null || Array.isArray(parts)) return null;
  const text = (value) => typeof value === "string";
  const texts = (value) => (Array.isArray(value) ? value.filter(text) : []);
  const day = (value) => (text(value) && /^\d{4}-\d\d-\d\d$/.test(value) ? value : null);
  const filters = parts.filters ?? {};
  const point = (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
  const selected = parts.selected;
  return {
    entities: [...new Set(texts(parts.entities))].slice(0, LIMIT),
    whole: parts.whole === true && !texts(parts.entities).length,
    pins: Object.fromEntries(Object.entries(parts.pins ?? {}).filter(([, value]) => point(value))),
    filters: {
      status: texts(filters.status),
      type: texts(filters.type),
      kind: texts(filters.kind),
      source: texts(filters.source),
      confidence: Number.isFinite(filters.confidence) ? Math.min(Math.max(filters.confidence, 0), 1) : 0,
      from: day(filters.from),
      to: day(filters.to),
      clock: filters.clock === "published" ? "published" : "event",
    },
    selected:
      selected && ["entity", "relation", "community", "link"].includes(selected.kind) && text(selected.id)
        ? { kind: selected.kind, id: selected.id }
        : null,
    path: texts(parts.path),
    compare: texts(parts.compare).length === 2 ? texts(parts.compare) : null,
    since: text(parts.since) && /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(parts.since) ? parts.since : null,
    notes: Object.fromEntries(Object.entries(parts.notes ?? {}).filter(([, value]) => text(value))),
  };
}

async function pump(bytes, transform) {
  const stream = new Blob([bytes]).stream().pipeThrough(transform);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function base64url(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// -- the walk through states: undo, redo, Back, Forward ---------------------------------------------------------------

/**
 * Keeps the current state in the browser's own history, so that undo and Back are the same thing.
 * `commit` adds a step, `amend` changes the current one (a selection). `sketch` is for what is still being dragged or played: the first
 * adds a step, the following change it, until a commit. Listeners get (state, previous).
 */
export class History {
  #state = EMPTY;
  #index = 0;
  #last = 0;
  #listeners = [];
  #sketching = false;
  #address;
  #settling = Promise.resolve();

  /** `address(state, code)` gives the URL of a state whose encoded form is `code`. */
  constructor(browser, address) {
    this.browser = browser;
    this.#address = address;
    browser.addEventListener("popstate", (event) => {
      if (!event.state?.entente) return;
      this.#sketching = false;
      this.#index = event.state.index;
      this.#last = Math.max(this.#last, this.#index);
      this.#show(event.state.entente);
    });
  }

  get state() {
    return this.#state;
  }

  get canUndo() {
    return this.#index > 0;
  }

  get canRedo() {
    return this.#index < this.#last;
  }

  listen(listener) {
    this.#listeners.push(listener);
  }

  start(state) {
    const kept = this.browser.history.state;
    this.#index = kept?.entente ? kept.index : 0;
    const last = kept?.entente ? Number(this.browser.sessionStorage.getItem("entente.last")) : 0;
    this.#last = Math.max(this.#index, last);
    this.#write("replaceState", state);
    this.#show(state);
  }

  commit(state) {
    const sketched = this.#sketching;
    this.#sketching = false;
    if (equal(state, this.#state)) return;
    if (sketched) this.#write("replaceState", state);
    else this.#step(state);
    this.#show(state);
  }

  sketch(state) {
    if (equal(state, this.#state)) return;
    if (this.#sketching) this.#write("replaceState", state);
    else this.#step(state);
    this.#sketching = true;
    this.#show(state);
  }

  amend(state) {
    if (equal(state, this.#state)) return;
    this.#write("replaceState", state);
    this.#show(state);
  }

  undo() {
    if (this.canUndo) this.browser.history.back();
  }

  redo() {
    if (this.canRedo) this.browser.history.forward();
  }

  /** Resolves when the address shows the current state. */
  settled() {
    return this.#settling;
  }

  #step(state) {
    this.#index += 1;
    this.#last = this.#index;
    this.browser.sessionStorage.setItem("entente.last", String(this.#last));
    this.#write("pushState", state);
  }

  #show(state) {
    const previous = this.#state;
    this.#state = state;
    for (const listener of this.#listeners) listener(state, previous);
  }

  #write(method, state) {
    const entry = { entente: state, index: this.#index };
    this.browser.history[method](entry, "");
    this.#settling = encode(state).then((code) => {
      if (this.browser.history.state?.entente && equal(this.browser.history.state.entente, state)) {
        this.browser.history.replaceState(entry, "", this.#address(state, code));
      }
    });
  }
}
