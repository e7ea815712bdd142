// Pan and zoom of the world map, by mouse, touch and keys. Without it the map is the same picture at one size.

import { h } from "./dom.js";

const CLOSEST = 16;
const CLOSE = 2.5; // from here on every place has its name

const world = document.querySelector(".world");
if (world) start(world.querySelector("svg"));

function start(svg) {
  const frame = svg.parentElement; // on a narrow screen it holds only a part of the sheet
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const marks = [...svg.querySelectorAll("[data-at]")];
  let [x, y, zoom] = [0, 0, 1];
  let drag = null;

  /** Shows the part of the sheet that begins at (left, top), `closer` times as large; never beyond the sheet's edge. */
  function show(left, top, closer) {
    zoom = Math.min(Math.max(closer, 1), CLOSEST);
    x = Math.min(Math.max(left, 0), width - width / zoom);
    y = Math.min(Math.max(top, 0), height - height / zoom);
    svg.setAttribute("viewBox", `${x} ${y} ${width / zoom} ${height / zoom}`);
    for (const mark of marks) mark.setAttribute("transform", `translate(${mark.dataset.at}) scale(${zoom ** -0.9})`);
    world.classList.toggle("zoomed", zoom > 1);
    world.classList.toggle("close", zoom >= CLOSE);
  }

  /** Closer or further; the point (fx, fy), as shares of the picture, stays where it is: the middle of what is in sight unless told. */
  function scale(factor, fx = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth, fy = 0.5) {
    const closer = Math.min(Math.max(zoom * factor, 1), CLOSEST);
    show(x + fx * width * (1 / zoom - 1 / closer), y + fy * height * (1 / zoom - 1 / closer), closer);
  }

  const pan = (dx, dy) => show(x + (dx * width) / zoom, y + (dy * height) / zoom, zoom);
  const shares = ({ clientX, clientY }) => {
    const box = svg.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
  };

  const keys = {
    "+": () => scale(1.5), "=": () => scale(1.5), "-": () => scale(1 / 1.5), 0: () => show(0, 0, 1),
    ArrowLeft: () => pan(-0.15, 0), ArrowRight: () => pan(0.15, 0), ArrowUp: () => pan(0, -0.15), ArrowDown: () => pan(0, 0.15),
  };
  frame.addEventListener("keydown", (event) => {
    const arrow = event.key.startsWith("Arrow");
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey || (arrow && zoom === 1)) return;
    event.preventDefault();
    keys[event.key]();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return; // the wheel alone scrolls the page
    event.preventDefault();
    scale(event.deltaY < 0 ? 1.25 : 0.8, ...shares(event));
  }, { passive: false });
  svg.addEventListener("dblclick", (event) => {
    event.preventDefault();
    scale(2, ...shares(event));
  });
  svg.addEventListener("pointerdown", (event) => {
    if (zoom > 1 && event.button === 0 && event.isPrimary) drag = { from: shares(event), x, y, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag || !event.isPrimary) return;
    if (!event.buttons) { // let go outside
      drag = null;
      return;
    }
    const [fx, fy] = shares(event);
    const [dx, dy] = [fx - drag.from[0], fy - drag.from[1]];
    if (!drag.moved && Math.hypot(dx, dy) < 0.005) return;
    drag.moved = true;
    svg.setPointerCapture(event.pointerId);
    show(drag.x - (dx * width) / zoom, drag.y - (dy * height) / zoom, zoom);
  });
  const drop = () => setTimeout(() => (drag = null)); // after the click that a drag ends in
  svg.addEventListener("pointerup", drop);
  svg.addEventListener("pointercancel", drop);
  svg.addEventListener("click", (event) => drag?.moved && event.preventDefault(), true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("focusin", ({ target }) => {
    if (!target.dataset.at) return;
    const [left, top] = target.dataset.at.split(" ").map(Number);
    const inside = left > x && left < x + width / zoom && top > y && top < y + height / zoom;
    if (!inside) show(left - width / zoom / 2, top - height / zoom / 2, zoom);
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // what is in sight first: the largest place
  frame.scrollLeft = (Number(marks[0].dataset.at.split(" ")[0]) / width) * frame.scrollWidth - frame.clientWidth / 2;

  const button = (label, text, deed) => h("button", { type: "button", "aria-label": label, title: label, click: deed }, text);
  world.prepend(h("div", { class: "zoom", role: "group", "aria-label": "Zoom" },
    button("Zoom in", "+", keys["+"]), button("Zoom out", "−", keys["-"]), button("Whole world", "⤢", keys[0])));
}
