// Copy and print: offered only where the browser can do them.
export function bind(button) {
  if ("rhPrint" in button.dataset) {
    button.addEventListener("click", () => print());
    return;
  }
  if (!navigator.clipboard) {
    button.hidden = true;
    return;
  }
  const label = button.querySelector(".kern-label");
  const before = label.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.rhCopy);
    label.textContent = button.dataset.rhDone;
    setTimeout(() => {
      label.textContent = before;
    }, 3000);
  });
}
