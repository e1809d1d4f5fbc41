// A list of small numbers becomes minus, number, plus; the list stays what the form sends.
export function bind(field) {
  const select = field.querySelector("select");
  const label = field.querySelector("label");
  label.id ||= `${select.id}-name`;
  const row = document.createElement("div");
  row.className = "rh-quantity__row";
  row.setAttribute("role", "group");
  row.setAttribute("aria-labelledby", label.id);
  if (select.hasAttribute("aria-describedby")) {
    row.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
  }
  const value = document.createElement("output");
  value.className = "rh-quantity__value";
  value.setAttribute("aria-live", "polite");
  const less = button("−", field.dataset.rhLess, -1);
  const more = button("+", field.dataset.rhMore, 1);
  row.append(less, value, more);
  select.parentElement.after(row);
  select.parentElement.hidden = true;
  show();

  function button(sign, name, step) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "rh-quantity__button";
    element.textContent = sign;
    element.setAttribute("aria-label", name);
    element.addEventListener("click", () => change(step));
    return element;
  }

  function change(step) {
    const next = select.selectedIndex + step;
    if (next < 0 || next >= select.options.length) return;
    select.selectedIndex = next;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  }

  function show() {
    value.textContent = select.selectedOptions[0]?.textContent ?? "";
    less.setAttribute("aria-disabled", String(select.selectedIndex <= 0));
    more.setAttribute("aria-disabled", String(select.selectedIndex >= select.options.length - 1));
  }
}
