// Keeps the layout off the page's thread. In: {ticket, problem}; out: {ticket, places}.

import { arrange } from "./layout.js";

self.addEventListener("message", ({ data: { ticket, problem } }) => {
  self.postMessage({ ticket, places: arrange(problem) });
});
