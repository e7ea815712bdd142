// What a state lets through of the data the server gave: pure functions, no DOM, no request. A filter looks at single pieces of
// evidence: a relation is visible while at least one of its pieces fulfils every condition, and its figures count only those.

/** Likelier first. A relation is drawn as the status that most of its pieces have, on a tie as the likelier one. */
export const STATUSES = ["asserted", "planned", "requested", "denied", "hypothetical"];

/** Relations that a canvas can still show; beyond, those with the fewest articles are left out, and counted. */
export const MOST = 450;

/**
 * The visible part of `data` ({entities: Map, relations: Map}).
 * Returns {entities: Map id → entity with `more`, relations: Map id → summary, hidden, undrawn, total}: `more` is how many relations of the entity
 * the view does not hold; `undrawn` those that pass but are too many to draw; `hidden` counts loaded relations that the filters hide; `total` all relations that touch an entity of the view.
 */
export function visible(data, state) {
  const { filters } = state;
  const kinds = new Set(filters.kind);
  const types = new Set(filters.type);
  const present = state.entities.filter((id) => data.entities.has(id));
  const inside = new Set(present);
  const loaded = [...data.relations.values()].filter((r) => inside.has(r.subject) && inside.has(r.object));
  const shown = new Set(present.filter((id) => !kinds.has(data.entities.get(id).kind)));
  const passes = condition(filters);

  const passing = [];
  const loadedAt = new Map(present.map((id) => [id, 0]));
  for (const relation of loaded) {
    for (const end of new Set([relation.subject, relation.object])) loadedAt.set(end, loadedAt.get(end) + 1);
    if (types.has(relation.type) || !shown.has(relation.subject) || !shown.has(relation.object)) continue;
    const pieces = relation.evidence.filter(passes);
    if (pieces.length) passing.push(summary(relation, pieces, state.since));
  }
  const relations = new Map(strongest(passing, state).map((relation) => [relation.id, relation]));

  const linked = new Set([...relations.values()].flatMap((r) => [r.subject, r.object]));
  const kept = new Set([present[0], state.selected?.id, ...Object.keys(state.pins), ...(state.compare ?? [])]);
  const entities = new Map();
  let degrees = 0;
  for (const id of present) {
    const entity = data.entities.get(id);
    degrees += entity.degree;
    const lonely = loadedAt.get(id) === 0; // it came alone, filters have nothing to do with it
    if (!shown.has(id) || !(linked.has(id) || kept.has(id) || lonely)) continue;
    entities.set(id, { ...entity, more: Math.max(0, entity.degree - loadedAt.get(id)) });
  }
  return {
    entities,
    relations,
    hidden: loaded.length - passing.length,
    undrawn: passing.length - relations.size,
    total: Math.max(loaded.length, degrees - loaded.filter((r) => r.subject !== r.object).length),
  };
}

/** At most MOST of them: those chosen or on a path, then those with more articles, then the newer. */
function strongest(relations, { selected, path }) {
  if (relations.length <= MOST) return relations;
  const wanted = (relation) => (relation.id === selected?.id || path.includes(relation.id) ? 1 : 0);
  return [...relations]
    .sort((a, b) => wanted(b) - wanted(a) || b.articles - a.articles || (b.latest ?? "").localeCompare(a.latest ?? "") || a.id.localeCompare(b.id))
    .slice(0, MOST);
}

/** A predicate for pieces of evidence. A piece without a period counts on the day its article was published. */
export function condition(filters) {
  const status = new Set(filters.status);
  const source = new Set(filters.source);
  return (piece) => {
    if (status.has(piece.status) || source.has(piece.source ?? "") || piece.confidence < filters.confidence) return false;
    if (!filters.from && !filters.to) return true;
    const [first, last] = daysOf(piece, filters.clock);
    if (!first && !last) return false;
    return !(filters.to && first && first > filters.to) && !(filters.from && last && last < filters.from);
  };
}

/** [first, last] ISO day of a piece on a clock; null for an open or unknown side. */
export function daysOf(piece, clock) {
  if (clock === "published" || (!piece.earliest && !piece.latest)) return [piece.published, piece.published];
  return [piece.earliest, piece.latest];
}

/** What the pieces add up to. `change`: "contradicted" | "new" | "strengthened" by recent articles, "silent" where
 * several reported it and no recent one, or null; of all its evidence, where `since` says from when on it is recent. */
export function summary(relation, pieces, since = null) {
  const statuses = {};
  for (const piece of pieces) statuses[piece.status] = (statuses[piece.status] ?? 0) + 1;
  const days = pieces.flatMap((piece) => daysOf(piece, "event")).filter(Boolean).sort();
  const { evidence, ...rest } = relation;
  return {
    ...rest,
    pieces,
    statuses,
    status: STATUSES.reduce((best, status) => ((statuses[status] ?? 0) > (statuses[best] ?? 0) ? status : best)),
    contested: contested(pieces),
    // a copy counts with the article that it repeats
    articles: new Set(pieces.map((piece) => piece.repeats ?? piece.article_id)).size,
    confidence: Math.max(...pieces.map((piece) => piece.confidence)),
    earliest: days[0] ?? null,
    latest: days.at(-1) ?? null,
    change: since ? change(evidence) : null,
    filtered: evidence.length - pieces.length,
  };
}

/** Some say so, others deny it. */
export function contested(pieces) {
  return pieces.some((p) => p.status === "denied") && pieces.some((p) => p.status === "asserted");
}

function change(pieces) {
  const before = pieces.filter(({ recent }) => !recent);
  if (before.length === pieces.length) return new Set(pieces.map((piece) => piece.article_id)).size > 1 ? "silent" : null;
  if (contested(pieces) && !contested(before)) return "contradicted";
  return before.length ? "strengthened" : "new";
}

/** How many loaded, shown relations each value of a filter has: {status, type, kind, source: Map value → count}. */
export function facets(data, state) {
  const counts = { status: new Map(), type: new Map(), kind: new Map(), source: new Map() };
  const bump = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  const inside = new Set(state.entities);
  for (const id of state.entities) if (data.entities.has(id)) bump(counts.kind, data.entities.get(id).kind);
  for (const relation of data.relations.values()) {
    if (!inside.has(relation.subject) || !inside.has(relation.object)) continue;
    bump(counts.type, relation.type);
    for (const status of new Set(relation.evidence.map((piece) => piece.status))) bump(counts.status, status);
    for (const source of new Set(relation.evidence.map((piece) => piece.source ?? ""))) bump(counts.source, source);
  }
  return counts;
}

/** Ids of the neighbours that hang on `id` alone: what collapsing it takes away. */
export function leaves(data, state, id) {
  const neighbours = new Map(state.entities.map((entity) => [entity, new Set()]));
  for (const { subject, object } of data.relations.values()) {
    if (subject === object || !neighbours.has(subject) || !neighbours.has(object)) continue;
    neighbours.get(subject).add(object);
    neighbours.get(object).add(subject);
  }
  return [...(neighbours.get(id) ?? [])].filter((other) => neighbours.get(other).size === 1 && !(other in state.pins));
}

/** Relation types of an entity with what the store has and the view holds: its degrees with `shown`, most hidden first. */
export function expansions(data, state, id) {
  const entity = data.entities.get(id);
  if (!entity) return [];
  const inside = new Set(state.entities);
  const incoming = new Set(entity.degrees.filter(({ direction }) => direction === "in").map(({ type }) => type));
  const shown = new Map();
  for (const { type, subject, object } of data.relations.values()) {
    if ((subject !== id && object !== id) || !inside.has(subject) || !inside.has(object)) continue;
    const key = `${type} ${subject !== id && incoming.has(type) ? "in" : "out"}`; // symmetric types are "out" at both ends
    shown.set(key, (shown.get(key) ?? 0) + 1);
  }
  return entity.degrees
    .map((degree) => ({ ...degree, shown: Math.min(degree.total, shown.get(`${degree.type} ${degree.direction}`) ?? 0) }))
    .sort((a, b) => b.total - b.shown - (a.total - a.shown) || a.label.localeCompare(b.label));
}
