// The times of another day, and another month, without loading the whole page again.
const FRESH = 60_000;
const MOST_TIMES = 24;
const months = new Map();

export function bind(root) {
  root.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const day = event.target.closest("a.rh-day, a[data-rh-times-link]");
    const turn = event.target.closest("a.rh-month__turn");
    const link = day ?? turn;
    if (!link || !root.contains(link)) return;
    event.preventDefault();
    (day ? showDay(root, day) : showMonth(root, turn)).catch(() => location.assign(link.href));
  });
}

async function showDay(root, link) {
  const day = dayOf(link);
  const data = await monthOf(root.dataset.rhTimes, day.slice(0, 7));
  const times = data.offices[0].days.find((one) => one.date === day)?.times ?? [];
  const form = root.querySelector("form[data-rh-times-form]");
  if (times.length === 0 || !form) throw new Error("nothing free any more");
  const few = fewOf(times);
  const all = form.querySelector("[data-rh-times-all]");
  fill(form, form.querySelector("[data-rh-times-slots]"), few);
  fill(form, all, few === times ? [] : times);
  all.hidden = few === times;
  all.querySelector("details").open = false;
  form.querySelector("[data-rh-times-day]").value = day;
  const title = root.querySelector("[data-rh-times-title]");
  title.textContent = inWords(day, root.dataset.rhDayWords);
  root.querySelector("[data-rh-times-notice]")?.remove();
  choose(root, day);
  history.replaceState(history.state, "", link.href);
  title.focus();
}

function dayOf(link) {
  return new URL(link.href).searchParams.get("tag");
}

async function monthOf(address, month) {
  const known = months.get(month);
  if (known && Date.now() - known.at < FRESH) return known.data;
  const response = await fetch(`${address}&month=${month}`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(response.statusText);
  const data = await response.json();
  months.set(month, { at: Date.now(), data });
  return data;
}

// The groups and their buttons are copies of those in the page's template.
function fill(form, place, times) {
  const [morning, afternoon] = form.querySelector("template").content.querySelectorAll(".rh-slots__group");
  const groups = [
    [morning, times.filter((time) => time < "12:00")],
    [afternoon, times.filter((time) => time >= "12:00")],
  ];
  const made = groups.filter(([, some]) => some.length).map(([pattern, some]) => group(pattern, some));
  place.querySelector(".rh-slots").replaceChildren(...made);
}

// Of very many times those on a quarter of an hour first (as few_of in calendar_pages.py).
function fewOf(times) {
  if (times.length <= MOST_TIMES) return times;
  const quarters = times.filter((time) => Number(time.slice(3)) % 15 === 0);
  return quarters.length ? quarters : times;
}

function group(pattern, times) {
  const copy = pattern.cloneNode(true);
  const list = copy.querySelector("ul");
  const item = list.querySelector("li");
  list.replaceChildren(
    ...times.map((time) => {
      const one = item.cloneNode(true);
      const button = one.querySelector("button");
      reword(button, short(button.value), short(time));
      button.value = time;
      return one;
    }),
  );
  return copy;
}

function short(time) {
  return time.replace(/^0/, "");
}

function reword(element, before, after) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(before, after);
}

// In the calendar and in the list; the calendar stays one stop of the Tab key.
function choose(root, day) {
  const days = [...root.querySelectorAll("a.rh-day")];
  const shown = days.find((link) => dayOf(link) === day) ?? days[0];
  days.forEach((link) => {
    link.tabIndex = link === shown ? 0 : -1;
  });
  root.querySelectorAll("a.rh-day, a[data-rh-times-link]").forEach((link) => {
    if (dayOf(link) === day) link.setAttribute("aria-current", "date");
    else link.removeAttribute("aria-current");
  });
}

function inWords(day, pattern) {
  const [year, month, number] = day.split("-").map(Number);
  const language = document.documentElement.lang;
  const parts = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
    .formatToParts(Date.UTC(year, month - 1, number));
  const found = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return pattern.replace(/\{(\w+)\}/g, (_all, name) => found[name] ?? "");
}

async function showMonth(root, link) {
  const fromGrid = document.activeElement?.closest("table") !== null && root.contains(document.activeElement);
  const response = await fetch(link.href);
  if (!response.ok) throw new Error(response.statusText);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = document.adoptNode(page.querySelector("[data-rh-times]"));
  root.replaceWith(fresh);
  history.replaceState(history.state, "", link.href);
  bind(fresh);
  document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: {} })); // binds the components inside
  const title = fresh.querySelector(".rh-month__title");
  title.tabIndex = -1;
  ((fromGrid && fresh.querySelector("a.rh-day")) || title).focus();
}

document.querySelectorAll("[data-rh-times]").forEach(bind);
