// The only module that asks the server. Answers are {data, meta, links}; errors are problem documents, thrown as ApiError.

const ROOT = new URL("../../api/v1/", import.meta.url);

export class ApiError extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

async function ask(path, { params = {}, body, signal } = {}) {
  const url = new URL(path, ROOT);
  for (const [name, value] of Object.entries(params)) {
    for (const one of [value].flat()) if (one !== null && one !== undefined && one !== "") url.searchParams.append(name, one);
  }
  const request = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(url, { ...request, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "No answer", "The server does not answer. Is it still running? Your view is kept; try again.");
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new ApiError(response.status, problem.title ?? response.statusText, problem.detail);
  }
  return response;
}

const json = async (path, options) => (await ask(path, options)).json();
const id = encodeURIComponent;

export const schema = async () => (await json("schema")).data;

export const suggestions = async (q, signal) => (await json("entities", { params: { q, limit: 10 }, signal })).data;

export const busiest = async () => (await json("entities", { params: { order: "degree", limit: 12 } })).data;

/** A screen: these entities, with `expand` ({entity, type?, direction?, limit?}) also new neighbours. {data, meta}. */
export const screen = (entities, expand = null, since = null) => json("screen", { body: { entities, expand, since } });

/** A relation with all its evidence. */
export const relation = async (relationId) => (await json(`relations/${id(relationId)}`)).data;

/** An article's text with stand-off marks, and what it reports. */
export const articleText = async (articleId) => (await json(`articles/${id(articleId)}/text`)).data;
export const articleRelations = async (articleId) => (await json(`articles/${id(articleId)}/relations`)).data;

export const stats = async () => (await json("stats")).data;

export const paths = (from, to) => json("paths", { params: { from, to } });

export const compare = async (a, b) => (await json("compare", { params: { a, b } })).data;

/** Relations that articles since a day or moment report, or `silent` ones; around one entity, or everywhere. */
export const changes = (since, entity = null, silent = null) => json("changes", { params: { since, entity, silent, limit: 50 } });

export const lastIngest = async () => (await json("ingests", { params: { limit: 1 } })).data[0];

/** The newest of both kinds: {data, truncated}. */
export const contradictions = async () => {
  const answers = await Promise.all(["denied", "opposite_deed"].map((kind) => json("contradictions", { params: { kind, limit: 50 } })));
  return { data: answers.flatMap(({ data }) => data), truncated: answers.some(({ meta }) => meta.truncated) };
};

/** The whole graph as communities and what runs between them; one community with its best-linked members. */
export const communities = async () => (await json("communities", { params: { limit: 200 } })).data;
export const community = async (communityId, limit) => (await json(`communities/${id(communityId)}`, { params: { limit } })).data;

/** What is on screen as a file: a blob. `filters` are those of the API, `body` {entities, relations, question, total}. */
export const exported = async (format, filters, body) => (await ask("export", { params: { format, ...filters }, body })).blob();

/** Where the whole graph lies as a file. */
export const wholeFile = (format) => new URL(`export?format=${id(format)}`, ROOT).href;
