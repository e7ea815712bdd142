// The panel's tabs, as the ARIA practices have them: arrows move, only the chosen one is in the tab order.

export function tabs(list) {
  const buttons = [...list.querySelectorAll("[role=tab]")];
  const name = (button) => button.id.replace("tab-", "");
  const listeners = [];

  function show(wanted, { focus = false, draw = true } = {}) {
    for (const button of buttons) {
      const chosen = name(button) === wanted;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      document.getElementById(button.getAttribute("aria-controls")).hidden = !chosen;
      if (chosen && focus) button.focus();
    }
    if (draw) for (const listener of listeners) listener(wanted);
  }

  list.addEventListener("click", ({ target }) => target.matches("[role=tab]") && show(name(target)));
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    show(name(buttons[(to + buttons.length) % buttons.length]), { focus: true });
  });
  return { show, current: () => name(buttons.find((button) => button.getAttribute("aria-selected") === "true")), listen: (listener) => listeners.push(listener) };
}
