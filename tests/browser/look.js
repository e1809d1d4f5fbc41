// What is wrong with the page as it stands, as a list of sentences. Run in the page by looks.py.
({ target, language, scripts }) => {
  const complaints = [];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Shown to somebody who sees: not hidden, not clipped away for screen readers only.
  const isShown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1) return false;
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.clipPath === "inset(50%)" || style.clip === "rect(0px, 0px, 0px, 0px)") return false;
    }
    return true;
  };

  const name = (element) => {
    const text = (element.innerText || element.getAttribute("aria-label") || element.value || "").trim();
    const mark = element.id ? `#${element.id}` : element.className ? `.${String(element.className).split(" ")[0]}` : "";
    return `<${element.tagName.toLowerCase()}${mark}> „${text.replace(/\s+/g, " ").slice(0, 40)}“`;
  };

  const frame = () => {
    const headings = all("h1").filter(isShown);
    if (headings.length !== 1) complaints.push(`there are ${headings.length} main headings`);
    if (document.title.trim().length < 3) complaints.push("the page has no title");
    if (document.documentElement.lang !== language) complaints.push(`lang is ${document.documentElement.lang}`);
    const ids = all("[id]").map((element) => element.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length) complaints.push(`ids are there twice: ${twice.join(", ")}`);
  };

  // The page itself never scrolls sideways; tables scroll inside themselves.
  const width = () => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return;
    const wide = all("body *").filter((element) => {
      const box = element.getBoundingClientRect();
      return isShown(element) && (box.right > clientWidth + 1 || box.left < -1);
    });
    const inner = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
    complaints.push(`the page is ${scrollWidth - clientWidth} px too wide: ${inner.slice(0, 4).map(name).join(", ")}`);
  };

  // A link in a line of text is exempt (WCAG 2.5.8, "inline").
  const isInText = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    const length = (root) => root.innerText.replace(/\s+/g, "").length;
    const links = all("a[href], button", block).filter((link) => !link.querySelector("a[href], button"));
    return length(block) > links.reduce((sum, link) => sum + length(link), 2);
  };

  const boxOf = (element) => {
    const boxes = [element, ...(element.labels ?? [])].filter(Boolean).map((one) => one.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map((b) => b.left)), Math.min(...boxes.map((b) => b.top))];
    return { left, top, width: Math.max(...boxes.map((b) => b.right)) - left, height: Math.max(...boxes.map((b) => b.bottom)) - top };
  };

  // Some targets are larger than their box, by a pseudo element: what counts is what a finger meets.
  const isHit = (element, least) => {
    element.scrollIntoView({ block: "center", inline: "nearest" });
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const reach = least / 2 - 1;
    return [[-reach, 0], [reach, 0], [0, -reach], [0, reach]].every(([dx, dy]) => {
      const met = document.elementFromPoint(x + dx, y + dy);
      if (met?.closest(".rh-suggest, .rh-menu__body")) return true; // an open list lies over it for the moment
      return met !== null && (element.contains(met) || met.closest("a, button, label, summary") === element);
    });
  };

  const targets = () => {
    const chosen = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link]";
    for (const element of all(chosen)) {
      if (!isShown(element) || element.matches(".rh-skip, :disabled") || isInText(element)) continue;
      const box = boxOf(element);
      if (box.width >= target - 0.5 && box.height >= target - 0.5) continue;
      if (isHit(element, target)) continue;
      complaints.push(`${name(element)} is ${Math.round(box.width)} x ${Math.round(box.height)} px, not ${target}`);
    }
    scrollTo(0, 0);
  };

  const forms = () => {
    for (const button of all("button, input[type=submit]")) {
      if (!isShown(button) || button.form) continue;
      if (!scripts) complaints.push(`${name(button)} does nothing without scripts`);
    }
    if (scripts) return;
    for (const element of all(".rh-script-only").filter(isShown)) complaints.push(`${name(element)} needs scripts`);
    for (const link of all("a:not([href])").filter(isShown)) complaints.push(`${name(link)} leads nowhere`);
  };

  frame();
  width();
  targets();
  forms();
  return complaints;
}
