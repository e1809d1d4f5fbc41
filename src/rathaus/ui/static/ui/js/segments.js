// Counts letters and parts of an SMS while it is typed, as networks do (3GPP TS 23.038); the server counts again.
const LETTERS = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const ESCAPED = new Set("^{}\\[~]|€\f");

export function measure(text) {
  const signs = [...text];
  const odd = signs.find((sign) => !LETTERS.has(sign) && !ESCAPED.has(sign)) ?? "";
  const [alone, joined] = odd ? [70, 67] : [160, 153];
  const sizes = signs.map((sign) => (odd ? sign.length : ESCAPED.has(sign) ? 2 : 1));
  let [parts, filled, all] = [1, 0, 0];
  for (const size of sizes) {
    if (filled + size > joined) [parts, filled] = [parts + 1, 0];
    filled += size;
    all += size;
  }
  return { letters: signs.length, parts: all <= alone ? 1 : parts, odd };
}

export function bind(box) {
  const input = document.getElementById(box.dataset.rhSegments);
  const values = JSON.parse(box.dataset.rhValues);
  const find = (name) => box.querySelector(`[data-rh-segments-${name}]`);
  input.addEventListener("input", () => {
    const text = input.value.trim().replace(/\{([a-zäöüß_]{1,30})\}/g, (mark, name) => values[name] ?? mark);
    const { letters, parts, odd } = measure(text);
    const words = parts === 1 ? box.dataset.rhOne : box.dataset.rhMany;
    find("count").textContent = text ? words.replace("{n}", letters).replace("{parts}", parts) : "";
    find("odd").hidden = !odd;
    find("odd").textContent = box.dataset.rhOdd.replace("{sign}", odd);
    const isOver = parts > Number(box.dataset.rhMost);
    const told = isOver ? box.dataset.rhOver : "";
    if (find("over").textContent !== told) find("over").textContent = told;
    box.classList.toggle("rh-meter--over", isOver);
  });
}
