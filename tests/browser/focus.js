// Which elements of the page do not show that they have the focus. A key was pressed before, so focus is visible.
() => {
  const complaints = [];
  const chosen = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const isMarked = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2.5;
  for (const element of document.querySelectorAll(chosen)) {
    if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    const marked = isMarked(getComputedStyle(element)) || isMarked(getComputedStyle(element, "::after"));
    const { width, height } = element.getBoundingClientRect();
    const words = (element.innerText || element.id || element.name || "").trim().slice(0, 40);
    if (!marked) complaints.push(`<${element.tagName.toLowerCase()}> „${words}“ does not show its focus`);
    if (width <= 1 || height <= 1) complaints.push(`<${element.tagName.toLowerCase()}> „${words}“ has the focus unseen`);
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return complaints;
}
