// Days as one stop of the Tab key; arrow keys go from free day to free day.
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function bind(picker) {
  const links = [...picker.querySelectorAll(".rh-day[href], .rh-strip__day[href]")];
  if (links.length === 0) return;
  const isMonth = "rhMonth" in picker.dataset;
  const cells = [...picker.querySelectorAll(".rh-day, .rh-strip__day")];
  rove(links, links.find((link) => link.ariaCurrent) ?? links[0]);

  picker.addEventListener("keydown", (event) => {
    const link = event.target.closest(".rh-day[href], .rh-strip__day[href]");
    if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "PageUp") turn(picker, "prev", event);
    if (event.key === "PageDown") turn(picker, "next", event);
    const next = aim(event.key, link, links, cells, isMonth);
    if (!next) return;
    event.preventDefault();
    rove(links, next);
    next.focus();
  });
  picker.addEventListener("click", (event) => {
    const link = event.target.closest("[hx-get]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    links.forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "date");
    rove(links, link);
  });
}

function aim(key, link, links, cells, isMonth) {
  if (key === "Home") return links[0];
  if (key === "End") return links.at(-1);
  const step = steps[key];
  if (!step || (!isMonth && Math.abs(step) > 1)) return null;
  const sideways = Math.abs(step) === 1 && getComputedStyle(link).direction === "rtl" ? -step : step;
  for (let at = cells.indexOf(link) + sideways; at >= 0 && at < cells.length; at += sideways) {
    if (cells[at].hasAttribute("href")) return cells[at];
  }
  return null;
}

function rove(links, chosen) {
  links.forEach((link) => link.setAttribute("tabindex", link === chosen ? "0" : "-1"));
}

function turn(picker, way, event) {
  const link = picker.querySelector(`a[rel=${way}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}
