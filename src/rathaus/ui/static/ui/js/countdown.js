// How long a place is held, in words; spoken two minutes and one minute before the end.
export function bind(box) {
  const text = box.querySelector("[data-rh-countdown-text]");
  const status = box.querySelector("[data-rh-countdown-status]");
  const end = Date.now() + Number(box.dataset.rhCountdown) * 1000;
  let shown = minutesTo(end);

  const timer = setInterval(() => {
    if (!box.isConnected) return clearInterval(timer);
    const minutes = minutesTo(end);
    if (minutes === shown) return undefined;
    shown = minutes;
    text.textContent = words(box, minutes);
    box.classList.toggle("rh-countdown--near", minutes <= 2);
    if (minutes <= 2) status.textContent = text.textContent;
    if (minutes <= 0) {
      clearInterval(timer);
      finish(box);
    }
    return undefined;
  }, 1000);
}

function minutesTo(end) {
  return Math.max(0, Math.ceil((end - Date.now()) / 60000));
}

function words(box, minutes) {
  if (minutes <= 0) return box.dataset.rhOver;
  return minutes === 1 ? box.dataset.rhOne : box.dataset.rhMany.replace("{n}", minutes);
}

function finish(box) {
  box.querySelector("[data-rh-countdown-extend]")?.setAttribute("hidden", "");
  box.querySelector("[data-rh-countdown-again]")?.removeAttribute("hidden");
}
