// Looks now and then whether the graph grew while somebody was looking at it, and says so; nothing moves until they ask.

import { fill, h } from "./dom.js";
import * as words from "./words.js";

const PAUSE = 30_000; // milliseconds between looks, while the page is in sight

/** `asked()` gives {revision, relations}, of now at first: what comes later is new; `refresh()` shows it. */
export function watchGraph(banner, { asked, refresh, pause = PAUSE }) {
  const first = asked().catch(() => null);
  let known = null;
  const look = async () => {
    if (document.hidden) return;
    known ??= await first;
    const now = await asked().catch(() => null);
    if (!now || !known || now.revision === known.revision) {
      known ??= now;
      return;
    }
    const more = now.relations - known.relations;
    fill(banner, more > 0 ? `${words.plural(more, "new relation")}. ` : "The graph changed. ",
      h("button", { type: "button", click: async () => {
        known = now;
        fill(banner);
        await refresh();
      } }, "Show"));
  };
  setInterval(look, pause);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("entente:look", look);
}
