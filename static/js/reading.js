// Reading mode: an article beside the graph. A sentence that reports relations lights them up; a line pointed at lights up its sentences.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { failure } from "./evidence.js";
import { typeName } from "./graph-style.js";
import * as words from "./words.js";

/** `light(ids)` lights relations in the graph. Returns {open(articleId, evidenceId), point(relationId | null)}. */
export function readingPanel(root, { actions, light }) {
  let open = null;

  function empty() {
    fill(root, h("h2", { tabindex: "-1" }, "Read beside the graph"), h("p", { class: "about" }, "Choose a line, then “Read beside the graph” under one of its sentences."));
  }

  async function show(articleId, evidenceId = null) {
    open = articleId;
    fill(root, h("p", { class: "loading" }, "Fetching the article …"));
    try {
      const [{ article, text, evidence }, relations] = await Promise.all([api.articleText(articleId), api.articleRelations(articleId)]);
      if (open !== articleId) return;
      const byId = new Map(relations.map(({ relation }) => [relation.id, relation]));
      fill(root,
        h("h2", { tabindex: "-1", dir: "auto" }, article.title),
        h("p", { class: "about" }, h("bdi", {}, article.source ?? "unknown outlet"), article.published ? `, ${words.date(article.published)}` : ""),
        h("button", { type: "button", click: () => actions.add([...new Set(relations.flatMap(({ relation }) => [relation.subject.id, relation.object.id]))]) }, `Show its ${words.plural(relations.length, "relation")}`),
        h("div", { class: "reading", dir: "auto" }, paragraphs(text, evidence, byId)),
        h("p", { class: "links" }, h("a", { href: `articles/${encodeURIComponent(articleId)}` }, "Page of this article")));
      const place = evidenceId ? root.querySelector(`[data-evidence~="${CSS.escape(evidenceId)}"]`) : null;
      (place ?? root.querySelector("h2")).scrollIntoView({ block: place ? "center" : "start" });
      (place?.querySelector("button") ?? root.querySelector("h2")).focus({ preventScroll: true });
    } catch (error) {
      fill(root, failure(error, () => show(articleId, evidenceId)));
    }
  }

  /** Sentences with evidence as marked spans, the rest as it is. Offsets count code points, as JavaScript's own do not. */
  function paragraphs(text, evidence, byId) {
    const letters = Array.from(text);
    const cut = (start, end) => letters.slice(start, end).join("");
    const sentences = new Map();
    for (const piece of evidence) {
      const key = piece.sentence.join();
      if (!sentences.has(key)) sentences.set(key, { span: piece.sentence, pieces: [] });
      sentences.get(key).pieces.push(piece);
    }
    const parts = [];
    let at = 0;
    for (const { span: [start, end], pieces } of [...sentences.values()].sort((a, b) => a.span[0] - b.span[0])) {
      if (start < at) continue; // two readings of one sentence that overlap: the first stands
      parts.push(cut(at, start), told(cut(start, end), pieces, byId));
      at = end;
    }
    parts.push(cut(at, letters.length));
    return parts;
  }

  function told(sentence, pieces, byId) {
    const ids = [...new Set(pieces.map(({ relation_id: id }) => id))];
    return h("span", {
      class: "told", dataset: { relations: ids.join(" "), evidence: pieces.map(({ id }) => id).join(" ") },
      mouseenter: () => light(ids), mouseleave: () => light([]), focusin: () => light(ids), focusout: () => light([]),
    }, sentence, ids.map((id) => {
      const relation = byId.get(id);
      return relation ? h("button", { type: "button", title: `${relation.subject.name} ${typeName(relation.type)} ${relation.object.name}`, click: () => actions.showRelation(relation) }, typeName(relation.type)) : null;
    }));
  }

  empty();
  return {
    open: show,
    point(id) {
      for (const span of root.querySelectorAll(".told")) span.classList.toggle("lit", id !== null && span.dataset.relations.split(" ").includes(id));
    },
  };
}
