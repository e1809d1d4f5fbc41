// A menu of the bar: Escape and a click elsewhere close it; opened, its first entry takes the focus.
export function bind(menu) {
  const head = menu.querySelector("summary");
  menu.addEventListener("toggle", () => {
    if (menu.open) menu.querySelector("button, a[href]")?.focus();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    head.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
