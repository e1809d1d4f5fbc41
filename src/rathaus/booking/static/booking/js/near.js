// Sorts offices by distance from the browser's position, which never leaves the browser.
const EARTH_KM = 6371;

function bind(section) {
  const button = section.querySelector("[data-rh-near-button]");
  const status = section.querySelector("[data-rh-near-status]");
  if (!button) return;
  if (!navigator.geolocation) {
    button.hidden = true;
    return;
  }
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      (found) => {
        sort(section, found.coords);
        status.textContent = section.dataset.rhNearest;
      },
      () => {
        status.textContent = section.dataset.rhUnknown;
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  });
}

function sort(section, here) {
  const list = section.querySelector("ul");
  const words = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const measured = [...list.children].map((item) => {
    const { latitude, longitude } = item.dataset;
    const km = latitude ? kilometres(here.latitude, here.longitude, Number(latitude), Number(longitude)) : Infinity;
    return { item, km };
  });
  for (const { item, km } of measured) {
    const text = item.querySelector("[data-rh-near-distance]");
    if (!Number.isFinite(km)) continue;
    text.textContent = section.dataset.rhDistance.replace("{km}", words.format(km));
    text.hidden = false;
  }
  measured.sort((a, b) => a.km - b.km);
  list.replaceChildren(...measured.map(({ item }) => item));
}

// Great-circle distance (haversine).
function kilometres(lat1, lon1, lat2, lon2) {
  const rad = Math.PI / 180;
  const a =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(a));
}

document.querySelectorAll("[data-rh-near]").forEach(bind);
