// The summary of errors takes the focus; its links lead to the field and its label.
export function bind(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const shown = field.offsetParent ? field : field.closest("[data-rh-quantity]")?.querySelector("button");
    (field.closest("fieldset, .rh-field") ?? field).scrollIntoView({ block: "start" });
    shown?.focus({ preventScroll: true });
  });
}
