// The graph on its canvas: the only module that knows the drawing library. It draws what it is given and tells what was pointed at;
// it decides nothing. Places of nodes live here (they are no state, but for the pinned ones) and never change by themselves.

import { badgeImage, glyphImage, NO_BADGE, SHAPES } from "./glyphs.js";
import { communitySize, edgeLabel, edgeWidth, linkWidth, LOOK, nodeSize, readPalette, shortName, stylesheet } from "./graph-style.js";
import { cytoscape } from "./vendor.js";

const MARGIN = 30;
const CROWD = 36; // relations; beyond, only those of the chosen entity are written out

const short = (figure) => (figure > 9999 ? `${Math.round(figure / 1000)}k` : String(figure));

/**
 * on: {select(kind, id | null), open(id), pin(id, [x, y]), point(relation id | null)}.
 * `schema` maps a type to its quad class and whether it is symmetric.
 */
export class GraphView {
  #cy;
  #places = new Map();
  #palette;
  #worker = new Worker(new URL("./layout-worker.js", import.meta.url), { type: "module" });
  #waiting = new Map();
  #ticket = 0;
  #round = 0;
  #settling = Promise.resolve();
  #last = null;
  #drawn = new Map(); // id → what its data and its classes were set to, as text: only what differs is set, since each setting restyles

  constructor(container, { schema, on }) {
    this.container = container;
    this.schema = schema;
    this.#palette = readPalette(container);
    this.#cy = cytoscape({
      container,
      style: stylesheet(this.#palette),
      minZoom: 0.08,
      maxZoom: 4,
      boxSelectionEnabled: false,
      selectionType: "single",
    });
    this.#worker.addEventListener("message", ({ data }) => {
      this.#waiting.get(data.ticket)?.(data.places);
      this.#waiting.delete(data.ticket);
    });
    this.#listen(on);
    new ResizeObserver(() => this.#cy.resize()).observe(container);
  }

  #listen(on) {
    const cy = this.#cy;
    cy.on("tap", (event) => {
      if (event.target === cy) on.select(null, null);
      else on.select(event.target.isNode() ? "entity" : "relation", event.target.id());
    });
    cy.on("dbltap", "node", (event) => on.open(event.target.id()));
    cy.on("cxttap", "node", (event) => on.open(event.target.id()));
    cy.on("dragfree", "node", (event) => {
      const { x, y } = event.target.position();
      this.#places.set(event.target.id(), [x, y]);
      on.pin(event.target.id(), [x, y]);
    });
    cy.on("mouseover", "node", (event) => this.#spotlight(event.target.closedNeighborhood()));
    cy.on("mouseover", "edge", (event) => this.#spotlight(event.target.union(event.target.connectedNodes())));
    cy.on("mouseout", "node, edge", () => this.#spotlight(null));
    cy.on("mouseover", "edge", (event) => on.point(event.target.id()));
    cy.on("mouseout", "edge", () => on.point(null));
  }

  /** Shows a view (see visible.js). Resolves when it stands: new nodes are laid out off the page's thread, old ones stay. */
  update(view, state) {
    this.#settling = this.#update(view, state);
    return this.#settling;
  }

  settled() {
    return this.#settling;
  }

  async #update(view, state) {
    const round = ++this.#round;
    this.#last = { view, state };
    for (const [id, place] of Object.entries(state.pins)) this.#move(id, place);
    const cy = this.#cy;
    const gone = cy.elements().filter((element) => !(element.isNode() ? view.entities : view.relations).has(element.id()));
    cy.batch(() => {
      for (const element of gone) this.#drawn.delete(element.id());
      gone.remove();
      for (const element of cy.elements()) {
        const data = this.#data(element.id(), view);
        if (this.#differs(element.id(), "data", JSON.stringify(data))) element.data(data);
      }
    });
    const afresh = cy.nodes().empty();
    const unplaced = [...view.entities.keys()].filter((id) => !this.#places.has(id));
    if (unplaced.length) {
      const places = await this.#arrange(view);
      for (const id of unplaced) if (!this.#places.has(id)) this.#places.set(id, places[id]);
      if (round !== this.#round) return;
    }
    const added = this.#add(view);
    this.#mark(state);
    if (afresh || (added.length && !this.#inSight(added))) this.fit();
  }

  /** Whether this differs from what was set last; remembers it. */
  #differs(id, what, text) {
    const before = this.#drawn.get(id) ?? {};
    if (before[what] === text) return false;
    this.#drawn.set(id, { ...before, [what]: text });
    return true;
  }

  #add(view) {
    const cy = this.#cy;
    const fresh = [];
    for (const id of view.entities.keys()) {
      if (cy.getElementById(id).nonempty()) continue;
      const [x, y] = this.#places.get(id);
      fresh.push({ group: "nodes", data: { id, ...this.#data(id, view) }, position: { x, y } });
    }
    for (const [id, { subject, object }] of view.relations) {
      if (cy.getElementById(id).nonempty()) continue;
      fresh.push({ group: "edges", data: { id, source: subject, target: object, ...this.#data(id, view) } });
    }
    if (fresh.length) cy.add(fresh);
    return fresh.filter(({ group }) => group === "nodes").map(({ data }) => data.id);
  }

  #data(id, view) {
    const entity = view.entities.get(id);
    if (entity) return this.#nodeData(entity);
    const relation = view.relations.get(id);
    if (!relation) return {};
    if (relation.between) return { between: relation.between, label: String(relation.between), colour: this.#palette.lineStrong, width: linkWidth(relation.between), status: "asserted", symmetric: true };
    const type = this.schema.get(relation.type);
    return {
      label: edgeLabel(relation),
      colour: this.#palette.quad(type?.quad ?? "standing fact"),
      width: edgeWidth(relation.articles),
      status: relation.status,
      contested: relation.contested || relation.opposes.length > 0,
      opposed: !relation.contested && relation.opposes.length > 0,
      symmetric: type?.symmetric ?? false,
      change: relation.change ?? "",
    };
  }

  #nodeData(entity) {
    const palette = this.#palette;
    const figure = entity.size ? short(entity.size) : entity.more ? `+${short(entity.more)}` : "";
    const badge = figure
      ? badgeImage(figure, { background: palette.raised, colour: palette.text, border: palette.muted })
      : { address: NO_BADGE, width: 1, height: 1 };
    const size = entity.size ? communitySize(entity.size) : nodeSize(entity.degree);
    return {
      label: shortName(entity.name),
      wrap: /\s/.test(entity.name) ? "whitespace" : "anywhere", // scripts without spaces break anywhere
      colour: palette.kind(entity.kind),
      shape: SHAPES[entity.kind] ?? "ellipse",
      size,
      community: Boolean(entity.size),
      images: [glyphImage(entity.kind, palette.onKind), badge.address],
      imageWidths: [size * 0.56, badge.width],
      imageHeights: [size * 0.56, badge.height],
    };
  }

  /** Asks the worker for the places of all nodes of a view. */
  #arrange(view) {
    const nodes = [...view.entities.keys()].map((id) => {
      const place = this.#places.get(id);
      return place ? { id, x: place[0], y: place[1] } : { id };
    });
    const links = [...view.relations.values()].map(({ subject, object }) => ({ source: subject, target: object }));
    const { clientWidth, clientHeight } = this.container;
    const ticket = ++this.#ticket;
    return new Promise((resolve) => {
      this.#waiting.set(ticket, resolve);
      this.#worker.postMessage({ ticket, problem: { nodes, links, aspect: clientWidth / Math.max(clientHeight, 1) } });
    });
  }

  /** Forgets every place but the pinned ones, and lays the view out anew. */
  async rearrange() {
    const { view, state } = this.#last;
    for (const id of [...this.#places.keys()]) if (!(id in state.pins)) this.#places.delete(id);
    const places = await this.#arrange(view);
    for (const id of view.entities.keys()) if (!(id in state.pins)) this.#move(id, places[id]);
    this.fit();
  }

  #move(id, [x, y]) {
    this.#places.set(id, [x, y]);
    const node = this.#cy.getElementById(id);
    if (node.nonempty()) node.position({ x, y });
  }

  /** Marks what is chosen, pinned, on the path; what is away from it steps back: in a crowd without words. */
  #mark(state) {
    const cy = this.#cy;
    const path = new Set(state.path);
    const onPath = cy.edges().filter((edge) => path.has(edge.id()));
    const near = onPath.union(onPath.connectedNodes());
    const chosen = state.selected ? cy.getElementById(state.selected.id) : cy.collection();
    const loud = chosen.nonempty() && chosen.isNode() ? chosen.connectedEdges() : chosen;
    const crowd = cy.edges().length > CROWD;
    cy.batch(() => {
      for (const element of cy.elements()) {
        const classes = [];
        if (element.same(chosen)) classes.push("chosen");
        else if (near.nonempty() && !near.has(element)) classes.push("faded");
        if (element.isNode()) {
          if (element.id() in state.pins) classes.push("pinned");
        } else {
          if (path.has(element.id())) classes.push("path");
          else if (crowd && chosen.empty()) classes.push("unlabelled");
          else if (crowd && !loud.has(element)) classes.push("quiet");
        }
        if (this.#differs(element.id(), "classes", classes.join(" "))) element.classes(classes);
      }
    });
  }

  /** Brings these elements out among the others, while they are pointed at; null ends it. */
  #spotlight(elements, pointed = "lit") {
    this.#cy.batch(() => {
      this.#cy.edges().removeClass("lit pointed");
      if (elements) elements.edges().addClass(pointed);
    });
  }

  /** Lights up relations, while a sentence of theirs is pointed at. */
  light(ids) {
    this.#spotlight(ids.length ? this.#cy.edges().filter((edge) => ids.includes(edge.id())) : null, "lit pointed");
  }

  // -- where things are ----------------------------------------------------------------------------------------------

  #inSight(ids) {
    const { x1, y1, x2, y2 } = this.#cy.extent();
    return ids.every((id) => {
      const [x, y] = this.#places.get(id);
      return x > x1 && x < x2 && y > y1 && y < y2;
    });
  }

  fit() {
    this.#cy.fit(this.#cy.nodes(), MARGIN);
    if (this.#cy.zoom() > 1.5) this.#cy.zoom({ level: 1.5, renderedPosition: { x: this.#cy.width() / 2, y: this.#cy.height() / 2 } });
  }

  zoom(factor) {
    this.#cy.zoom({ level: this.#cy.zoom() * factor, renderedPosition: { x: this.#cy.width() / 2, y: this.#cy.height() / 2 } });
  }

  /** Brings an element into the middle if it is out of sight. */
  reveal(id) {
    const element = this.#cy.getElementById(id);
    if (element.empty()) return;
    const { x1, y1, x2, y2 } = element.renderedBoundingBox();
    if (x1 < 0 || y1 < 0 || x2 > this.#cy.width() || y2 > this.#cy.height()) this.#cy.center(element);
  }

  /** The neighbour of an entity, or any other community, that lies closest to a direction ([1, 0] is right, [0, 1] down), or null. */
  neighbour(id, [dx, dy]) {
    const node = this.#cy.getElementById(id);
    if (node.empty()) return null;
    const here = node.position();
    const near = node.neighborhood().nodes().difference(node);
    const pool = near.nonempty() && !node.data("community") ? near : this.#cy.nodes().difference(node);
    let best = null;
    let least = Infinity;
    for (const other of pool) {
      const { x, y } = other.position();
      const length = Math.hypot(x - here.x, y - here.y) || 1;
      const cosine = ((x - here.x) * dx + (y - here.y) * dy) / length;
      const cost = length * (2 - cosine);
      if (cosine > 0.35 && cost < least) [best, least] = [other.id(), cost];
    }
    return best;
  }

  /** {id: [x, y]} of the nodes on the canvas, in the graph's own coordinates. */
  positions() {
    return Object.fromEntries(this.#cy.nodes().map((node) => [node.id(), [node.position("x"), node.position("y")]]));
  }

  /** Where to click an element: [x, y] on the page, in CSS pixels; null when it is not drawn. */
  pointOf(id) {
    const element = this.#cy.getElementById(id);
    if (element.empty()) return null;
    const box = this.container.getBoundingClientRect();
    const { x, y } = element.isNode() ? element.renderedPosition() : element.renderedMidpoint();
    return [box.left + x, box.top + y];
  }

  // -- pictures ------------------------------------------------------------------------------------------------------

  restyle() {
    this.#palette = readPalette(this.container);
    this.#drawn.clear();
    this.#cy.style(stylesheet(this.#palette));
    if (this.#last) this.update(this.#last.view, this.#last.state);
  }

  get palette() {
    return this.#palette;
  }

  /** The whole graph as a PNG blob, twice the size of the screen. */
  png() {
    return this.#cy.png({ full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: this.#palette.surface, output: "blob-promise" });
  }

  /** What stands on the canvas, as numbers and text, for the SVG export. */
  drawing() {
    const box = this.#cy.elements().boundingBox({ includeLabels: true });
    const points = (edge) => [edge.sourceEndpoint(), ...(edge.controlPoints() ?? []), edge.targetEndpoint()].map(({ x, y }) => [x, y]);
    return {
      box,
      nodes: this.#cy.nodes().map((node) => ({ id: node.id(), ...node.position(), ...node.data() })),
      edges: this.#cy.edges().map((edge) => ({ id: edge.id(), ...edge.data(), ...LOOK[edge.data("status")], points: points(edge), middle: edge.midpoint() })),
    };
  }
}
