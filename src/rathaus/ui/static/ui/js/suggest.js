// Answers while typing: spoken when they arrive, reached by the arrow keys, closed by Escape.
export function bind(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector(".rh-suggest");
  const status = form.querySelector("[data-rh-suggest-status]");
  const close = () => list.replaceChildren();
  const links = () => [...list.querySelectorAll("a")];

  new MutationObserver(() => {
    const answer = list.querySelector("[data-rh-suggest-items]");
    if (answer && !input.value.trim()) close();
    status.textContent = answer?.dataset.rhSpoken ?? "";
  }).observe(list, { childList: true });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.hasChildNodes()) {
      event.preventDefault();
      close();
      input.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      step(event, [input, ...links()]);
    }
  });
  document.addEventListener("click", (event) => form.contains(event.target) || close());
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
}

function step(event, stops) {
  const now = stops.indexOf(document.activeElement);
  if (now < 0 || stops.length < 2) return;
  const next = event.key === "ArrowDown" ? Math.min(now + 1, stops.length - 1) : Math.max(now - 1, 0);
  event.preventDefault();
  stops[next].focus();
}
