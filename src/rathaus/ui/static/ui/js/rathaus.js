// Binds each part of a page to its module, which is loaded only where the part occurs.
const parts = [
  ["[data-rh-error-summary]", () => import("./errors.js")],
  ["[data-rh-suggest]", () => import("./suggest.js")],
  ["[data-rh-month], [data-rh-strip]", () => import("./calendar.js")],
  ["[data-rh-countdown]", () => import("./countdown.js")],
  ["[data-rh-quantity]", () => import("./quantity.js")],
  ["[data-rh-copy], [data-rh-print]", () => import("./actions.js")],
  ["[aria-keyshortcuts]", () => import("./keys.js")],
  ["[data-rh-menu]", () => import("./menu.js")],
  ["[data-rh-filter]", () => import("./filter.js")],
  ["[data-rh-segments]", () => import("./segments.js")],
];
const bound = new WeakSet();

async function bindAll(root) {
  for (const [selector, load] of parts) {
    const elements = [...root.querySelectorAll(selector)].filter((element) => !bound.has(element));
    if (elements.length === 0) continue;
    elements.forEach((element) => bound.add(element));
    const { bind } = await load();
    elements.forEach(bind);
  }
}

// Once sent, a form is not sent again by a second tap.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.rhSent) event.preventDefault();
  form.dataset.rhSent = "yes";
  setTimeout(() => delete form.dataset.rhSent, 4000);
}

// After a part was exchanged: bind it, and move the focus to where the new part asks for it.
function afterSwap(event) {
  bindAll(document);
  const target = event.detail.ctx?.sourceElement;
  const wanted = document.querySelector("[data-rh-focus]");
  if (wanted && target?.closest("[data-rh-month], [data-rh-strip], [data-rh-moves-focus]")) {
    wanted.focus();
  }
}

// What could not be loaded in part is loaded as a whole page, which can say why.
function loadWhole(event) {
  const source = event.detail.ctx?.sourceElement;
  const link = source?.closest("a[href]");
  if (link) location.assign(link.href);
  else if (source?.matches("button[formaction]")) source.form.requestSubmit(source);
}

document.addEventListener("submit", sendOnce);
document.addEventListener("htmx:after:swap", afterSwap);
document.addEventListener("htmx:response:error", loadWhole);
document.addEventListener("htmx:error", loadWhole);
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-rh-sent]").forEach((form) => delete form.dataset.rhSent);
});
bindAll(document).then(() => {
  document.documentElement.dataset.rhReady = ""; // keys and buttons of this page work from now on
});
