// Shortcuts of the desk, always with Alt or Control: single letters would disturb speech input.
export function bind(element) {
  for (const shortcut of element.getAttribute("aria-keyshortcuts").split(" ")) {
    const keys = shortcut.split("+");
    document.addEventListener("keydown", (event) => {
      if (!element.isConnected || !matches(keys, event)) return;
      event.preventDefault();
      if (element.matches("input, select, textarea")) element.focus();
      else element.click();
    });
  }
}

function matches(keys, event) {
  const held = { Alt: event.altKey, Control: event.ctrlKey, Shift: event.shiftKey, Meta: event.metaKey };
  const wanted = new Set(keys.slice(0, -1));
  const key = keys.at(-1).toLowerCase();
  const isKey = event.key.toLowerCase() === key || event.code.toLowerCase() === `key${key}`;
  return isKey && wanted.size > 0 && Object.keys(held).every((name) => held[name] === wanted.has(name));
}
